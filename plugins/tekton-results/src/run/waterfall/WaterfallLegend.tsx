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

import { useTexts } from '../../translation';
import { SEGMENT_KINDS } from './segments';
import segmentStyles from './Segment.module.css';
import styles from './Waterfall.module.css';

/** What the patterns of the bars mean. */
export function WaterfallLegend() {
  const t = useTexts();
  return (
    <ul className={styles.legend} aria-label={t('waterfall.legend')}>
      {SEGMENT_KINDS.filter(kind => kind !== 'running').map(kind => (
        <li key={kind}>
          <span
            className={`${styles.sample} ${segmentStyles.segment} ${segmentStyles[kind]}`}
            aria-hidden="true"
          />
          {t(`waterfall.segment.${kind}`)}
        </li>
      ))}
      <li>
        <span
          className={`${styles.sample} ${segmentStyles.segment} ${segmentStyles.step} ${segmentStyles.danger}`}
          aria-hidden="true"
        />
        {t('waterfall.failedStep')}
      </li>
      <li>
        <span
          className={`${styles.sample} ${styles.criticalSample}`}
          aria-hidden="true"
        />
        {t('waterfall.criticalPath')}
      </li>
    </ul>
  );
}
