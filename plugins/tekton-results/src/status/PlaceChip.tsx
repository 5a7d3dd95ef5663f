import { useFormat } from '../format';
import { useTexts } from '../translation';
import styles from './Chip.module.css';

/** Props of {@link PlaceChip}. */
export interface PlaceChipProps {
  /** Since when the run is not in the cluster any more. */
  readonly goneAt?: string;
  /** Writes the time out, instead of saying it on hover. */
  readonly withTime?: boolean;
}

/** Whether the cluster still has a run. */
export function PlaceChip({ goneAt, withTime = false }: PlaceChipProps) {
  const t = useTexts();
  const format = useFormat();

  if (!goneAt) {
    return (
      <span
        className={`${styles.chip} ${styles.success}`}
        title={t('place.liveHint')}
      >
        <span className={styles.dot} aria-hidden="true" />
        {t('place.live')}
      </span>
    );
  }
  return (
    <span
      className={`${styles.chip} ${styles.neutral}`}
      title={t('place.goneSince', { time: format.exactTime(goneAt) })}
    >
      <span className={styles.hollowDot} aria-hidden="true" />
      {withTime
        ? t('place.goneSince', { time: format.dateTime(goneAt) })
        : t('place.gone')}
    </span>
  );
}
