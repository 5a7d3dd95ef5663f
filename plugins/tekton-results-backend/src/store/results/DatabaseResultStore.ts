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
import type { ResultSummaryStatus } from 'backstage-plugin-tekton-results-common';
import type { PayloadCodec } from '../payloads';
import type {
  ListRecordsOptions,
  ListResultsOptions,
  Page,
  Result,
  ResultStore,
  ResultView,
  StoredRecord,
} from '../ResultStore';
import {
  fromDbTime,
  fromDbTimeOrNull,
  toDbTime,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
  type DbResultsRow,
} from '../tables';

type StoredRecordRow = Pick<
  DbRecordsRow,
  | 'seq'
  | 'uid'
  | 'parent'
  | 'name'
  | 'data_type'
  | 'etag'
  | 'create_time'
  | 'update_time'
> &
  DbRecordPayloadsRow & { result_name: string };

/** Reads Results and Records from the database. */
export class DatabaseResultStore implements ResultStore {
  private readonly db: Knex;
  private readonly payloads: PayloadCodec;

  constructor(options: { db: Knex; payloads: PayloadCodec }) {
    this.db = options.db;
    this.payloads = options.payloads;
  }

  async getResult(
    view: ResultView,
    name: { parent: string; result: string },
  ): Promise<Result | undefined> {
    const [row]: DbResultsRow[] = await this.results(view)
      .where({ 't.parent': name.parent, 't.name': name.result })
      .orderBy('t.seq')
      .limit(1);
    return row && toResult(row);
  }

  async listResults(options: ListResultsOptions): Promise<Page<Result>> {
    const select = this.results(options.view);
    if (options.parent !== undefined) {
      select.where('t.parent', options.parent);
    }
    const { rows, next } = await pageOf<DbResultsRow>(select, options);
    return { items: rows.map(toResult), next };
  }

  async getRecord(
    view: ResultView,
    name: { parent: string; result: string; record: string },
  ): Promise<StoredRecord | undefined> {
    const [row]: StoredRecordRow[] = await this.records(view)
      .where({
        't.parent': name.parent,
        'g.name': name.result,
        't.name': name.record,
      })
      .orderBy('t.seq')
      .limit(1);
    return row && this.toRecord(row);
  }

  async listRecords(options: ListRecordsOptions): Promise<Page<StoredRecord>> {
    const select = this.records(options.view);
    if (options.parent !== undefined) {
      select.where('t.parent', options.parent);
    }
    if (options.result !== undefined) {
      select.where('g.name', options.result);
    }
    const { rows, next } = await pageOf<StoredRecordRow>(select, options);
    return { items: rows.map(row => this.toRecord(row)), next };
  }

  private results(view: ResultView): Knex.QueryBuilder {
    return inView(this.db.from('results as t').select('t.*'), view);
  }

  private records(view: ResultView): Knex.QueryBuilder {
    const select = this.db
      .from('records as t')
      .join('record_payloads as p', 'p.record_seq', 't.seq')
      .join('results as g', 'g.seq', 't.result_seq')
      .select([
        't.seq',
        't.uid',
        't.parent',
        't.name',
        't.data_type',
        't.etag',
        't.create_time',
        't.update_time',
        'p.encoding',
        'p.dictionary_id',
        'p.bytes',
        'g.name as result_name',
      ]);
    return inView(select, view);
  }

  private toRecord(row: StoredRecordRow): StoredRecord {
    return {
      name: `${row.parent}/results/${row.result_name}/records/${row.name}`,
      uid: row.uid,
      dataType: row.data_type,
      data: this.payloads.decode(row),
      etag: row.etag,
      createTime: fromDbTime(row.create_time),
      updateTime: fromDbTime(row.update_time),
    };
  }
}

function inView<T extends Knex.QueryBuilder>(select: T, view: ResultView): T {
  if (view.cluster !== undefined) {
    select.where('t.cluster', view.cluster);
  }
  return select;
}

/** One row more than asked tells whether there is a next page. */
async function pageOf<Row extends Pick<DbRecordsRow, 'seq' | 'create_time'>>(
  select: Knex.QueryBuilder,
  { limit, after }: ListResultsOptions,
): Promise<{ rows: Row[]; next: Page<unknown>['next'] }> {
  if (after) {
    select.whereRaw('(t.create_time, t.seq) > (?, ?)', [
      toDbTime(after.time),
      after.seq,
    ]);
  }
  const rows: Row[] = await select
    .orderBy([{ column: 't.create_time' }, { column: 't.seq' }])
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    next:
      last && rows.length > limit
        ? { time: fromDbTime(last.create_time), seq: Number(last.seq) }
        : undefined,
  };
}

function toResult(row: DbResultsRow): Result {
  return {
    name: `${row.parent}/results/${row.name}`,
    uid: row.uid,
    createTime: fromDbTime(row.create_time),
    updateTime: fromDbTime(row.update_time),
    annotations: JSON.parse(row.annotations),
    etag: row.etag,
    summary:
      row.summary_record === null
        ? undefined
        : {
            record: row.summary_record,
            type: row.summary_type ?? '',
            startTime: fromDbTimeOrNull(row.summary_start_time),
            endTime: fromDbTimeOrNull(row.summary_end_time),
            // Only this store writes the column, from the same type.
            status: (row.summary_status ?? 'UNKNOWN') as ResultSummaryStatus,
            annotations: JSON.parse(row.summary_annotations ?? '{}'),
          },
  };
}
