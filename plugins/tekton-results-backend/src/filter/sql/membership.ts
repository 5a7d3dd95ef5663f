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

import { dataPath, type ExpressionOf } from '../language/Expression';
import { attributeOneOf } from './attributeConditions';
import { valueOf } from './comparisons';
import {
  NEVER,
  UNKNOWN,
  exactly,
  type Approximation,
  type Condition,
  type Sql,
} from './Condition';
import { constantsOf, hasNul, type ConstantValue } from './constants';
import { commaList, sql, type Dialect } from './Dialect';
import { leafIn } from './leaves';
import { attributeOf } from './attributeOf';
import { equality, type Scalar } from './Scalar';
import { noneOf } from './sqlLists';
import type { SqlContext } from './SqlContext';

/** When a value is, or is not, one of those that are written out. */
export function compareWithList(
  context: SqlContext,
  { operand, items }: ExpressionOf<'oneOf'>,
  wanted: boolean,
): Approximation {
  const values = constantsOf(items);
  if (!values) {
    return UNKNOWN;
  }
  const attribute = attributeOf(operand);
  const found = attribute && attributeOneOf(context, attribute, values, wanted);
  if (found) {
    return found;
  }
  const scalar = valueOf(context, operand);
  const condition =
    scalar && scalarOneOf(context.dialect, scalar, values, wanted);
  if (condition) {
    return exactly(condition);
  }
  const path = wanted ? dataPath(operand) : undefined;
  return path ? leafIn(path, values) : UNKNOWN;
}

function scalarOneOf(
  dialect: Dialect,
  scalar: Scalar,
  values: readonly ConstantValue[],
  wanted: boolean,
): Condition | undefined {
  const list = comparableConstants(dialect, scalar.type, values);
  if (!list) {
    return undefined;
  }
  const base = { kind: 'sql' as const, promoted: scalar.promoted };
  if (!wanted) {
    return { ...base, sql: noneOf(scalar.sql, list) };
  }
  if (list.length === 0) {
    // The column has no such value, but an object may that it does not repeat.
    return scalar.promoted ? { ...base, sql: sql`1 = 0` } : NEVER;
  }
  return {
    ...base,
    // Several values of an index in order are several lists.
    ...((scalar.index === 'rare' || list.length === 1) && {
      index: scalar.index,
    }),
    sql: equality(scalar, side => sql`${side} in (${commaList(list)})`),
  };
}

/** What a value of a type can be equal to, of a list of constants. */
function comparableConstants(
  dialect: Dialect,
  type: Scalar['type'],
  values: readonly ConstantValue[],
): Sql[] | undefined {
  if (type === 'text') {
    const texts = values.filter(value => typeof value === 'string');
    return texts.some(hasNul)
      ? undefined
      : texts.map(value => dialect.text(value));
  }
  if (type === 'int' && values.every(value => typeof value === 'bigint')) {
    return values
      .map(Number)
      .filter(Number.isSafeInteger)
      .map(value => dialect.integer(value));
  }
  return undefined;
}
