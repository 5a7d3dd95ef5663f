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
import type { ColumnIndex, Condition, Sql } from '../../filter';
import type { LeafDictionary } from '../promotion/leafSignature';
import { leafMask } from '../promotion/leafSignature';
import { attributeTable } from '../attributes/AttributeTable';
import type { DbAttributePairsRow } from '../tables';
import type { Engine } from './engine';
import { isQuickToSort } from './isQuickToSort';

/** SQLite reads this many rows by their number in a few ms, and then sorts them. */
const RARE_ON_SQLITE = 2_000;

/** A condition as it goes into a statement. */
export interface ResolvedCondition {
  readonly sql: Sql;
  /** How the rows are found; absent: by looking at all of them. */
  readonly index?: ColumnIndex;
  /** What a list may begin with instead; absent: with nothing. */
  readonly lead?: ConditionLead;
}

/** What a list may begin with: few Records, found by their pairs. */
export interface ConditionLead {
  /** All Records with any of these pairs match, if they meet the rest. */
  readonly pairIds: readonly number[];
  /** What else a Record must meet. */
  readonly where: Sql;
}

/** What conditions are looked up in. */
export interface ConditionContext {
  readonly db: Knex;
  readonly engine: Engine;
  readonly dictionary: LeafDictionary;
  /** Alias of the table `records`. */
  readonly alias: string;
}

const TRUE: ResolvedCondition = {
  sql: { text: '1 = 1', bindings: [] },
};
const FALSE: ResolvedCondition = {
  sql: { text: '1 = 0', bindings: [] },
  index: 'rare',
};

/**
 * Which sets of rows PostgreSQL may still join: the time that it takes to plan
 * grows with the square of their number. Alternatives are no joins.
 */
interface JoinBudget {
  left: number;
  /** Whether no set was taken yet to begin with. */
  first: boolean;
}

const MAX_JOINS = 8;
const OF_ALTERNATIVES: JoinBudget = { left: Infinity, first: false };

/** Looks attributes and signatures up, and writes the whole as SQL. */
export async function resolveCondition(
  condition: Condition,
  context: ConditionContext,
  joins: JoinBudget = { left: MAX_JOINS, first: true },
): Promise<ResolvedCondition> {
  switch (condition.kind) {
    case 'always':
      return TRUE;
    case 'never':
      return FALSE;
    case 'sql':
      return { sql: condition.sql, index: condition.index };
    case 'all':
    case 'any': {
      const parts: ResolvedCondition[] = [];
      for (const part of condition.parts) {
        parts.push(
          await resolveCondition(
            part,
            context,
            condition.kind === 'all' ? joins : OF_ALTERNATIVES,
          ),
        );
      }
      return {
        sql: joined(
          parts.map(({ sql }) => sql),
          condition.kind === 'all' ? ' and ' : ' or ',
        ),
        index: jointIndex(
          condition.kind,
          parts.map(({ index }) => index),
          context.engine,
        ),
        lead: condition.kind === 'all' ? leadOf(parts) : undefined,
      };
    }
    case 'attributeIn':
      return attributeIn(condition, context, joins);
    case 'attributeWhere':
      return attributeWhere(condition, context);
    case 'leafIn':
      return leafIn(condition, context);
    default:
      return condition satisfies never;
  }
}

/**
 * The pairs are looked up first: with their numbers in the statement, the
 * database knows how many rows have them.
 */
async function attributeIn(
  condition: Condition & { kind: 'attributeIn' },
  { db, engine, alias }: ConditionContext,
  joins: JoinBudget,
): Promise<ResolvedCondition> {
  const rows: Array<Pick<DbAttributePairsRow, 'id'>> =
    await db<DbAttributePairsRow>('attribute_pairs')
      .where(condition.attribute)
      .whereIn('value', [...condition.values])
      .select('id');
  const ids = rows.map(({ id }) => Number(id));
  if (ids.length === 0) {
    return FALSE;
  }
  const { anyOf, maxPairs } = attributeTable(engine);
  const owned = anyOf('owned', ids);
  const having = `select record_seq from record_attributes as owned where ${owned.text}`;
  if (
    engine === 'postgres' &&
    joins.first &&
    joins.left > 0 &&
    ids.length <= maxPairs &&
    (await isQuickToSort(db, owned))
  ) {
    joins.first = false;
    return {
      // Of an array PostgreSQL expects few rows, and never walks.
      sql: {
        text: `${alias}.seq = any(array(${having}))`,
        bindings: owned.bindings,
      },
      index: 'rare',
      lead: { pairIds: ids, where: TRUE.sql },
    };
  }
  const rare = engine === 'postgres' ? joins.left > 0 : await areRare(db, ids);
  joins.left -= 1;
  return {
    sql: {
      text: rare
        ? `${alias}.seq in (${having})`
        : `exists (select 1 from record_attributes as owned where owned.record_seq = ${alias}.seq and ${owned.text} limit 1 offset 0)`,
      bindings: owned.bindings,
    },
    index: rare ? 'rare' : undefined,
  };
}

/** The one of conditions that all must hold, with the others as what else must. */
function leadOf(
  parts: readonly ResolvedCondition[],
): ConditionLead | undefined {
  const first = parts.find(part => part.lead)?.lead;
  return (
    first && {
      pairIds: first.pairIds,
      where: joined(
        parts.map(({ lead, sql }) => lead?.where ?? sql),
        ' and ',
      ),
    }
  );
}

/**
 * Whether SQLite finds the Records with some pairs at once, by their numbers.
 *
 * @param ids - of pairs; at least one
 */
export async function areRare(
  db: Knex,
  ids: readonly number[],
): Promise<boolean> {
  const rows = await db('record_attributes')
    .whereIn('pair_id', [...ids])
    .select(db.raw('1'))
    .limit(RARE_ON_SQLITE + 1);
  return rows.length <= RARE_ON_SQLITE;
}

function attributeWhere(
  { attribute, where, absent }: Condition & { kind: 'attributeWhere' },
  { engine, alias }: ConditionContext,
): ResolvedCondition {
  const eachPair = attributeTable(engine).eachPair('owned');
  const test = where ? ` and ${where.text}` : '';
  // With an offset, PostgreSQL does not plan many of them as so many joins.
  return {
    sql: {
      text: `${
        absent ? 'not ' : ''
      }exists (select 1 from record_attributes as owned ${eachPair} join attribute_pairs as pair on pair.id = pair_id where owned.record_seq = ${alias}.seq and pair.type = ? and pair.key = ?${test} limit 1 offset 0)`,
      bindings: [attribute.type, attribute.key, ...(where?.bindings ?? [])],
    },
  };
}

/** One test of bits for each value; all if a value is too common to be signed. */
function leafIn(
  { path, values }: Condition & { kind: 'leafIn' },
  { dictionary, alias }: ConditionContext,
): ResolvedCondition {
  const tests: Sql[] = [];
  for (const value of values) {
    const mask = leafMask(path, value, dictionary);
    if (!mask) {
      return TRUE;
    }
    tests.push(
      joined(
        mask.map(({ column, mask: bits }) => ({
          // Bound as text: neither driver takes a bigint as it is everywhere.
          text: `(${alias}.${column} & cast(? as bigint)) = cast(? as bigint)`,
          bindings: [String(bits), String(bits)],
        })),
        ' and ',
      ),
    );
  }
  return tests.length === 0 ? FALSE : { sql: joined(tests, ' or ') };
}

/**
 * SQLite is not asked to sort many rows, nor to go through many that an index
 * holds and the rest of the condition refuses: it would hold the backend up.
 */
function jointIndex(
  kind: 'all' | 'any',
  indexes: ReadonlyArray<ColumnIndex | undefined>,
  engine: Engine,
): ColumnIndex | undefined {
  const all = indexes.every(index => index !== undefined);
  if (kind === 'any') {
    if (indexes.every(index => index === 'rare')) {
      return 'rare';
    }
    return all && engine === 'postgres' ? 'ordered' : undefined;
  }
  if (indexes.includes('rare')) {
    return 'rare';
  }
  return all || engine === 'postgres'
    ? indexes.find(index => index !== undefined)
    : undefined;
}

function joined(parts: readonly Sql[], by: string): Sql {
  return {
    text: parts.map(({ text }) => `(${text})`).join(by),
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}
