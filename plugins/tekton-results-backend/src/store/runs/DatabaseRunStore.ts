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
import type { FilterContext } from '../filters/filterContext';
import { prepareRecordFilter, recordFilterScan } from '../filters/recordFilter';
import {
  scanRows,
  type ScanBudget,
  type ScanPosition,
} from '../filters/scanRows';
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
  type DbRecordPayloadsRow,
  type DbRecordsRow,
} from '../tables';
import { runListSource, type RunListRow } from './runList';
import { runQuerySql, type RunQuerySql } from './runQuery';
import {
  RUN_SUMMARY_COLUMNS,
  runSummary,
  type RunSummaryRow,
} from './runSummary';

/** More children than any pipeline has; keeps one answer bounded. */
const MAX_CHILDREN = 2_000;

/** A count tells how much there is; nobody waits for it. */
const COUNT_BUDGET: ScanBudget = { maxRows: 2_000, maxMs: 300 };

type StoredRunRow = RunSummaryRow &
  Pick<DbRecordsRow, 'parent' | 'create_time' | 'update_time'> &
  DbRecordPayloadsRow & { result_name: string };

/** Reads runs from the database. */
export class DatabaseRunStore implements RunStore {
  private readonly db: Knex;
  private readonly payloads: PayloadCodec;
  private readonly context: FilterContext;

  constructor(options: { payloads: PayloadCodec; context: FilterContext }) {
    this.db = options.context.db;
    this.payloads = options.payloads;
    this.context = options.context;
  }

  async list(options: ListRunsOptions): Promise<RunPage> {
    const { query, limit, from } = options;
    const sql = await runQuerySql(this.db, query);
    if (!sql) {
      return { runs: [] };
    }
    const newer = from?.direction === 'newer';
    const { rows, next } = await this.scan(sql, query, {
      direction: newer ? 'asc' : 'desc',
      limit,
      after: from?.position,
      budget: this.context.budget,
    });
    const page = newer ? [...rows].reverse() : rows;
    const [first] = page;
    const last = page.at(-1);
    if (newer) {
      return {
        runs: page.map(runSummary),
        older: last && position(last),
        newer: next && fromScan(next),
      };
    }
    return {
      runs: page.map(runSummary),
      older: next && fromScan(next),
      newer: first && from ? position(first) : undefined,
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
    if (query.filter) {
      const { rows, next } = await this.scan(sql, query, {
        direction: 'desc',
        limit,
        budget: COUNT_BUDGET,
      });
      return { count: rows.length, exact: next === undefined };
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

  private async scan(
    sql: RunQuerySql,
    { filter }: RunQuery,
    options: {
      direction: 'asc' | 'desc';
      limit: number;
      after?: RunPosition;
      budget: ScanBudget;
    },
  ) {
    const { direction, limit, after, budget } = options;
    const filterQuery =
      filter && (await prepareRecordFilter(this.context, filter, 'r'));
    return scanRows<RunListRow>({
      source: runListSource(this.db, sql, {
        direction,
        filtered: filter !== undefined,
      }),
      ...(filterQuery && recordFilterScan(this.context, filterQuery)),
      limit,
      after: after && { times: [after.time], seq: after.seq },
      budget,
    });
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

function fromScan({ times: [time], seq }: ScanPosition): RunPosition {
  return { time, seq };
}
