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
import type { Knex } from 'knex';
import type { FilterContext } from '../filters/filterContext';
import type { RunCounts } from '../RunAggregateStore';
import type { RunQuery } from '../RunStore';
import { addUpRuns, MAX_PIPELINES, type RunSums } from './addUpRuns';
import { countedInTime, RUNS_PER_STATEMENT } from './aggregateLimits';
import { matchedRuns, type MatchedRuns } from './matchedRuns';
import { rawRows } from './rawRows';

interface SumRow {
  readonly part: 'status' | 'duration' | 'pipeline';
  readonly value: string | null;
  readonly count: number | string;
  readonly durations: number | string | null;
  readonly p50: number | string | null;
  readonly p95: number | string | null;
  readonly max: number | string | null;
}

/**
 * Adds up the runs of a query.
 *
 * @param options - `pieceRows`: runs of one statement; {@link RUNS_PER_STATEMENT} if absent
 */
export async function sumRuns(
  context: FilterContext,
  query: RunQuery,
  options: { pieceRows?: number } = {},
): Promise<RunCounts> {
  const { pieceRows = RUNS_PER_STATEMENT[context.engine] } = options;
  return countedInTime(context, async (within, maxRows) => {
    const { db } = within;
    const runs = await matchedRuns(within, query, maxRows);
    if (!runs) {
      return { statuses: new Map(), pipelines: [], exact: true };
    }
    if (pieceRows) {
      const { pieces, areAll } = await runs.inPieces(pieceRows);
      return { ...(await addUpRuns(pieces)), exact: await areAll() };
    }
    const sums = await sumInDatabase(db, runs);
    const total = [...sums.statuses.values()].reduce((sum, n) => sum + n, 0);
    return { ...sums, exact: await runs.areAll(total) };
  });
}

async function sumInDatabase(db: Knex, runs: MatchedRuns): Promise<RunSums> {
  const rows = await readSums(db, runs);
  const [all] = rows.filter(({ part }) => part === 'duration');
  return {
    statuses: new Map(
      rows.flatMap(({ part, value, count }) =>
        // Only this store writes the column, from the same type.
        part === 'status' ? [[value as RunStatus, Number(count)] as const] : [],
      ),
    ),
    durations: all && durationsOf(all),
    pipelines: rows.flatMap(row =>
      row.part === 'pipeline' && row.value !== null
        ? [{ pipeline: row.value, durations: durationsOf(row) }]
        : [],
    ),
  };
}

/**
 * One statement: `m` are the runs, `d` the durations of those that succeeded with
 * their ranks among all and among those of the pipeline. The percentiles are
 * nearest-rank: the smallest duration that so many per cent do not exceed.
 */
async function readSums(db: Knex, runs: MatchedRuns): Promise<SumRow[]> {
  const percentiles = (rank: string, count: string) => `
    max(${count}) as durations,
    max(case when ${rank} = (${count} * 50 + 99) / 100 then duration_ms end) as p50,
    max(case when ${rank} = (${count} * 95 + 99) / 100 then duration_ms end) as p95,
    max(duration_ms) as max`;
  const result = await db.raw(
    `with m as materialized ?,
     d as (
       select pipeline, duration_ms,
         row_number() over (order by duration_ms) as rank_of_all,
         count(*) over () as all_runs,
         row_number() over (partition by pipeline order by duration_ms) as rank_of_pipeline,
         count(*) over (partition by pipeline) as pipeline_runs
       from m
       where duration_ms is not null and status in ('succeeded', 'completed')
     ),
     p as (
       select pipeline, ${percentiles('rank_of_pipeline', 'pipeline_runs')}
       from d where pipeline is not null group by pipeline
     )
     select 'status' as part, status as value, count(*) as count,
       null as durations, null as p50, null as p95, null as max
       from m group by status
     union all
     select 'duration', null, count(*), ${percentiles(
       'rank_of_all',
       'all_runs',
     )}
       from d
     union all
     select * from (
       select 'pipeline', m.pipeline, count(*), max(p.durations), max(p.p50), max(p.p95), max(p.max)
       from m left join p on p.pipeline = m.pipeline
       where m.pipeline is not null
       group by m.pipeline order by count(*) desc, m.pipeline limit ${MAX_PIPELINES}
     ) pipelines`,
    [runs.select(['r.status', 'r.pipeline', 'r.duration_ms'])],
  );
  return rawRows(result);
}

function durationsOf({
  durations,
  p50,
  p95,
  max,
}: SumRow): DurationStatistics | undefined {
  return durations === null || Number(durations) === 0
    ? undefined
    : {
        count: Number(durations),
        p50Ms: Number(p50),
        p95Ms: Number(p95),
        maxMs: Number(max),
      };
}
