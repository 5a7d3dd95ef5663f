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
import type { Filter } from '../../filter';
import type { DbRecordPayloadsRow, DbRecordsRow } from '../tables';
import {
  ASKED_ROWS,
  HEAD_ROWS,
  WINDOW_ROWS,
  type FilterContext,
} from './filterContext';
import { isDecided, prepareFilter, type FilterQuery } from './prepareFilter';
import { recordFilterSchema } from './recordFilterSchema';
import { PIPELINE_VARIABLE } from './recordVariables';
import { packTask, type ResidualRow } from './residualTask';
import type { ScanOptions, ScanRow } from './scanRows';

/** What a row must have to be asked a filter. */
export type AskableRow = Pick<
  DbRecordsRow,
  'cluster' | 'parent' | 'name' | 'data_type' | 'promotion' | 'pipeline'
> & { result_name: string } & {
  [Key in keyof Omit<DbRecordPayloadsRow, 'record_seq'>]:
    | DbRecordPayloadsRow[Key]
    | null;
};

/** The same in a list. */
export type AskedRow = ScanRow & AskableRow;

/**
 * Prepares a filter on Records, of which the table has an alias.
 *
 * @param options - `summed`: what is found is summed up, and not listed
 */
export async function prepareRecordFilter(
  context: FilterContext,
  filter: Filter,
  alias: string,
  options: { summed?: boolean } = {},
): Promise<FilterQuery> {
  const { db, engine } = context;
  return prepareFilter({
    ...context,
    alias,
    filter,
    schema: recordFilterSchema(engine, alias, options),
    inexact: {
      sql: `${alias}.promotion <> 1`,
      exist: async () =>
        (
          await db('records')
            .whereRaw('promotion <> 1')
            .select(db.raw('1'))
            .limit(1)
        ).length > 0,
    },
  });
}

/** How a scan applies a filter on Records. */
export function recordFilterScan<Row extends AskedRow>(
  context: FilterContext,
  query: FilterQuery,
): Pick<ScanOptions<Row>, 'where' | 'headRows' | 'windowRows' | 'ask'> {
  const { engine, residual } = context;
  return {
    where: query.where,
    headRows: query.index === 'rare' ? undefined : HEAD_ROWS,
    windowRows: query.index ? undefined : WINDOW_ROWS[engine],
    ask: isDecided(query)
      ? undefined
      : {
          parallelism: residual.parallelism,
          maxRows: ASKED_ROWS[engine],
          matching: rows => askRows(context, query, rows),
        },
  };
}

/** Which rows match, of those that meet the condition of the query. */
export async function askRows(
  { db, residual }: Pick<FilterContext, 'db' | 'residual'>,
  query: FilterQuery,
  rows: readonly AskableRow[],
): Promise<boolean[]> {
  const isOpen = (row: AskableRow) =>
    query.residual !== undefined || askWhole(row);
  const open = rows.filter(isOpen);
  const verdicts =
    open.length === 0
      ? []
      : await residual.evaluate(db, packTask(open.map(residualRow), query));
  const matching = new Set(open.filter((_, index) => verdicts[index] === 1));
  return rows.map(row => matching.has(row) || !isOpen(row));
}

function askWhole(row: AskableRow): boolean {
  return row.promotion !== 1;
}

function residualRow(row: AskableRow): ResidualRow {
  const { cluster, parent, result_name, name, data_type, pipeline } = row;
  return {
    variables: {
      cluster,
      parent,
      result_name,
      name,
      data_type,
      [PIPELINE_VARIABLE]: pipeline ?? undefined,
    },
    askWhole: askWhole(row),
    ...(row.bytes !== null &&
      row.encoding !== null && {
        payload: {
          encoding: row.encoding,
          dictionary_id: row.dictionary_id,
          bytes: row.bytes,
        },
      }),
  };
}
