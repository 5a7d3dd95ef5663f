/*
 * Copyright 2026 The Tekton Results for Backstage Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { useFormat } from '../format';
import { useTexts } from '../translation';
import styles from './Chip.module.css';

/** Props of {@link PlaceChip}. */
export interface PlaceChipProps {
  /** Since when the run is not in the cluster any more. */
  readonly goneAt?: string;
  /** It is not, whenever that was. */
  readonly gone?: boolean;
  /** Nobody watches the cluster, so nobody knows. */
  readonly unwatched?: boolean;
  /** Writes the time out, instead of saying it on hover. */
  readonly withTime?: boolean;
  readonly large?: boolean;
}

/** Whether the cluster still has a run. */
export function PlaceChip(props: PlaceChipProps) {
  const { goneAt, gone, unwatched, withTime, large } = props;
  const t = useTexts();
  const format = useFormat();
  const base = large ? `${styles.chip} ${styles.large}` : styles.chip;

  if (!goneAt && unwatched) {
    return (
      <span
        className={`${base} ${styles.neutral} ${styles.quiet}`}
        title={t('place.unwatchedHint')}
      >
        <span className={styles.hollowDot} aria-hidden="true" />
        {t('place.unwatched')}
      </span>
    );
  }
  if (!goneAt && !gone) {
    return (
      <span className={`${base} ${styles.success}`} title={t('place.liveHint')}>
        <span className={styles.dot} aria-hidden="true" />
        {t('place.live')}
      </span>
    );
  }
  return (
    <span
      className={`${base} ${styles.neutral} ${styles.quiet}`}
      title={goneAt && t('place.goneSince', { time: format.exactTime(goneAt) })}
    >
      <span className={styles.hollowDot} aria-hidden="true" />
      {withTime && goneAt
        ? t('place.goneSince', { time: format.dateTime(goneAt) })
        : t('place.gone')}
    </span>
  );
}
