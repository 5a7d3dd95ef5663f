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

import { parseFilter } from '../../../src/filter';
import { HISTORY } from '../benchedHistory';
import type { BenchDatabase } from '../database';
import { jsonPath } from '../jsonPath';
import { UPSTREAM_RECORDS } from '../upstreamTable';
import type { BenchedQuery } from './benchedLists';

const PIPELINE_RUN = 'tekton.dev/v1.PipelineRun';
const PIPELINE_LABEL = 'tekton.dev/pipeline';

/** All figures of the summary of PipelineRuns, by the day on which they started. */
export function benchedSummaries(database: BenchDatabase): BenchedQuery[] {
  const pipeline = HISTORY.pipeline;
  return [
    summary(database, {
      title: "a pipeline's year by day",
      filter: `data_type == PIPELINE_RUN && data.metadata.labels["${PIPELINE_LABEL}"] == "${pipeline}"`,
      where: `type = ? and ${jsonPath(database, [
        'metadata',
        'labels',
        PIPELINE_LABEL,
      ])} = ?`,
      bindings: [PIPELINE_RUN, pipeline],
    }),
    summary(database, {
      title: 'all runs by day',
      filter: 'data_type == PIPELINE_RUN',
      where: 'type = ?',
      bindings: [PIPELINE_RUN],
    }),
  ];
}

function summary(
  database: BenchDatabase,
  options: {
    title: string;
    filter: string;
    where: string;
    bindings: readonly string[];
  },
): BenchedQuery {
  const { db, engine, stores } = database;
  const filter = parseFilter(options.filter, 'records');
  const sql = `select ${upstreamFigures(
    database,
  )} from ${UPSTREAM_RECORDS} where ${options.where} group by 1`;
  return {
    title: options.title,
    records: async () => {
      const { groups } = await stores.summaries.summarize({
        view: {},
        filter,
        groupBy: { by: 'time', unit: 'day', time: 'startTime' },
      });
      return groups.length;
    },
    upstream: async () => {
      const result = await db.raw(sql, [...options.bindings]);
      return (engine === 'postgres' ? result.rows : result).length;
    },
  };
}

/** As upstream asks for them; on SQLite, on which it does not run, the like. */
function upstreamFigures(database: BenchDatabase): string {
  const isPostgres = database.engine === 'postgres';
  const at = (...path: string[]) => jsonPath(database, path);
  const reason = at('status', 'conditions', '0', 'reason');
  const start = at('status', 'startTime');
  const completion = at('status', 'completionTime');
  const time = (text: string) =>
    isPostgres ? `${text}::timestamp with time zone` : `julianday(${text})`;
  const duration = `${time(completion)} - ${time(start)}`;
  const epoch = (text: string) =>
    isPostgres
      ? `extract(epoch from ${time(text)})`
      : `cast(strftime('%s', ${text}) as integer)`;
  const counted = (condition: string) =>
    `sum(case when ${condition} then 1 else 0 end)`;
  return [
    isPostgres
      ? `extract(epoch from date_trunc('day', ${time(start)})) as group_value`
      : `cast(strftime('%s', date(${start})) as integer) as group_value`,
    'count(*) as total',
    `${counted(`${reason} in ('Succeeded', 'Completed')`)} as succeeded`,
    `${counted(`${reason} = 'Failed'`)} as failed`,
    `${counted(`${reason} = 'Cancelled'`)} as cancelled`,
    `${counted(`${reason} = 'Running'`)} as running`,
    `${counted(
      `${reason} not in ('Failed', 'Succeeded', 'Cancelled', 'Running', 'Completed')`,
    )} as others`,
    `avg(${duration}) as avg_duration`,
    `max(${duration}) as max_duration`,
    `min(${duration}) as min_duration`,
    `sum(${duration}) as total_duration`,
    `max(${epoch(start)}) as last_runtime`,
  ].join(', ');
}
