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
import { useFormat } from '../format';
import { useTexts } from '../translation';
import styles from './DurationBullet.module.css';
import { upperDuration } from './usualDuration';

const WIDTH = 72;
const HEIGHT = 10;

/** Props of {@link DurationBullet}. */
export interface DurationBulletProps {
  readonly durationMs: number;
  readonly usual: DurationStatistics;
}

/** A bar for a duration, with marks where half and nearly all runs are done. */
export function DurationBullet({ durationMs, usual }: DurationBulletProps) {
  const t = useTexts();
  const format = useFormat();
  const upper = upperDuration(usual);
  const longest = Math.max(durationMs, upper.ms * 1.25, 1);
  const at = (ms: number) => (ms / longest) * WIDTH;
  const hint = t('runs.usual', {
    p50: format.duration(usual.p50Ms),
    upper: t(`runs.upper.${upper.name}`),
    upperTime: format.duration(upper.ms),
    formatted: format.number(usual.count),
  });

  return (
    <svg
      className={styles.bullet}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={hint}
    >
      <title>{hint}</title>
      <rect className={styles.track} width={WIDTH} height={HEIGHT} rx="2" />
      <rect
        className={styles.bar}
        y="3"
        width={Math.max(at(durationMs), 1)}
        height={HEIGHT - 6}
      />
      {[usual.p50Ms, upper.ms].map((ms, index) => (
        <rect
          key={index === 0 ? 'p50' : 'upper'}
          className={styles.mark}
          x={at(ms) - 0.75}
          width="1.5"
          height={HEIGHT}
        />
      ))}
    </svg>
  );
}
