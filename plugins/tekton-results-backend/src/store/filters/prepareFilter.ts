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
import {
  planFilter,
  type ColumnIndex,
  type Expression,
  type Filter,
  type FilterSchema,
  type Sql,
} from '../../filter';
import type { LeafDictionary } from '../promotion/leafSignature';
import type { Engine } from './engine';
import { resolveCondition, type ConditionLead } from './resolveCondition';

/** A filter as a condition for statements, and what it leaves open. */
export interface FilterQuery {
  /** Meets every row that matches. */
  readonly where: Sql;
  /** The same, of rows of which the columns say what the filter asks. */
  readonly condition: Sql;
  readonly index?: ColumnIndex;
  /** In place of `where`, for lists of Records; absent: there is none. */
  readonly lead?: ConditionLead;
  /** SQL that tells which rows must be asked the whole filter; absent: none. */
  readonly inexact?: string;
  /** What the other rows must be asked; absent: nothing. */
  readonly residual?: Expression;
  readonly whole: Expression;
  /** It is known that of all rows the columns say what the filter asks. */
  readonly allExact: boolean;
}

/** Whether the condition alone decides on every row. */
export function isDecided(query: FilterQuery): boolean {
  return query.residual === undefined && query.inexact === undefined;
}

/**
 * Prepares a filter for statements.
 *
 * @param options - `inexact` is the SQL for rows of which the columns may not
 *   say what the filter asks, and whether there are any
 */
export async function prepareFilter(options: {
  db: Knex;
  engine: Engine;
  dictionary: LeafDictionary;
  alias: string;
  schema: FilterSchema;
  inexact: { sql: string; exist: () => Promise<boolean> };
  filter: Filter;
}): Promise<FilterQuery> {
  const { schema, inexact, filter } = options;
  const plan = planFilter(filter, schema);
  const { sql, index, lead } = await resolveCondition(plan.condition, options);
  const condition = { text: `(${sql.text})`, bindings: sql.bindings };
  const someInexact = plan.readsPromoted && (await inexact.exist());
  return {
    where: someInexact
      ? {
          text: `(${condition.text} or ${inexact.sql})`,
          bindings: condition.bindings,
        }
      : condition,
    condition,
    index,
    // What columns do not say exactly may be anywhere.
    ...(!someInexact && { lead }),
    ...(someInexact && { inexact: inexact.sql }),
    residual: plan.residual,
    whole: plan.whole,
    allExact: plan.readsPromoted && !someInexact,
  };
}
