import { useNow } from '../data';
import styles from './Time.module.css';
import { useFormat } from './useFormat';

const RELATIVE_REFRESH_MS = 30_000;

/** Props of {@link Time}. */
export interface TimeProps {
  /** RFC 3339. */
  readonly value: string;
  /** Also says how long ago that is. */
  readonly relative?: boolean;
}

/** A point in time; the zone and the seconds are in its title. */
export function Time({ value, relative = false }: TimeProps) {
  const format = useFormat();
  const now = useNow({ active: relative, everyMs: RELATIVE_REFRESH_MS });

  return (
    <time dateTime={value} title={format.exactTime(value)}>
      {relative && (
        <span className={styles.relative}>{format.relative(value, now)}</span>
      )}
      <span className={relative ? styles.absolute : undefined}>
        {format.dateTime(value)}
      </span>
    </time>
  );
}
