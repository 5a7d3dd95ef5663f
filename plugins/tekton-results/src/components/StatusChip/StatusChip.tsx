import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { TaskStatus } from 'backstage-plugin-tekton-results-common';
import { tektonResultsTranslationRef } from '../../translation';
import styles from './StatusChip.module.css';
import { StatusShape } from './StatusShape';
import { STATUS_TONES } from './statusTones';

export interface StatusChipProps {
  /** Of a run, a task or a step. */
  status: TaskStatus;
  /** Tekton's own word for it, and what it says beside. */
  reason?: string;
  message?: string;
}

/**
 * How a run, task or step stands: a shape, a word and a colour, each of which is
 * enough alone. The message is its accessible description.
 */
export function StatusChip(props: StatusChipProps) {
  const { status, reason, message } = props;
  const { t } = useTranslationRef(tektonResultsTranslationRef);

  return (
    <span className={styles.root} title={message}>
      <span className={`${styles.chip} ${styles[STATUS_TONES[status]]}`}>
        <StatusShape status={status} />
        {t(`status.${status}`)}
      </span>
      {reason && <span className={styles.reason}>{reason}</span>}
    </span>
  );
}
