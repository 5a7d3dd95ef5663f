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
import type {
  CaptureGap,
  CaptureGapKind,
  RunSummary,
  RunTotal,
} from 'backstage-plugin-tekton-results-common';
import { rowsWithin } from '../access/rowsWithin';
import type { AccessFilter } from '../AccessFilter';
import type { FilterContext } from '../filters/filterContext';
import type { AskableRow } from '../filters/recordFilter';
import type { PayloadCodec, PayloadReader } from '../payloads';
import type {
  FindRunsQuery,
  ListRunsOptions,
  RunEvents,
  RunPage,
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
import { whereOwnerIsBeside } from '../whereOwnerIsBeside';
import { countRuns } from './countRuns';
import { findRuns } from './findRuns';
import { listRuns } from './listRuns';
import { readRunEvents } from './readRunEvents';
import {
  RUN_SUMMARY_COLUMNS,
  runSummary,
  type RunSummaryRow,
} from './runSummary';
import { withTaskStates } from './taskStates';

/** More children than any pipeline has; keeps one answer bounded. */
const MAX_CHILDREN = 2_000;

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
    const { rows, next, previous } = await listRuns(this.context, options);
    return { runs: rows.map(runSummary), next, previous };
  }

  async count(query: RunQuery, limit: number): Promise<RunTotal> {
    return countRuns(this.context, query, limit);
  }

  async find(query: FindRunsQuery, limit: number): Promise<RunSummary[]> {
    return findRuns(this.context, query, limit);
  }

  async withTasks(
    runs: readonly RunSummary[],
    access: AccessFilter | undefined,
  ): Promise<RunSummary[]> {
    const { context, payloads } = this;
    return withTaskStates({ context, payloads }, runs, access);
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
    if (!row) {
      return undefined;
    }
    const [run] = await this.decoded([row]);
    return { ...run, gaps: await this.gaps(row) };
  }

  async children({ cluster, uid, access }: RunQueryRef): Promise<StoredRun[]> {
    const rows = await rowsWithin<StoredRunRow>(this.context, {
      select: this.storedRuns()
        .where({ 'r.cluster': cluster, 'r.owner_run_uid': uid })
        .whereNotNull('r.capture_uid')
        .where(child => whereOwnerIsBeside(child, 'r'))
        .orderBy('r.seq')
        .limit(MAX_CHILDREN),
      alias: 'r',
      access,
    });
    return this.decoded(rows);
  }

  async events(ref: RunQueryRef): Promise<RunEvents[]> {
    const { context, payloads } = this;
    return readRunEvents({ context, payloads }, ref);
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

  private async decoded(rows: readonly StoredRunRow[]): Promise<StoredRun[]> {
    const reader = await this.payloads.reader(this.db, rows);
    return rows.map(row => storedRun(row, reader));
  }
}

function storedRun(row: StoredRunRow, reader: PayloadReader): StoredRun {
  const result = `${row.parent}/results/${row.result_name}`;
  return {
    summary: runSummary(row),
    position: {
      segment: 0,
      values: [fromDbTime(row.list_time ?? 0)],
      seq: Number(row.seq),
    },
    // A run that parses is a JSON object.
    payload: reader.decode(row) as JsonObject,
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
