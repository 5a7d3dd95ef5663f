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

import type { Knex } from 'knex';
import type { SummaryGrouping } from '../../SummaryStore';

const PATHS = {
  creationTimestamp: `data #>> '{metadata,creationTimestamp}'`,
  startTime: `data #>> '{status,startTime}'`,
  completionTime: `data #>> '{status,completionTime}'`,
};
const NAMESPACE = `data #>> '{metadata,namespace}'`;
const SECOND_PARTS = {
  pipeline: `data #>> '{metadata,labels,tekton.dev/pipeline}'`,
  repository: `data #>> '{metadata,annotations,pipelinesascode.tekton.dev/repository}'`,
};
const REASON = `data #>> '{status,conditions,0,reason}'`;
const DURATION = `(${PATHS.completionTime})::timestamptz - (${PATHS.startTime})::timestamptz`;

/** A group in texts of PostgreSQL; null where there is nothing. */
export interface JsonSummary {
  readonly value: string | null;
  readonly [item: string]: string | null;
}

/** What PostgreSQL itself makes of JSON documents, by its types and sums. */
export async function summarizeJson(
  db: Knex,
  documents: readonly unknown[],
  groupBy?: SummaryGrouping,
): Promise<JsonSummary[]> {
  const countOf = (condition: string) =>
    `count(*) filter (where ${REASON} ${condition})::text`;
  const { rows } = await db.raw(
    `select ${valueSql(groupBy)} as value,
       count(*)::text as total,
       ${countOf(`in ('Succeeded', 'Completed')`)} as succeeded,
       ${countOf(`= 'Failed'`)} as failed,
       ${countOf(`= 'Cancelled'`)} as cancelled,
       ${countOf(`= 'Running'`)} as running,
       ${countOf(
         `not in ('Succeeded', 'Completed', 'Failed', 'Cancelled', 'Running')`,
       )} as others,
       (extract(epoch from max((${
         PATHS.startTime
       })::timestamptz)) * 1000000)::bigint::text as last_start,
       sum(${DURATION})::text as sum, avg(${DURATION})::text as avg,
       min(${DURATION})::text as min, max(${DURATION})::text as max
     from unnest(?::jsonb[]) as data
     ${groupBy ? 'group by 1' : ''}`,
    [documents.map(document => JSON.stringify(document))],
  );
  return rows;
}

function valueSql(groupBy: SummaryGrouping | undefined): string {
  if (!groupBy) {
    return 'null';
  }
  switch (groupBy.by) {
    case 'time':
      return `extract(epoch from date_trunc('${groupBy.unit}', (${
        PATHS[groupBy.time]
      })::timestamptz, 'UTC'))::bigint::text`;
    case 'namespace':
      return NAMESPACE;
    default:
      return `concat(${NAMESPACE}, '/', ${SECOND_PARTS[groupBy.by]})`;
  }
}
