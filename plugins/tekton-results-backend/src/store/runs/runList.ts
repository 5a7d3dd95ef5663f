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
import type { AskedRow } from '../filters/recordFilter';
import { scanKeys, type ScanKey, type ScanSource } from '../filters/scanRows';
import type { RunQuerySql } from './runQuery';
import type { RunSegment } from './runSegments';
import { RUN_SUMMARY_COLUMNS, type RunSummaryRow } from './runSummary';

/** A row of a list of runs, with what a filter may ask of it. */
export type RunListRow = RunSummaryRow & AskedRow;

/** A segment of a list of runs in its order, before any filter. */
export function runListSource(
  db: Knex,
  { from, key }: RunQuerySql,
  options: {
    segment: RunSegment;
    /** From its end to its beginning. */
    backwards: boolean;
    /** The filter asks about columns of other tables, or about objects. */
    filtered: boolean;
  },
): ScanSource {
  const { segment, backwards, filtered } = options;
  const keys = {
    order: [backwards ? reversed(segment.key) : segment.key],
    seq: key.seq,
  };
  const inSegment = () => {
    const { direction } = keys.order[0];
    const select = from({ direction }).select(scanKeys(db, keys));
    segment.narrow(select);
    return select;
  };
  const rows = () => {
    const select = inSegment().select(
      RUN_SUMMARY_COLUMNS.map(column => `r.${column}`),
    );
    return filtered ? withObjects(select) : select;
  };
  return { rows, rowsInOrder: rows, keys: inSegment, ...keys };
}

function reversed(key: ScanKey): ScanKey {
  return { ...key, direction: key.direction === 'asc' ? 'desc' : 'asc' };
}

function withObjects(select: Knex.QueryBuilder): Knex.QueryBuilder {
  return select
    .join('results as g', 'g.seq', 'r.result_seq')
    .leftJoin('record_payloads as p', 'p.record_seq', 'r.seq')
    .select([
      'r.parent',
      'r.name',
      'r.data_type',
      'r.promotion',
      'g.name as result_name',
      'p.encoding',
      'p.dictionary_id',
      'p.bytes',
    ]);
}
