import type { ReactNode } from 'react';
import type { TaskStatus } from 'backstage-plugin-tekton-results-common';
import styles from './StatusChip.module.css';

const OCTAGON = 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z';
const TICK = 'M4.8 8.2l2.2 2.2 4.2-4.6';

/** One shape for each status, so that no two differ by colour alone. */
const SHAPES: Record<TaskStatus, ReactNode> = {
  succeeded: (
    <>
      <circle className={styles.solid} cx="8" cy="8" r="7" />
      <path className={styles.cut} d={TICK} />
    </>
  ),
  completed: (
    <>
      <path className={styles.line} d="M8 1.75a6.25 6.25 0 0 1 0 12.5" />
      <path
        className={styles.line}
        strokeDasharray="2 2"
        d="M8 14.25a6.25 6.25 0 0 1 0-12.5"
      />
      <path className={styles.line} d={TICK} />
    </>
  ),
  failed: (
    <>
      <path className={styles.solid} d={OCTAGON} />
      <path className={styles.cut} d="M5.5 5.5l5 5m0-5l-5 5" />
    </>
  ),
  couldNotStart: (
    <>
      <path className={styles.line} d={OCTAGON} />
      <path className={styles.line} d="M8 4.2v4.4M8 11v.8" />
    </>
  ),
  timedOut: (
    <>
      <path className={styles.solid} d={OCTAGON} />
      <path className={styles.cut} d="M8 3.8V8l3 2" />
    </>
  ),
  cancelled: (
    <>
      <rect className={styles.line} x="1.75" y="1.75" width="12.5" height="12.5" />
      <path className={styles.line} d="M4.5 11.5l7-7" />
    </>
  ),
  failureIgnored: (
    <>
      <path className={styles.line} d={OCTAGON} />
      <path className={styles.line} d={TICK} />
    </>
  ),
  stopping: (
    <>
      <rect className={styles.line} x="1.75" y="1.75" width="12.5" height="12.5" />
      <path className={styles.line} d="M4.6 8h.01M8 8h.01M11.4 8h.01" />
    </>
  ),
  running: (
    <>
      <circle className={styles.track} cx="8" cy="8" r="6.25" />
      <path className={styles.moving} d="M8 1.75A6.25 6.25 0 0 1 14.25 8" />
    </>
  ),
  waiting: (
    <path
      className={styles.line}
      d="M3.5 1.75h9M3.5 14.25h9M4.5 1.75c0 3.5 7 5.5 7 12.5M11.5 1.75c0 3.5-7 5.5-7 12.5"
    />
  ),
  incomplete: (
    <circle
      className={styles.line}
      strokeDasharray="3 2.6"
      cx="8"
      cy="8"
      r="6.25"
    />
  ),
  skipped: (
    <>
      <path
        className={styles.line}
        strokeDasharray="2.4 2"
        d="M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0"
      />
      <path className={styles.line} d="M4.8 8h6M8.6 5.6L11 8l-2.4 2.4" />
    </>
  ),
  notStarted: <circle className={styles.line} cx="8" cy="8" r="3.2" />,
};

export interface StatusShapeProps {
  status: TaskStatus;
}

/** The shape of a status; the word beside it says the same. */
export function StatusShape({ status }: StatusShapeProps) {
  return (
    <svg
      className={styles.shape}
      viewBox="0 0 16 16"
      aria-hidden="true"
      data-status={status}
    >
      {SHAPES[status]}
    </svg>
  );
}
