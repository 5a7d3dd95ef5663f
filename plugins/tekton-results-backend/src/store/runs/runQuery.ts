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
import type { LabelRequirement } from 'backstage-plugin-tekton-results-common';
import { attributeTable } from '../attributes/AttributeTable';
import { engineOf } from '../filters/engine';
import { isQuickToSort } from '../filters/isQuickToSort';
import { areRare } from '../filters/resolveCondition';
import type { RunQuery } from '../RunStore';
import { toDbTime, type DbAttributePairsRow } from '../tables';
import { FIELD_COLUMNS, INDEXED_FIELDS } from './runColumns';

/**
 * The conditions of a list of runs as SQL, but for {@link runConditions}, on the
 * tables `records` and, if a label leads, `record_attributes`.
 *
 * `key` names the columns that order the list. With a leading label these are
 * the ones of `record_attributes`, which holds the list in order or is quick to sort.
 */
export interface RunQuerySql {
  /**
   * @param options - `index`: the one that SQLite is to use: without statistics it
   * takes any equality for better than a range; `estimate`: to ask PostgreSQL how
   * many rows it expects, which are fewer if a condition is told in two ways;
   * `direction`: in which the rows are read in the order of `key`
   */
  readonly from: (options?: FromOptions) => Knex.QueryBuilder;
  readonly key: { readonly time: string; readonly seq: string };
}

interface FromOptions {
  readonly index?: string;
  readonly estimate?: boolean;
  readonly direction?: 'asc' | 'desc';
}

/**
 * Builds the SQL of a query; undefined if no run can match.
 *
 * @param options - `leads`: whether a label may lead, which suits lists by start
 */
export async function runQuerySql(
  db: Knex,
  query: RunQuery,
  { leads }: { leads: boolean },
): Promise<RunQuerySql | undefined> {
  const attributes = attributeTable(engineOf(db));
  const labels = await resolveLabels(db, query.labels ?? []);
  if (!labels) {
    return undefined;
  }
  const first = leads ? await findFirst(db, labels, query) : undefined;
  const rare = await findRare(db, labels, { inOrder: first });
  const leading = rare ? undefined : first;
  const others = labels.filter(label => label !== leading && label !== rare);

  const from = ({ index, estimate, direction }: FromOptions = {}) => {
    const roots = !query.includeOwned && !estimate;
    const select: Knex.QueryBuilder = leading
      ? ledBy(db, leading, { owned: query.includeOwned, direction })
      : runsFrom(db, { index, rare, owned: query.includeOwned });
    // Records that hold no run, or a run that another Record stands for, have none.
    select.whereNotNull('r.capture_uid');
    whereColumn(select, 'r.cluster', query.clusters);
    whereColumn(select, 'r.parent', query.namespaces);
    whereColumn(select, 'r.kind', query.kinds);
    whereColumn(select, 'r.status', query.statuses);
    for (const field of INDEXED_FIELDS) {
      whereColumn(select, `r.${FIELD_COLUMNS[field]}`, query.fields?.[field]);
    }
    whereStarted(select, query, leading ? 'a.list_time' : 'r.list_time');
    if (rare) {
      const { text, bindings } = attributes.anyOf('few', rare.pairIds);
      select.whereRaw(
        `r.seq in (select record_seq from record_attributes as few where ${text})`,
        [...bindings],
      );
    }
    for (const label of others) {
      whereLabel(db, select, { ...label, roots });
    }
    return select;
  };
  return {
    from,
    key: leading
      ? { time: 'a.list_time', seq: 'a.record_seq' }
      : { time: 'r.list_time', seq: 'r.seq' },
  };
}

/** Begins with the runs that have a label, as table `a`. */
function ledBy(
  db: Knex,
  { pairIds }: ResolvedLabel,
  options: { owned?: boolean; direction?: 'asc' | 'desc' },
): Knex.QueryBuilder {
  const { owned, direction } = options;
  const first = attributeTable(engineOf(db)).first(db, 'a', pairIds, {
    roots: !owned,
    order: direction && { time: 'list_time', direction },
  });
  return db.from(first).join('records as r', 'r.seq', 'a.record_seq');
}

interface Beginning {
  readonly index?: string;
  readonly rare?: ResolvedLabel;
  readonly owned?: boolean;
}

function runsFrom(db: Knex, beginning: Beginning): Knex.QueryBuilder {
  const select: Knex.QueryBuilder = db.from(runsTable(db, beginning));
  return beginning.owned ? select : select.where('r.root', 1);
}

function runsTable(db: Knex, { index, rare, owned }: Beginning) {
  if (engineOf(db) !== 'sqlite') {
    return 'records as r';
  }
  if (index) {
    return db.raw('records as r indexed by ??', [index]);
  }
  if (rare) {
    // By their numbers: else it might walk an index until it has met all of them.
    return db.raw('records as r not indexed');
  }
  return owned ? ownedOrNot(db) : 'records as r';
}

/**
 * All Records. The indexes hold runs that nobody owns apart from others, each in the
 * order of lists: told so, SQLite merges the two where it would sort all that there are.
 */
function ownedOrNot(db: Knex): Knex.Raw {
  return db.raw(
    `(select * from records where root = 1 union all select * from records where root = 0) as r`,
  );
}

interface ResolvedLabel {
  /** Whether a run must have one of the pairs, or none of them. */
  readonly include: boolean;
  readonly pairIds: readonly number[];
}

/** Looks up the interned pairs; undefined if a pair that runs must have is none. */
async function resolveLabels(
  db: Knex,
  requirements: readonly LabelRequirement[],
): Promise<ResolvedLabel[] | undefined> {
  const labels: ResolvedLabel[] = [];
  for (const requirement of requirements) {
    const rows: Array<Pick<DbAttributePairsRow, 'id'>> =
      await db<DbAttributePairsRow>('attribute_pairs')
        .where({ type: 'label', key: requirement.key })
        .modify(select => {
          if ('values' in requirement) {
            select.whereIn('value', [...requirement.values]);
          }
        })
        .select('id');
    const include =
      requirement.operator === 'in' || requirement.operator === 'exists';
    const pairIds = rows.map(({ id }) => Number(id));
    if (include && pairIds.length === 0) {
      return undefined;
    }
    if (pairIds.length > 0) {
      labels.push({ include, pairIds });
    }
  }
  return labels;
}

/**
 * The label that a list by start is to begin with: one of which the database holds the
 * list in its order, or, on PostgreSQL, one that so few have that it sorts them at once.
 */
async function findFirst(
  db: Knex,
  labels: readonly ResolvedLabel[],
  query: RunQuery,
): Promise<ResolvedLabel | undefined> {
  const { inOrder, maxPairs, anyOf } = attributeTable(engineOf(db));
  const included = labels.filter(({ include }) => include);
  if (inOrder) {
    return included.find(({ pairIds }) => pairIds.length === 1);
  }
  const roots = !query.includeOwned;
  for (const label of included) {
    const { pairIds } = label;
    if (
      pairIds.length <= maxPairs &&
      (await isQuickToSort(db, anyOf('owned', pairIds, { roots }), { roots }))
    ) {
      return label;
    }
  }
  return undefined;
}

/**
 * The label that SQLite is to begin with, if not with one that holds the list in its
 * order: there are few runs with it, while the others may have many, or the list be
 * in another order, and then it might go through all of them.
 */
async function findRare(
  db: Knex,
  labels: readonly ResolvedLabel[],
  { inOrder }: { inOrder: ResolvedLabel | undefined },
): Promise<ResolvedLabel | undefined> {
  const isPlain = labels.length === 1 && inOrder !== undefined;
  if (engineOf(db) !== 'sqlite' || isPlain) {
    return undefined;
  }
  for (const label of labels) {
    if (label.include && (await areRare(db, label.pairIds))) {
      return label;
    }
  }
  return undefined;
}

function whereColumn(
  select: Knex.QueryBuilder,
  column: string,
  values: readonly string[] | undefined,
): void {
  if (values) {
    select.whereIn(column, [...values]);
  }
}

function whereStarted(
  select: Knex.QueryBuilder,
  { startedFrom, startedBefore }: RunQuery,
  column: string,
): void {
  if (startedFrom !== undefined) {
    select.where(column, '>=', toDbTime(startedFrom));
  }
  if (startedBefore !== undefined) {
    select.where(column, '<', toDbTime(startedBefore));
  }
}

function whereLabel(
  db: Knex,
  select: Knex.QueryBuilder,
  { include, pairIds, roots }: ResolvedLabel & { roots: boolean },
): void {
  const attributes = attributeTable(engineOf(db));
  const { text, bindings } = attributes.anyOf('other', pairIds, {
    roots: roots && include,
  });
  const match = db
    .select(db.raw('1'))
    .from('record_attributes as other')
    .whereRaw(attributes.ofRecord('other', 'r'))
    .whereRaw(text, [...bindings]);
  if (include) {
    select.whereExists(match);
  } else {
    select.whereNotExists(match);
  }
}
