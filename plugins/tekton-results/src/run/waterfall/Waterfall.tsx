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

import {
  isFinished,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { useMemo, useState } from 'react';
import { useNow } from '../../data';
import { useTexts } from '../../translation';
import { findTask, type KeyedTask, type RunLocationState } from '../location';
import { criticalTimes } from './criticalTimes';
import { readWaterfallChoice } from './readWaterfallChoice';
import { timeMs } from './segments';
import { scaleOf } from './timeScale';
import { WaterfallGrid } from './WaterfallGrid';
import { WaterfallLegend } from './WaterfallLegend';
import { waterfallRows } from './waterfallRows';
import { WaterfallTools } from './WaterfallTools';
import styles from './Waterfall.module.css';

const TICK_MS = 1_000;

/** Props of {@link Waterfall}. */
export interface WaterfallProps {
  readonly run: RunSummary;
  readonly tasks: readonly KeyedTask[];
  readonly location: RunLocationState;
}

/** What the time of a run went into, task by task. */
export function Waterfall({ run, tasks, location }: WaterfallProps) {
  const t = useTexts();
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const finished = isFinished(run.status);
  const clockMs = useNow({ active: !finished, everyMs: TICK_MS });
  const { filter, zoom } = readWaterfallChoice(location.params);
  const startMs = timeMs(run.startedAt ?? run.createdAt);
  const endMs = timeMs(run.completedAt);

  const plainTasks = useMemo(() => tasks.map(({ task }) => task), [tasks]);
  const critical = useMemo(() => criticalTimes(plainTasks), [plainTasks]);
  // A clock that is behind the cluster's must not draw bars backwards.
  const nowMs = finished ? endMs ?? clockMs : Math.max(clockMs, startMs ?? 0);
  const options = {
    tasks,
    critical: finished ? critical.tasks : new Set<never>(),
    collapsed,
    filter,
    nowMs,
  };
  const rows = waterfallRows(options);
  const selected = findTask(tasks, location.location.task);
  const zoomed =
    zoom && selected
      ? waterfallRows({ ...options, tasks: [selected], filter: 'all' })
      : rows;
  const hasZoom = zoomed.some(({ fromMs }) => fromMs !== undefined);
  const scale = scaleOf([
    ...(zoom && hasZoom && selected
      ? []
      : [startMs, endMs ?? (finished ? undefined : nowMs)]),
    ...zoomed.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
  ]);

  const toggle = (id: string) =>
    setCollapsed(old => {
      const next = new Set(old);
      if (!next.delete(id)) {
        next.add(id);
      }
      return next;
    });

  if (tasks.length === 0) {
    return <p>{t('tasks.empty')}</p>;
  }
  return (
    <div className={styles.waterfall}>
      <WaterfallTools
        run={run}
        critical={finished ? critical : undefined}
        filter={filter}
        zoom={zoom}
        canZoom={selected !== undefined}
        location={location}
      />
      {rows.length === 0 ? (
        <p className={styles.none}>{t('waterfall.noneChosen')}</p>
      ) : (
        <WaterfallGrid
          rows={rows}
          scale={scale}
          startMs={startMs ?? scale.fromMs}
          location={location}
          onToggle={toggle}
        />
      )}
      <WaterfallLegend />
    </div>
  );
}
