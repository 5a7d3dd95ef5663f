import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useFormat } from '../../format';
import { useNow } from '../../hooks';
import { tektonResultsTranslationRef } from '../../translation';
import styles from './StartTime.module.css';

const REFRESH_MS = 10_000;

export interface StartTimeProps {
  startedAt?: string;
}

/**
 * When something started: how long ago, and the time itself beneath, so that no
 * pointer is needed to see it.
 */
export function StartTime({ startedAt }: StartTimeProps) {
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const format = useFormat();
  const now = useNow(startedAt ? REFRESH_MS : undefined);

  if (!startedAt) {
    return <span className={styles.absolute}>{t('time.notStarted')}</span>;
  }
  return (
    <time
      className={styles.root}
      dateTime={startedAt}
      title={format.dateTime(startedAt)}
    >
      <span>{format.relative(startedAt, now)}</span>
      <span className={styles.absolute}>{format.shortDateTime(startedAt)}</span>
    </time>
  );
}
