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
import type { Sql } from '../../filter';
import type { Engine } from '../filters/engine';
import { pairArrays } from './pairArrays';
import { pairRows } from './pairRows';

/** Which pairs a Record is to have. */
export interface PairsOfRecord {
  readonly seq: number;
  /** Ids, each once. */
  readonly pairIds: readonly number[];
}

/** By a time of the Records, and those of the same time by their numbers. */
export interface PairsOrder {
  readonly time: 'list_time' | 'create_time';
  readonly direction: 'asc' | 'desc';
}

/** How an engine keeps in the table `record_attributes` which Records have which pairs. */
export interface AttributeTable {
  /**
   * SQL that joins the pairs of a row, as the column `pair_id`.
   *
   * @param alias - of `record_attributes`
   */
  eachPair(alias: string): string;

  /**
   * Holds for rows with any of some pairs, of which there is at least one.
   *
   * @param options - `roots`: only those of runs that nobody owns
   */
  anyOf(
    alias: string,
    pairIds: readonly number[],
    options?: { roots: boolean },
  ): Sql;

  /**
   * The rows with any of some pairs, with which a statement is to begin: few rows, or
   * rows in order.
   *
   * @param options - as of `anyOf`; `order`: the order in which the statement gives the
   *   Records
   */
  first(
    db: Knex,
    alias: string,
    pairIds: readonly number[],
    options?: { roots?: boolean; order?: PairsOrder },
  ): Knex.Raw;

  /**
   * As SQL, how Records are joined with the table, so that the database begins with
   * the Records if there are few.
   */
  readonly joinedTo: 'join' | 'cross join';

  /** As SQL, what holds for the rows of a Record: all that finds one of them fast. */
  ofRecord(alias: string, recordAlias: string): string;

  /**
   * Whether the Records with one pair stand in the order of lists by start: the
   * work then grows with the page, not with the number of Records.
   */
  readonly inOrder: boolean;

  /** An index leads to the Records with any of so many pairs, not of more. */
  readonly maxPairs: number;

  /**
   * Gives Records these pairs and no others, with what lists need to know from the rows
   * of the Records; writes only what differs.
   */
  write(tx: Knex.Transaction, records: readonly PairsOfRecord[]): Promise<void>;
}

const TABLES: Readonly<Record<Engine, AttributeTable>> = {
  postgres: pairArrays,
  sqlite: pairRows,
};

export function attributeTable(engine: Engine): AttributeTable {
  return TABLES[engine];
}
