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
import { rowsWithin } from '../access/rowsWithin';
import { recordFilterWithAccess } from '../access/withAccess';
import type {
  CaptureGap,
  CaptureGapKind,
} from 'backstage-plugin-tekton-results-common';
import type { FilterContext } from '../filters/filterContext';
import { isDecided, type FilterQuery } from '../filters/prepareFilter';
import {
  prepareRecordFilter,
  recordFilterScan,
  type AskableRow,
} from '../filters/recordFilter';
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
  RunQueryRef,
  RunStore,
  StoredRun,
} from '../RunStore';
import {
  fromDbTime,
  fromDbTimeOrNull,
  type DbCaptureGapsRow,
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
  Pick<
    DbRecordsRow,
    | 'parent'
    | 'create_time'
    | 'update_time'
    | 'final_stored_time'
    | 'last_seen_time'
  > &
  DbRecordPayloadsRow &
  AskableRow;

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
    const { rows, next } = await this.scan(sql, await this.filter(query), {
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
    const filter = await this.filter(query);
    if (filter && !isDecided(filter)) {
      const { rows, next } = await this.scan(sql, filter, {
        direction: 'desc',
        limit,
        budget: COUNT_BUDGET,
      });
      return { count: rows.length, exact: next === undefined };
    }
    const [{ count }]: Array<{ count: number | string }> = await this.db
      .count({ count: '*' })
      .from(
        withFilter(sql.from(), filter)
          .select(this.db.raw('1'))
          .limit(limit + 1)
          .as('matches'),
      );
    return {
      count: Math.min(Number(count), limit),
      exact: Number(count) <= limit,
    };
  }

  private async filter({
    filter,
    access,
  }: RunQuery): Promise<FilterQuery | undefined> {
    const whole = recordFilterWithAccess(filter, access);
    return whole && prepareRecordFilter(this.context, whole, 'r');
  }

  private async scan(
    sql: RunQuerySql,
    filter: FilterQuery | undefined,
    options: {
      direction: 'asc' | 'desc';
      limit: number;
      after?: RunPosition;
      budget: ScanBudget;
    },
  ) {
    const { direction, limit, after, budget } = options;
    return scanRows<RunListRow>({
      source: runListSource(this.db, sql, {
        direction,
        filtered: filter !== undefined,
      }),
      ...(filter && recordFilterScan(this.context, filter)),
      limit,
      after: after && { times: [after.time], seq: after.seq },
      budget,
    });
  }

  async get({
    cluster,
    uid,
    access,
  }: RunQueryRef): Promise<StoredRun | undefined> {
    const [row] = await rowsWithin<StoredRunRow>(this.context, {
      select: this.storedRuns()
        .where({ 'r.cluster': cluster, 'r.capture_uid': uid })
        .limit(1),
      alias: 'r',
      access,
    });
    return row && { ...this.storedRun(row), gaps: await this.gaps(row) };
  }

  async children({ cluster, uid, access }: RunQueryRef): Promise<StoredRun[]> {
    const rows = await rowsWithin<StoredRunRow>(this.context, {
      select: this.storedRuns()
        .where({ 'r.cluster': cluster, 'r.owner_run_uid': uid })
        .whereNotNull('r.capture_uid')
        .orderBy('r.seq')
        .limit(MAX_CHILDREN),
      alias: 'r',
      access,
    });
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
        'r.name',
        'r.data_type',
        'r.promotion',
        'r.create_time',
        'r.update_time',
        'r.final_stored_time',
        'r.last_seen_time',
        'p.encoding',
        'p.dictionary_id',
        'p.bytes',
        'g.name as result_name',
      ]);
  }

  private async gaps({ seq }: StoredRunRow): Promise<CaptureGap[]> {
    const rows: DbCaptureGapsRow[] = await this.db<DbCaptureGapsRow>(
      'capture_gaps',
    )
      .where({ record_seq: seq })
      .orderBy(['create_time', 'what']);
    return rows.map(({ what, reason, create_time }) => ({
      what: what as CaptureGapKind,
      reason,
      since: new Date(fromDbTime(create_time)).toISOString(),
    }));
  }

  private storedRun(row: StoredRunRow): StoredRun {
    const result = `${row.parent}/results/${row.result_name}`;
    return {
      summary: runSummary(row),
      // A run that parses is a JSON object.
      payload: this.payloads.decode(row) as JsonObject,
      dataType: row.data_type,
      parent: row.parent,
      result,
      record: `${result}/records/${row.name}`,
      createTime: fromDbTime(row.create_time),
      updateTime: fromDbTime(row.update_time),
      finalStoredTime: fromDbTimeOrNull(row.final_stored_time),
      lastSeenTime: fromDbTimeOrNull(row.last_seen_time),
      gaps: [],
    };
  }
}

/** Narrows a statement by a filter that SQL decides on. */
function withFilter(
  select: Knex.QueryBuilder,
  filter: FilterQuery | undefined,
): Knex.QueryBuilder {
  return filter
    ? select
        .join('results as g', 'g.seq', 'r.result_seq')
        .whereRaw(filter.where.text, [...filter.where.bindings])
    : select;
}

function position(row: RunSummaryRow): RunPosition {
  return { time: fromDbTime(row.list_time ?? 0), seq: Number(row.seq) };
}

function fromScan({ times: [time], seq }: ScanPosition): RunPosition {
  return { time, seq };
}
