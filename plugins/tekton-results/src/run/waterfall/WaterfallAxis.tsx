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

import { VisuallyHidden } from '@backstage/ui';
import { useFormat } from '../../format';
import { useTexts } from '../../translation';
import type { Tick } from './timeScale';
import styles from './Waterfall.module.css';

/** Nearer to the end, a label would be cut. */
const LAST_LABEL_PERCENT = 94;

/** Props of {@link WaterfallAxis}. */
export interface WaterfallAxisProps {
  readonly ticks: readonly Tick[];
}

/** The heads of the columns; that of the bars is the axis of time. */
export function WaterfallAxis({ ticks }: WaterfallAxisProps) {
  const t = useTexts();
  const format = useFormat();

  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" className={styles.row} aria-rowindex={1}>
        <span role="columnheader" className={styles.name}>
          {t('waterfall.task')}
        </span>
        <span role="columnheader" className={styles.axis}>
          <VisuallyHidden>{t('waterfall.time')}</VisuallyHidden>
          {ticks
            .filter(({ percent }) => percent <= LAST_LABEL_PERCENT)
            .map(({ ms, percent }) => (
              <span
                key={ms}
                className={styles.tick}
                style={{ insetInlineStart: `${percent}%` }}
                aria-hidden="true"
              >
                {ms < 0 ? `−${format.duration(-ms)}` : format.duration(ms)}
              </span>
            ))}
        </span>
        <span role="columnheader" className={styles.duration}>
          {t('waterfall.duration')}
        </span>
      </div>
    </div>
  );
}
