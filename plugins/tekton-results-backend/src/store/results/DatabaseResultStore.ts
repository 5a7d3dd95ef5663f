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
import { mapInTurns } from '../../turnsOfOthers';
import { resultScan } from '../access/resultScan';
import { resultsWithin } from '../access/resultsWithin';
import { rowsWithin } from '../access/rowsWithin';
import { recordFilterWithAccess } from '../access/withAccess';
import { WALK_ROWS, type FilterContext } from '../filters/filterContext';
import { prepareRecordFilter, recordFilterScan } from '../filters/recordFilter';
import { namedRecords } from '../filters/recordFilterSchema';
import { scanRows, type ScanRow } from '../filters/scanRows';
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
import type { DbResultsRow } from '../tables';
import { createdWithin } from './createdWithin';
import {
  recordListSource,
  recordsWithObjects,
  type RecordListRow,
} from './recordList';
import { resultListSource } from './resultList';
import { toRecord, toResult } from './resultRows';

/** Of one name there may be an object in each cluster. */
const MAX_CLUSTERS = 100;

/** Reads Results and Records from the database. */
export class DatabaseResultStore implements ResultStore {
  private readonly db: Knex;
  private readonly payloads: PayloadCodec;
  private readonly context: FilterContext;

  constructor(options: { payloads: PayloadCodec; context: FilterContext }) {
    this.db = options.context.db;
    this.payloads = options.payloads;
    this.context = options.context;
  }

  async getResult(
    view: ResultView,
    name: { parent: string; result: string },
  ): Promise<Result | undefined> {
    const rows: DbResultsRow[] = await inView(
      this.db.from('results as t').select('t.*'),
      view,
    )
      .where({ 't.parent': name.parent, 't.name': name.result })
      .orderBy('t.seq')
      .limit(MAX_CLUSTERS);
    const [row] = await resultsWithin(this.context, rows, view.access);
    return row && toResult(row);
  }

  async listResults(options: ListResultsOptions): Promise<Page<Result>> {
    const { view, filter, limit, after } = options;
    const { engine, budget } = this.context;
    const { rows, next, scanned } = await scanRows<DbResultsRow & ScanRow>({
      source: resultListSource(this.db, engine, options),
      engine,
      ...(await resultScan(this.context, { filter, access: view.access })),
      limit,
      after,
      budget,
    });
    return { items: await mapInTurns(rows, toResult), next, scanned };
  }

  async listParents(cluster: string, limit: number): Promise<string[]> {
    const parents: string[] = [];
    // From each name to the next: few rows are read, however many Results there are.
    while (parents.length < limit) {
      const [row]: Array<Pick<DbResultsRow, 'parent'>> = await this.db
        .from('results')
        .where({ cluster })
        .where('parent', '>', parents.at(-1) ?? '')
        .orderBy('parent')
        .select('parent')
        .limit(1);
      if (!row) {
        break;
      }
      parents.push(row.parent);
    }
    return parents;
  }

  async getRecord(
    view: ResultView,
    name: { parent: string; result: string; record: string },
  ): Promise<StoredRecord | undefined> {
    const named = namedRecords(this.context.engine, 't', name.record);
    const [row] = await rowsWithin<RecordListRow>(this.context, {
      select: inView(recordsWithObjects(this.db), view)
        .where({ 't.parent': name.parent, 'g.name': name.result })
        .whereRaw(named.text, [...named.bindings])
        .orderBy('t.seq')
        .limit(MAX_CLUSTERS),
      alias: 't',
      access: view.access,
    });
    return row && toRecord(row, await this.payloads.reader(this.db, [row]));
  }

  async listRecords(options: ListRecordsOptions): Promise<Page<StoredRecord>> {
    const { limit, after } = options;
    const { engine, budget } = this.context;
    const filter = recordFilterWithAccess(options.filter, options.view.access);
    const query =
      filter && (await prepareRecordFilter(this.context, filter, 't'));
    // What columns do not say exactly may be of any time.
    const created =
      filter && query?.allExact
        ? await createdWithin(this.context, filter)
        : undefined;
    const lead = query?.lead;
    const { rows, next, scanned } = await scanRows<RecordListRow>({
      source: recordListSource(this.db, engine, {
        ...options,
        created,
        pairIds: lead?.pairIds,
      }),
      engine,
      ...(query && recordFilterScan(this.context, query)),
      ...(lead && { where: lead.where }),
      walkRows: WALK_ROWS[engine],
      limit,
      after,
      budget,
    });
    const reader = await this.payloads.reader(this.db, rows);
    return {
      items: await mapInTurns(rows, row => toRecord(row, reader)),
      next,
      scanned,
    };
  }
}

function inView<T extends Knex.QueryBuilder>(select: T, view: ResultView): T {
  if (view.cluster !== undefined) {
    select.where('t.cluster', view.cluster);
  }
  return select;
}
