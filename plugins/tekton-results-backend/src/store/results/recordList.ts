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
import type { Engine } from '../filters/engine';
import { attributeTable } from '../attributes/AttributeTable';
import { scanKeys, type ScanRow, type ScanSource } from '../filters/scanRows';
import type { ListRecordsOptions } from '../ResultStore';
import {
  toDbTime,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
} from '../tables';
import type { CreatedWithin } from './createdWithin';

/** A row of a list of Records, with its object. */
export type RecordListRow = Pick<
  DbRecordsRow,
  | 'seq'
  | 'uid'
  | 'cluster'
  | 'parent'
  | 'name'
  | 'data_type'
  | 'etag'
  | 'create_time'
  | 'update_time'
  | 'promotion'
  | 'pipeline'
> & { result_name: string } & Nullable<
    Omit<DbRecordPayloadsRow, 'record_seq'>
  > &
  ScanRow;

type Nullable<T> = { [Key in keyof T]: T[Key] | null };

const COLUMNS = [
  't.seq',
  't.uid',
  't.cluster',
  't.parent',
  't.name',
  't.data_type',
  't.etag',
  't.create_time',
  't.update_time',
  't.promotion',
  't.pipeline',
  'p.encoding',
  'p.dictionary_id',
  'p.bytes',
  'g.name as result_name',
];

/** All Records, as table `t`, with Result `g` and object `p`. */
export function recordsWithObjects(
  db: Knex,
  table: string | Knex.Raw = 'records as t',
): Knex.QueryBuilder {
  return db
    .from(table)
    .join('results as g', 'g.seq', 't.result_seq')
    .leftJoin('record_payloads as p', 'p.record_seq', 't.seq')
    .select(COLUMNS);
}

const BY_CREATION = [{ field: 'create_time', direction: 'asc' }] as const;

/** What a list begins with if pairs lead to its Records. */
const LEAD = 'lead_pairs';

/** Which Records a request is about. */
export type RecordScope = Pick<
  ListRecordsOptions,
  'view' | 'parent' | 'result'
>;

/** Narrows a statement to the Records of a scope, of table `t`. */
export function inRecordScope(
  db: Knex,
  select: Knex.QueryBuilder,
  { view, parent, result }: RecordScope,
): Knex.QueryBuilder {
  if (view.cluster !== undefined) {
    select.where('t.cluster', view.cluster);
  }
  if (parent !== undefined) {
    select.where('t.parent', parent);
  }
  if (result !== undefined) {
    select.whereIn(
      't.result_seq',
      db
        .from('results')
        .where({ name: result, ...(parent !== undefined && { parent }) })
        .select('seq'),
    );
  }
  return select;
}

/**
 * A list of Records in its order, before any filter.
 *
 * @param options - `created`: where the list begins and ends, whatever its order;
 *   `pairIds`: the pairs, one of which Records must have, that the list begins with;
 *   `pipeline`: the label of Records of a list by creation, of which SQLite has an index
 */
export function recordListSource(
  db: Knex,
  engine: Engine,
  options: RecordScope &
    Pick<ListRecordsOptions, 'order'> & {
      created?: CreatedWithin;
      pairIds?: readonly number[];
      pipeline?: string;
    },
): ScanSource {
  const { view, parent, result, order, created, pairIds, pipeline } = options;
  const fields = order ?? BY_CREATION;
  const [{ field: time, direction: firstDirection }] = fields;
  const isByCreation = fields.length === 1 && time === 'create_time';
  const keys = {
    order: fields.map(({ field, direction }) => ({
      column: `${pairIds && isByCreation ? LEAD : 't'}.${field}`,
      direction,
    })),
    seq: pairIds ? `${LEAD}.record_seq` : 't.seq',
  };
  const inScope = (select: Knex.QueryBuilder) => {
    if (pairIds) {
      select.join(
        attributeTable(engine).first(db, LEAD, pairIds, {
          order: isByCreation ? { time, direction: firstDirection } : undefined,
        }),
        `${LEAD}.record_seq`,
        't.seq',
      );
    }
    if (pipeline !== undefined) {
      select.where('t.label_pipeline', pipeline);
    }
    if (created?.from !== undefined) {
      select.where('t.create_time', '>=', toDbTime(created.from));
    }
    if (created?.until !== undefined) {
      select.where('t.create_time', '<=', toDbTime(created.until));
    }
    return inRecordScope(db, select, options);
  };
  const table = () =>
    engine === 'sqlite' && result === undefined
      ? // Else SQLite might read and sort all rows that some column selects.
        db.raw('records as t indexed by ??', [
          pipeline === undefined
            ? orderIndex(fields[0].field, view.cluster, parent)
            : 'records_summed',
        ])
      : 'records as t';
  return {
    rows: () => inScope(recordsWithObjects(db).select(scanKeys(db, keys))),
    rowsInOrder: () =>
      inScope(recordsWithObjects(db, table()).select(scanKeys(db, keys))),
    keys: () => inScope(db.from(table()).select(scanKeys(db, keys))),
    ...keys,
  };
}

function orderIndex(
  field: 'create_time' | 'update_time',
  cluster: string | undefined,
  parent: string | undefined,
): string {
  if (field === 'update_time') {
    return 'records_by_update_time';
  }
  if (parent !== undefined) {
    return 'records_by_parent_create_time';
  }
  return cluster === undefined
    ? 'records_by_create_time'
    : 'records_by_cluster_create_time';
}
