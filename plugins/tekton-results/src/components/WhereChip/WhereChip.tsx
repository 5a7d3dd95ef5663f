import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiArchiveLine, RiServerLine } from '@remixicon/react';
import { useFormat } from '../../format';
import { tektonResultsTranslationRef } from '../../translation';
import styles from './WhereChip.module.css';

export interface WhereChipProps {
  /** Since when the run is not in its cluster any more. */
  goneAt?: string;
  /** A whole sentence with the time, where there is room for it. */
  explained?: boolean;
}

/** Whether a run is in its cluster still, or only kept here. */
export function WhereChip({ goneAt, explained = false }: WhereChipProps) {
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const format = useFormat();

  if (!goneAt) {
    return (
      <span className={styles.chip}>
        <RiServerLine className={styles.icon} aria-hidden="true" />
        {explained ? t('where.liveExplained') : t('where.live')}
      </span>
    );
  }
  const time = explained
    ? format.dateTime(goneAt)
    : format.shortDateTime(goneAt);
  return (
    <span className={styles.root}>
      <span className={styles.chip}>
        <RiArchiveLine className={styles.icon} aria-hidden="true" />
        {explained ? t('where.goneExplained', { time }) : t('where.gone')}
      </span>
      {!explained && (
        <span className={styles.since}>{t('where.goneSince', { time })}</span>
      )}
    </span>
  );
}
