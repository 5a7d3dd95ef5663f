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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import { rowsWithin } from '../access/rowsWithin';
import type { FilterContext } from '../filters/filterContext';
import type { AskableRow } from '../filters/recordFilter';
import type { FindRunsQuery } from '../RunStore';
import {
  RUN_SUMMARY_COLUMNS,
  runSummary,
  type RunSummaryRow,
} from './runSummary';

/** More runs of one name, or of one Result, than anybody looks through. */
const MAX_CANDIDATES = 500;

/** Finds runs by what names them, newest start first. */
export async function findRuns(
  context: FilterContext,
  query: FindRunsQuery,
  limit: number,
): Promise<RunSummary[]> {
  const select = context.db
    .from('records as r')
    .join('results as g', 'g.seq', 'r.result_seq')
    .leftJoin('record_payloads as p', 'p.record_seq', 'r.seq')
    .whereNotNull('r.capture_uid')
    .orderByRaw('r.list_time desc, r.seq desc')
    .limit(MAX_CANDIDATES)
    .select([
      ...RUN_SUMMARY_COLUMNS.map(column => `r.${column}`),
      'r.parent',
      'r.name',
      'r.data_type',
      'r.promotion',
      'g.name as result_name',
      'p.encoding',
      'p.dictionary_id',
      'p.bytes',
    ]);
  narrow(select, query);
  const rows = await rowsWithin<RunSummaryRow & AskableRow>(context, {
    select,
    alias: 'r',
    access: query.access,
  });
  return rows.slice(0, limit).map(runSummary);
}

function narrow(
  select: Knex.QueryBuilder,
  { cluster, namespace, kind, by }: FindRunsQuery,
): void {
  const conditions = {
    'r.cluster': cluster,
    'r.parent': namespace,
    'r.kind': kind,
    // The same, and each has an index on one of the databases.
    ...('uid' in by && { 'r.run_uid': by.uid, 'r.capture_uid': by.uid }),
    ...('name' in by && { 'r.run_name': by.name }),
    ...('result' in by && { 'g.name': by.result, 'r.name': by.record }),
  };
  for (const [column, value] of Object.entries(conditions)) {
    if (value !== undefined) {
      select.where(column, value);
    }
  }
}
