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

import type {
  RunFacet,
  RunFacetName,
} from 'backstage-plugin-tekton-results-common';
import type { SqlBinding } from '../../filter';
import { attributeTable } from '../attributes/AttributeTable';
import type { Engine } from '../filters/engine';
import type { FilterContext } from '../filters/filterContext';
import type { CountFacetsOptions } from '../RunAggregateStore';
import {
  countedInTime,
  RUNS_PER_STATEMENT,
  sampledInTime,
} from './aggregateLimits';
import { containing } from './containing';
import { matchedRuns, type SelectRuns } from './matchedRuns';
import { rawRows } from './rawRows';
import { FIELD_COLUMNS } from './runColumns';

const LABEL_VALUES = 'label:';

const COLUMNS: Readonly<Record<string, string>> = {
  status: 'status',
  kind: 'kind',
  cluster: 'cluster',
  namespace: 'parent',
  ...FIELD_COLUMNS,
};

interface ValueRow {
  readonly facet: string;
  readonly value: string | null;
  readonly count: number | string;
}

/** What a statement counts. */
type FacetCounting = Pick<CountFacetsOptions, 'facets' | 'contains'> & {
  /** So many of the most frequent values of each facet; absent: all. */
  readonly maxValues?: number;
};

/** A statement that counts the values of one facet among the runs of table `m`. */
interface FacetStatement {
  readonly text: string;
  readonly bindings: readonly SqlBinding[];
}

/**
 * Counts the values of facets, in the order in which they were asked for.
 *
 * @param options - `pieceRows`: runs of one statement; {@link RUNS_PER_STATEMENT} if absent
 */
export async function countFacets(
  context: FilterContext,
  options: CountFacetsOptions & { pieceRows?: number },
): Promise<RunFacet[]> {
  const facets = [...new Set(options.facets)];
  const ofColumns = facets.filter(name => COLUMNS[name] !== undefined);
  const ofLabels = facets.filter(name => COLUMNS[name] === undefined);
  const counted = [
    ...(ofColumns.length === 0
      ? []
      : await countedInTime(context, (within, maxRows) =>
          countIn(within, { ...options, facets: ofColumns }, maxRows),
        )),
    ...(ofLabels.length === 0
      ? []
      : await sampledInTime(context, (within, maxRows) =>
          countIn(within, { ...options, facets: ofLabels }, maxRows),
        )),
  ];
  return facets.flatMap(name => counted.filter(facet => facet.name === name));
}

async function countIn(
  context: FilterContext,
  options: CountFacetsOptions & { pieceRows?: number },
  maxRows: number,
): Promise<RunFacet[]> {
  const { query, facets, limit } = options;
  const { pieceRows = RUNS_PER_STATEMENT[context.engine] } = options;
  const runs = await matchedRuns(context, query, maxRows);
  if (!runs) {
    return facets.map(name => ({
      name,
      values: [],
      more: false,
      exact: true,
    }));
  }
  const cut = pieceRows ? await runs.inPieces(pieceRows) : undefined;
  const rows = cut
    ? await readInPieces(context, cut.pieces, options)
    : await readCounts(context, runs.select, {
        ...options,
        maxValues: limit + 1,
      });
  const [total] = rows.filter(({ value }) => value === null);
  const exact = await (cut
    ? cut.areAll()
    : runs.areAll(Number(total?.count ?? 0)));
  return facets.map(name => {
    const values = rows.flatMap(({ facet, value, count }) =>
      facet === name && value !== null ? [{ value, count: Number(count) }] : [],
    );
    return {
      name,
      values: values.slice(0, limit),
      more: values.length > limit,
      exact,
    };
  });
}

/** Adds up what each piece has, and orders it as the database would. */
async function readInPieces(
  context: FilterContext,
  pieces: readonly SelectRuns[],
  options: CountFacetsOptions,
): Promise<ValueRow[]> {
  const sums = new Map<string, ValueRow & { readonly count: number }>();
  for (const piece of pieces) {
    for (const row of await readCounts(context, piece, options)) {
      const key = JSON.stringify([row.facet, row.value]);
      const count = (sums.get(key)?.count ?? 0) + Number(row.count);
      sums.set(key, { ...row, count });
    }
  }
  return [...sums.values()].sort(
    (a, b) => b.count - a.count || compareTexts(a.value, b.value),
  );
}

/** As SQLite does: by the bytes of UTF-8. */
function compareTexts(a: string | null, b: string | null): number {
  return Buffer.compare(Buffer.from(a ?? ''), Buffer.from(b ?? ''));
}

/** One statement, so that the runs are looked for once and all counts agree. */
async function readCounts(
  { db, engine }: FilterContext,
  select: SelectRuns,
  options: FacetCounting,
): Promise<ValueRow[]> {
  const columns = new Set(options.facets.flatMap(name => COLUMNS[name] ?? []));
  const statements = options.facets.map(name =>
    facetStatement(name, { ...options, engine }),
  );
  const result = await db.raw(
    `with m as materialized ?
     select '' as facet, null as value, count(*) as count from m
     ${statements
       .map(({ text }) => `union all select * from (${text}) f`)
       .join('\n')}`,
    [
      select(['r.seq', ...[...columns].map(column => `r.${column}`)]),
      ...statements.flatMap(({ bindings }) => bindings),
    ],
  );
  return rawRows(result);
}

function facetStatement(
  name: RunFacetName,
  { contains, maxValues, engine }: FacetCounting & { engine: Engine },
): FacetStatement {
  const attributes = attributeTable(engine);
  const column = COLUMNS[name];
  const key = name.startsWith(LABEL_VALUES)
    ? name.slice(LABEL_VALUES.length)
    : undefined;
  const value = column ?? (key === undefined ? 'p.key' : 'p.value');
  const narrowed = contains ? containing(value, contains, engine) : undefined;
  const from = column
    ? 'm where true'
    : `m ${attributes.joinedTo} record_attributes a on a.record_seq = m.seq
       ${attributes.eachPair('a')}
       join attribute_pairs p on p.id = pair_id
       where p.type = 'label'${key === undefined ? '' : ' and p.key = ?'}`;
  return {
    text: `select ? as facet, ${value} as value, count(*) as count
      from ${from} and ${value} is not null
      ${narrowed ? `and ${narrowed.text}` : ''}
      group by ${value}
      ${
        maxValues === undefined
          ? ''
          : `order by count(*) desc, ${value} limit ?`
      }`,
    bindings: [
      name,
      ...(key === undefined ? [] : [key]),
      ...(narrowed?.bindings ?? []),
      ...(maxValues === undefined ? [] : [maxValues]),
    ],
  };
}
