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

import { useFormat } from '../../format';
import { statusLook } from '../../status';
import { useTexts } from '../../translation';
import { rowStatus } from './rowFacts';
import type { Segment } from './segments';
import { isOutside, percentOf, type TimeScale } from './timeScale';
import type { WaterfallRow } from './waterfallRows';
import styles from './Segment.module.css';

/** Props of {@link WaterfallBar}. */
export interface WaterfallBarProps {
  readonly row: WaterfallRow;
  readonly scale: TimeScale;
}

/** The bar of a row: a segment for each part of its time. */
export function WaterfallBar({ row, scale }: WaterfallBarProps) {
  const t = useTexts();
  const format = useFormat();
  const { segments, critical } = row;

  const place = (from: number, to: number) => ({
    insetInlineStart: `${percentOf(scale, from)}%`,
    inlineSize: `${percentOf(scale, to) - percentOf(scale, from)}%`,
  });
  const outside = (from: number, to: number) => isOutside(scale, from, to);
  const whole =
    row.fromMs === undefined ||
    row.toMs === undefined ||
    outside(row.fromMs, row.toMs)
      ? undefined
      : place(row.fromMs, row.toMs);
  const tone = (segment: Segment) =>
    styles[statusLook[segment.step?.status ?? rowStatus(row)].tone];

  return (
    <>
      {row.members && whole && <span className={styles.span} style={whole} />}
      {segments
        .filter(segment => !outside(segment.fromMs, segment.toMs))
        .map((segment, index) => {
          const { kind, step } = segment;
          const name = step?.name ?? t(`waterfall.segment.${kind}`);
          const worked = kind === 'step' || kind === 'running';
          return (
            <span
              key={`${index}/${kind}`}
              className={[styles.segment, styles[kind], worked && tone(segment)]
                .filter(Boolean)
                .join(' ')}
              style={place(segment.fromMs, segment.toMs)}
              title={t('waterfall.segmentTitle', {
                name,
                duration: format.duration(segment.toMs - segment.fromMs),
              })}
            />
          );
        })}
      {critical && whole && <span className={styles.critical} style={whole} />}
    </>
  );
}
