import { Skeleton } from '@backstage/ui';
import styles from './LoadingLines.module.css';

/** Props of {@link LoadingLines}. */
export interface LoadingLinesProps {
  /** What is loading. */
  readonly label: string;
  readonly lines?: number;
}

/** Holds the place of what is loading for the first time. */
export function LoadingLines({ label, lines = 6 }: LoadingLinesProps) {
  return (
    <div
      className={styles.lines}
      role="status"
      aria-busy="true"
      aria-label={label}
    >
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height="2.5rem" width="100%" />
      ))}
    </div>
  );
}
