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

import type { Sql } from './Condition';
import { sql } from './Dialect';
import type { ColumnIndex, FilterColumn } from './FilterSchema';

/** What all values in SQL have. */
export interface ScalarBase {
  readonly sql: Sql;
  readonly promoted: boolean;
  /** Finds equality with a constant. */
  readonly index?: ColumnIndex;
  /** See {@link FilterColumn.places}. */
  readonly places?: FilterColumn['places'];
}

/**
 * A value in SQL; NULL where the expression has none. Durations are whole ms, as
 * are times that were calculated.
 */
export type Scalar = ScalarBase &
  (
    | { readonly type: 'text'; readonly constant?: string }
    | {
        readonly type: 'int';
        /** What it can be at most, so that nothing overflows. */
        readonly bounds: readonly [number, number];
        readonly constant?: number;
      }
    | {
        readonly type: 'time';
        /** A constant in ms. */
        readonly constant?: number;
        /** A plain column, to be compared as it is. */
        readonly column: boolean;
      }
    | { readonly type: 'duration'; readonly constant?: number }
  );

/** The value of a column; undefined if it is of no plain type. */
export function ofColumn(
  column: FilterColumn,
  promoted: boolean,
): Scalar | undefined {
  const base = {
    sql: { text: column.sql, bindings: [] },
    promoted,
    index: column.index,
    places: column.places,
  };
  switch (column.type) {
    case 'text':
      return { ...base, type: 'text' };
    case 'time':
      return { ...base, type: 'time', column: true };
    case 'int':
      return column.bounds && { ...base, type: 'int', bounds: column.bounds };
    default:
      return undefined;
  }
}

/**
 * Equality of a value with constants, so that indexes find it wherever it stands.
 *
 * @param equal - of a value with the constants
 */
export function equality(
  value: Pick<ScalarBase, 'sql' | 'places'>,
  equal: (side: Sql) => Sql,
): Sql {
  const [first, ...others] = (value.places ?? []).map(place => {
    const side = equal({ text: place.sql, bindings: [] });
    return sql`(${side} and ${{ text: place.where, bindings: [] }})`;
  });
  return first
    ? others.reduce((some, next) => sql`(${some} or ${next})`, first)
    : equal(value.sql);
}

/** What is made of other values. */
export function derived(text: Sql, ...from: readonly ScalarBase[]): ScalarBase {
  return {
    sql: text,
    promoted: from.some(({ promoted }) => promoted),
  };
}

/** A value, if it is of a type. */
export function only<Type extends Scalar['type']>(
  type: Type,
  scalar: Scalar | undefined,
): Extract<Scalar, { type: Type }> | undefined {
  return scalar?.type === type
    ? (scalar as Extract<Scalar, { type: Type }>)
    : undefined;
}
