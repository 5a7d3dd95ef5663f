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
import type { ClusterHealth } from 'backstage-plugin-tekton-results-common';
import { useNow } from '../../data';
import { useFormat } from '../../format';
import { useTexts } from '../../translation';
import { FactTable } from '../table';
import styles from './GapTimeline.module.css';
import { placeGaps, type PlacedGap } from './placeGaps';

const DAYS = 30;
const DAY_MS = 86_400_000;

/** Props of {@link GapTimeline}. */
export interface GapTimelineProps {
  readonly clusters: readonly ClusterHealth[];
}

/** When clusters were not captured of late, one under the other. */
export function GapTimeline({ clusters }: GapTimelineProps) {
  const t = useTexts();
  const days = useFormat().number(DAYS);
  const now = useNow({ active: true, everyMs: 60_000 });
  const window = { from: now - DAYS * DAY_MS, until: now };
  const rows = clusters
    .map(cluster => ({ cluster, gaps: placeGaps(gapsOf(cluster), window) }))
    .filter(({ gaps }) => gaps.length > 0);
  if (rows.length === 0) {
    return <p>{t('admin.capture.gaps.none', { days })}</p>;
  }
  const title = t('admin.capture.gaps.title', { days });
  return (
    <div>
      <h4 className={styles.title}>{title}</h4>
      <FactTable
        label={title}
        columns={[
          {
            title: t('admin.capture.column.cluster'),
            cell: ({ cluster }) => cluster.title,
          },
          {
            title: t('admin.capture.gaps.missed'),
            cell: ({ gaps }) => <MissedTime gaps={gaps} window={window} />,
          },
          {
            title: t('admin.capture.gaps.when', { days }),
            cell: ({ gaps }) => <Bar gaps={gaps} />,
          },
        ]}
        rows={rows}
        rowKey={({ cluster }) => cluster.name}
      />
    </div>
  );
}

/** What is wrong at present is a gap that has no end yet. */
function gapsOf({ outages = [], state, problem }: ClusterHealth) {
  return state === 'failing' && problem && problem.code !== 'storage'
    ? [{ from: problem.since }, ...outages]
    : outages;
}

function MissedTime({
  gaps,
  window,
}: {
  readonly gaps: readonly PlacedGap[];
  readonly window: { readonly from: number; readonly until: number };
}) {
  const t = useTexts();
  const format = useFormat();
  const share = gaps.reduce((sum, { start, end }) => sum + end - start, 0);
  return (
    <>
      {t('admin.capture.gaps.count', {
        count: gaps.length,
        time: format.duration(share * (window.until - window.from)),
      })}
    </>
  );
}

function Bar({ gaps }: { readonly gaps: readonly PlacedGap[] }) {
  const t = useTexts();
  const format = useFormat();
  const describe = ({ from, until }: PlacedGap) =>
    until === undefined
      ? t('admin.capture.gaps.since', { from: format.dateTime(from) })
      : t('admin.capture.outage', {
          from: format.dateTime(from),
          until: format.dateTime(until),
        });
  return (
    <span
      className={styles.bar}
      role="img"
      aria-label={format.list(gaps.map(describe))}
    >
      {gaps.map(gap => (
        <span
          key={`${gap.from} ${gap.until}`}
          className={styles.gap}
          title={describe(gap)}
          style={{
            insetInlineStart: `${gap.start * 100}%`,
            inlineSize: `${(gap.end - gap.start) * 100}%`,
          }}
        />
      ))}
    </span>
  );
}
