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

import type { Expression } from '../language/Expression';
import { attributePresent } from './attributeConditions';
import { UNKNOWN, exactly, type Approximation } from './Condition';
import { hasNul } from './constants';
import { sql } from './Dialect';
import type { SqlContext } from './SqlContext';

/** When there is, or is not, a value. */
export function testPresence(
  context: SqlContext,
  operand: Expression,
  wanted: boolean,
): Approximation {
  const attribute = attributePresent(context, operand, wanted);
  if (attribute) {
    return attribute;
  }
  const { scalars, schema } = context;
  const column =
    scalars.pathColumn(operand) ??
    (operand.kind === 'variable' ? schema.variable(operand.name) : undefined);
  return column
    ? exactly({
        kind: 'sql',
        sql: {
          text: `${column.sql} is ${wanted ? 'not ' : ''}null`,
          bindings: [],
        },
        promoted: operand.kind !== 'variable',
      })
    : UNKNOWN;
}

/** When a map of a Result has, or has not, a key. */
export function testKey(
  { dialect, schema }: SqlContext,
  map: Expression,
  key: string,
  wanted: boolean,
): Approximation {
  const column =
    map.kind === 'variable' ? schema.variable(map.name) : undefined;
  if (column?.type !== 'json' || hasNul(key)) {
    return UNKNOWN;
  }
  const value = dialect.jsonValue({ text: column.sql, bindings: [] }, key);
  return exactly({
    kind: 'sql',
    sql: wanted ? sql`${value} is not null` : sql`${value} is null`,
    promoted: false,
  });
}

/** `"key" in map` */
export function testMembershipInMap(
  context: SqlContext,
  [element, container]: readonly Expression[],
  wanted: boolean,
): Approximation {
  if (element.kind !== 'literal' || typeof element.value !== 'string') {
    return UNKNOWN;
  }
  if (container.kind === 'variable') {
    return testKey(context, container, element.value, wanted);
  }
  const entry: Expression = {
    kind: 'select',
    operand: container,
    key: element,
    json: true,
    range: container.range,
  };
  // Without any labels it is neither in them nor not in them.
  return (wanted && attributePresent(context, entry, true)) || UNKNOWN;
}
