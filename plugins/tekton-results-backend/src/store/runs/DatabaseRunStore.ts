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

import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { PayloadCodec } from '../payloads';
import type {
  ListRunsOptions,
  RunPage,
  RunPosition,
  RunQuery,
  RunStore,
  StoredRun,
} from '../RunStore';
import {
  fromDbTime,
  toDbTime,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
} from '../tables';
import { runQuerySql } from './runQuery';
import {
  RUN_SUMMARY_COLUMNS,
  runSummary,
  type RunSummaryRow,
} from './runSummary';

/** More children than any pipeline has; keeps one answer bounded. */
const MAX_CHILDREN = 2_000;

type StoredRunRow = RunSummaryRow &
  Pick<DbRecordsRow, 'parent' | 'create_time' | 'update_time'> &
  DbRecordPayloadsRow & { result_name: string };

/** Reads runs from the database. */
export class DatabaseRunStore implements RunStore {
  private readonly db: Knex;
  private readonly payloads: PayloadCodec;

  constructor(options: { db: Knex; payloads: PayloadCodec }) {
    this.db = options.db;
    this.payloads = options.payloads;
  }

  async list(options: ListRunsOptions): Promise<RunPage> {
    const { query, limit, from } = options;
    const sql = await runQuerySql(this.db, query);
    if (!sql) {
      return { runs: [] };
    }
    const newer = from?.direction === 'newer';
    const order = newer ? 'asc' : 'desc';
    const select = sql
      .from()
      .select(RUN_SUMMARY_COLUMNS.map(column => `r.${column}`))
      .orderBy([
        { column: sql.key.time, order },
        { column: sql.key.seq, order },
      ])
      .limit(limit + 1);
    if (from) {
      select.whereRaw(newer ? '(??, ??) > (?, ?)' : '(??, ??) < (?, ?)', [
        sql.key.time,
        sql.key.seq,
        toDbTime(from.position.time),
        from.position.seq,
      ]);
    }

    const rows: RunSummaryRow[] = await select;
    const more = rows.length > limit;
    const page = rows.slice(0, limit);
    if (newer) {
      page.reverse();
    }
    const last = page.at(-1);
    return {
      runs: page.map(runSummary),
      older: last && (newer || more) ? position(last) : undefined,
      newer: page[0] && (newer ? more : from) ? position(page[0]) : undefined,
    };
  }

  async count(
    query: RunQuery,
    limit: number,
  ): Promise<{ count: number; exact: boolean }> {
    const sql = await runQuerySql(this.db, query);
    if (!sql) {
      return { count: 0, exact: true };
    }
    const [{ count }]: Array<{ count: number | string }> = await this.db
      .count({ count: '*' })
      .from(
        sql
          .from()
          .select(this.db.raw('1'))
          .limit(limit + 1)
          .as('matches'),
      );
    return {
      count: Math.min(Number(count), limit),
      exact: Number(count) <= limit,
    };
  }

  async get(ref: {
    cluster: string;
    uid: string;
  }): Promise<StoredRun | undefined> {
    const [row]: StoredRunRow[] = await this.storedRuns()
      .where({ 'r.cluster': ref.cluster, 'r.capture_uid': ref.uid })
      .limit(1);
    return row && this.storedRun(row);
  }

  async children(ref: { cluster: string; uid: string }): Promise<StoredRun[]> {
    const rows: StoredRunRow[] = await this.storedRuns()
      .where({ 'r.cluster': ref.cluster, 'r.owner_run_uid': ref.uid })
      .whereNotNull('r.capture_uid')
      .orderBy('r.seq')
      .limit(MAX_CHILDREN);
    return rows.map(row => this.storedRun(row));
  }

  private storedRuns(): Knex.QueryBuilder {
    return this.db
      .from('records as r')
      .join('record_payloads as p', 'p.record_seq', 'r.seq')
      .join('results as g', 'g.seq', 'r.result_seq')
      .select([
        ...RUN_SUMMARY_COLUMNS.map(column => `r.${column}`),
        'r.parent',
        'r.create_time',
        'r.update_time',
        'p.encoding',
        'p.dictionary_id',
        'p.bytes',
        'g.name as result_name',
      ]);
  }

  private storedRun(row: StoredRunRow): StoredRun {
    return {
      summary: runSummary(row),
      // A run that parses is a JSON object.
      payload: this.payloads.decode(row) as JsonObject,
      result: `${row.parent}/results/${row.result_name}`,
      createTime: fromDbTime(row.create_time),
      updateTime: fromDbTime(row.update_time),
    };
  }
}

function position(row: RunSummaryRow): RunPosition {
  return { time: fromDbTime(row.list_time ?? 0), seq: Number(row.seq) };
}
