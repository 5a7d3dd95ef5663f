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

import type {
  DurationStatistics,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { RunCounts } from '../RunAggregateStore';
import type { DbInteger, DbRecordsRow } from '../tables';
import type { SelectRuns } from './matchedRuns';

/** Of so many pipelines durations are told: those with the most runs. */
export const MAX_PIPELINES = 50;

/** What runs add up to. */
export type RunSums = Omit<RunCounts, 'exact'>;

type SummedRow = Pick<DbRecordsRow, 'status' | 'pipeline'> & {
  readonly duration_ms: DbInteger | null;
};

/** The statuses of which durations are told. */
const SUCCEEDED: ReadonlySet<string | null> = new Set([
  'succeeded',
  'completed',
]);

/** Adds up runs, piece by piece, as `sumRuns` has it done by one statement. */
export async function addUpRuns(
  pieces: readonly SelectRuns[],
): Promise<RunSums> {
  const statuses = new Map<RunStatus, number>();
  const durations: number[] = [];
  const pipelines = new Map<string, { runs: number; durations: number[] }>();
  for (const select of pieces) {
    const rows: SummedRow[] = await select([
      'r.status',
      'r.pipeline',
      'r.duration_ms',
    ]);
    for (const row of rows) {
      // Only this store writes the column, from the same type.
      const status = row.status as RunStatus;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const duration =
        row.duration_ms !== null && SUCCEEDED.has(status)
          ? [Number(row.duration_ms)]
          : [];
      durations.push(...duration);
      if (row.pipeline !== null) {
        const known = pipelines.get(row.pipeline) ?? { runs: 0, durations: [] };
        known.runs += 1;
        known.durations.push(...duration);
        pipelines.set(row.pipeline, known);
      }
    }
  }
  return {
    statuses,
    durations: statisticsOf(durations),
    pipelines: [...pipelines]
      .sort(
        ([a, { runs: runsOfA }], [b, { runs: runsOfB }]) =>
          runsOfB - runsOfA || Buffer.compare(Buffer.from(a), Buffer.from(b)),
      )
      .slice(0, MAX_PIPELINES)
      .map(([pipeline, known]) => ({
        pipeline,
        durations: statisticsOf(known.durations),
      })),
  };
}

/** The percentiles are nearest-rank: the smallest that so many per cent do not exceed. */
function statisticsOf(
  durations: readonly number[],
): DurationStatistics | undefined {
  const inOrder = [...durations].sort((a, b) => a - b);
  const percentile = (percent: number) =>
    inOrder[Math.ceil((inOrder.length * percent) / 100) - 1];
  return inOrder.length === 0
    ? undefined
    : {
        count: inOrder.length,
        p50Ms: percentile(50),
        p95Ms: percentile(95),
        maxMs: inOrder[inOrder.length - 1],
      };
}
