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
import { EVERYTHING, type AccessFilter } from '../AccessFilter';
import type { FilterContext } from '../filters/filterContext';
import { isDecided } from '../filters/prepareFilter';
import {
  askRows,
  prepareRecordFilter,
  type AskableRow,
} from '../filters/recordFilter';
import { recordFilterWithAccess } from './withAccess';

/**
 * The rows of a statement that are within an access. It reads Records, with their
 * Results as table `g`, and few of them. Whether a row is not there or not within
 * makes no difference to what is asked of the database.
 */
export async function rowsWithin<Row extends AskableRow>(
  context: FilterContext,
  options: {
    select: Knex.QueryBuilder;
    /** Of the table of Records. */
    alias: string;
    access: AccessFilter | undefined;
  },
): Promise<Row[]> {
  const { select, alias, access = EVERYTHING } = options;
  const filter = recordFilterWithAccess(undefined, access);
  if (!filter) {
    return select;
  }
  const query = await prepareRecordFilter(context, filter, alias);
  select.whereRaw(query.where.text, [...query.where.bindings]);
  const rows: Row[] = await select;
  if (isDecided(query)) {
    return rows;
  }
  const within = await askRows(context, query, rows);
  return rows.filter((_, index) => within[index]);
}
