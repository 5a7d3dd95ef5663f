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

import { randomUUID } from 'crypto';
import type { Knex } from 'knex';
import { chunked } from '../../src/chunked';
import type { CapturedRun } from '../../src/store';
import type { BenchDatabase } from './database';

/**
 * The table of records of tektoncd/results, with its indexes: `data` is `jsonb`
 * on PostgreSQL, and a text on SQLite, where upstream runs in its tests only.
 */
export interface UpstreamTable {
  insert(runs: readonly CapturedRun[]): Promise<void>;
  /** A page of a list as upstream asks for it: newest first. */
  list(where: string, bindings?: readonly string[]): Promise<number>;
}

const TABLE = 'upstream_records';
const ROWS_PER_STATEMENT = 400;
const PAGE_ROWS = 51;

/** Makes the table unless it is there. */
export async function createUpstreamTable({
  db,
  engine,
}: BenchDatabase): Promise<UpstreamTable> {
  if (!(await db.schema.hasTable(TABLE))) {
    await db.schema.createTable(TABLE, table => {
      table.string('parent', 64).notNullable();
      table.string('result_id', 64).notNullable();
      table.string('result_name', 64);
      table.string('id', 64).notNullable();
      table.string('name', 64);
      table.string('type', 768);
      if (engine === 'postgres') {
        table.jsonb('data');
      } else {
        table.text('data');
      }
      table.timestamp('created_time', { useTz: true });
      table.timestamp('updated_time', { useTz: true });
      table.string('etag', 128);
      table.primary(['parent', 'result_id', 'id']);
      table.unique(['parent', 'result_name', 'name']);
    });
  }
  return {
    async insert(runs) {
      for (const chunk of chunked(runs, ROWS_PER_STATEMENT)) {
        await db(TABLE).insert(chunk.map(upstreamRow));
      }
    },
    async list(where, bindings = []) {
      const rows = await page(db, where, bindings);
      return rows.length;
    },
  };
}

function page(
  db: Knex,
  where: string,
  bindings: readonly string[],
): Knex.QueryBuilder {
  return db(TABLE)
    .whereRaw(where, [...bindings])
    .orderBy([
      { column: 'created_time', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(PAGE_ROWS)
    .select('*');
}

function upstreamRow(run: CapturedRun) {
  const time = new Date(run.facts.completedAt ?? run.facts.createdAt);
  return {
    parent: run.group.parent,
    result_id: run.group.result,
    result_name: run.group.result,
    id: randomUUID(),
    name: run.group.record,
    type: run.dataType,
    data: JSON.stringify(run.payload),
    created_time: time,
    updated_time: time,
    etag: randomUUID(),
  };
}
