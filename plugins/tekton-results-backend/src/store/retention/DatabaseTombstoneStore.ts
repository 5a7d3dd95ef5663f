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
  RunKind,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import { accessTest } from '../access/accessTest';
import { decidedWithoutFilters, EVERYTHING } from '../AccessFilter';
import type { PayloadCodec } from '../payloads';
import type { FindRunsQuery } from '../RunStore';
import { fromDbTime, fromDbTimeOrNull, type DbTombstonesRow } from '../tables';
import type { RunTombstone, TombstoneStore } from '../TombstoneStore';
import { asStoreError } from '../transactions';

/** Of the same name, so many are asked at most whether they may be seen. */
const MAX_ASKED = 500;

/** Keeps tombstones in the database. */
export class DatabaseTombstoneStore implements TombstoneStore {
  private readonly db: Knex;
  private readonly payloads: PayloadCodec;

  constructor(options: { db: Knex; payloads: PayloadCodec }) {
    this.db = options.db;
    this.payloads = options.payloads;
  }

  async find(query: FindRunsQuery, limit: number): Promise<RunTombstone[]> {
    const { access = EVERYTHING } = query;
    const rows: DbTombstonesRow[] = await select(this.db, query)
      .orderBy([
        { column: 'removal_time', order: 'desc' },
        { column: 'seq', order: 'desc' },
      ])
      .limit(MAX_ASKED)
      .catch(asStoreError);
    const reader = await this.payloads.reader(this.db, rows);
    const isWithin = accessTest(decidedWithoutFilters(access));
    return rows
      .filter(row =>
        isWithin({
          cluster: row.cluster,
          parent: row.parent,
          dataType: row.data_type,
          payload: reader.decode(row),
        }),
      )
      .slice(0, limit)
      .map(toTombstone);
  }
}

function select(
  db: Knex,
  { cluster, namespace, kind, by }: FindRunsQuery,
): Knex.QueryBuilder<DbTombstonesRow, DbTombstonesRow[]> {
  const found = db<DbTombstonesRow>('tombstones').select('*');
  for (const [column, value] of Object.entries({
    cluster,
    parent: namespace,
    kind,
    ...columnsOf(by),
  })) {
    if (value !== undefined) {
      found.where(column, value);
    }
  }
  return found;
}

function columnsOf(
  by: FindRunsQuery['by'],
): Partial<
  Pick<DbTombstonesRow, 'run_uid' | 'run_name' | 'result_name' | 'record_name'>
> {
  if ('uid' in by) {
    return { run_uid: by.uid };
  }
  return 'name' in by
    ? { run_name: by.name }
    : { result_name: by.result, record_name: by.record };
}

function toTombstone(row: DbTombstonesRow): RunTombstone {
  return {
    cluster: row.cluster,
    uid: row.run_uid,
    // Only this store writes these columns, from the same types.
    kind: row.kind as RunKind,
    namespace: row.parent,
    name: row.run_name,
    status: row.status as RunStatus,
    createdAt: fromDbTimeOrNull(row.run_created_time),
    startedAt: fromDbTimeOrNull(row.run_start_time),
    completedAt: fromDbTimeOrNull(row.run_completion_time),
    removedAt: fromDbTime(row.removal_time),
    policy: row.policy,
  };
}
