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

import type { DurationStatistics } from 'backstage-plugin-tekton-results-common';
import { Duration, type DurationProps } from '../format';
import { DurationBullet } from './DurationBullet';
import styles from './RunDuration.module.css';
import { comparison } from './usualDuration';
import { useTexts } from '../translation';

/** Props of {@link RunDuration}. */
export interface RunDurationProps extends DurationProps {
  /** How long runs of the same pipeline take that succeed. */
  readonly usual?: DurationStatistics;
}

/** How long a run took, against how long its pipeline usually takes. */
export function RunDuration({ usual, ...duration }: RunDurationProps) {
  const t = useTexts();
  const { durationMs } = duration;
  const compared =
    durationMs === undefined || !usual
      ? undefined
      : comparison(durationMs, usual);

  return (
    <>
      <span className={styles.text}>
        <Duration {...duration} />
      </span>
      {compared && usual && durationMs !== undefined && (
        <DurationBullet durationMs={durationMs} usual={usual} />
      )}
      {compared?.slow && (
        <span className={styles.slow}>{t(`runs.slower.${compared.slow}`)}</span>
      )}
    </>
  );
}
