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

import { dataPath, type Expression } from '../language/Expression';
import { parsePlainTime } from '../values/CelTimestamp';
import { attributeComparison } from './attributeConditions';
import {
  UNKNOWN,
  exactly,
  type Approximation,
  type Condition,
} from './Condition';
import { constantLast, constantsOf, textOperand } from './constants';
import { sql } from './Dialect';
import { OPERATORS, type Comparison } from './operators';
import { leafIn } from './leaves';
import { equality, type Scalar } from './Scalar';
import type { SqlContext } from './SqlContext';

/** When a comparison of two expressions holds. */
export function compareExpressions(
  context: SqlContext,
  name: Comparison,
  args: readonly Expression[],
): Approximation {
  const attribute = attributeComparison(context, name, args);
  if (attribute) {
    return attribute;
  }
  const [a, b] =
    timesOf(context, args) ?? args.map(side => valueOf(context, side));
  const condition = a && b && compareScalars(context, name, a, b);
  if (condition) {
    return exactly(condition);
  }
  return name === 'equals' ? leafEquals(args) : UNKNOWN;
}

/** The SQL of one side; a value of the stored object is read as its text. */
export function valueOf(
  { scalars }: SqlContext,
  expression: Expression,
): Scalar | undefined {
  return scalars.compile(
    dataPath(expression) ? readAs('asText', expression) : expression,
  );
}

/**
 * Times that are compared as texts, if the columns of times can do it: two of
 * the stored object, or one and a text that is written in the same way.
 */
function timesOf(
  { scalars }: SqlContext,
  args: readonly Expression[],
): ReadonlyArray<Scalar | undefined> | undefined {
  const times = args.map(side => {
    const operand = textOperand(side);
    if (operand.kind === 'literal' && typeof operand.value === 'string') {
      const time = parsePlainTime(operand.value);
      return (
        time &&
        scalars.compile({
          kind: 'timestamp',
          nanos: time.nanos,
          range: operand.range,
        })
      );
    }
    return dataPath(operand)
      ? scalars.compile(readAs('asTimestamp', operand))
      : undefined;
  });
  return times.every(time => time !== undefined) ? times : undefined;
}

function readAs(name: 'asText' | 'asTimestamp', operand: Expression) {
  return {
    kind: 'call',
    name,
    args: [operand],
    lenient: false,
    range: operand.range,
  } as const;
}

function compareScalars(
  { dialect, scalars }: SqlContext,
  name: Comparison,
  a: Scalar,
  b: Scalar,
): Condition | undefined {
  if (a.type !== b.type) {
    return undefined;
  }
  const operator = OPERATORS[name];
  const base = {
    kind: 'sql' as const,
    promoted: a.promoted || b.promoted,
  };
  if (a.type === 'text' && name !== 'equals' && name !== 'notEquals') {
    return {
      ...base,
      sql: sql`${dialect.comparable(a.sql)} ${operator} ${dialect.comparable(
        b.sql,
      )}`,
    };
  }
  if (a.type === 'time' && b.type === 'time' && !(isPlain(a) && isPlain(b))) {
    return {
      ...base,
      sql: sql`${scalars.ms(a)} ${operator} ${scalars.ms(b)}`,
    };
  }
  if (name === 'equals') {
    const [value, other] = isConstant(a) ? [b, a] : [a, b];
    return {
      ...base,
      ...(isConstant(other) && { index: value.index }),
      sql: isConstant(other)
        ? equality(value, side => sql`${side} ${operator} ${other.sql}`)
        : sql`${a.sql} ${operator} ${b.sql}`,
    };
  }
  return { ...base, sql: sql`${a.sql} ${operator} ${b.sql}` };
}

function isPlain(time: Scalar & { type: 'time' }): boolean {
  return time.column || time.constant !== undefined;
}

function isConstant(value: Scalar): boolean {
  return 'constant' in value && value.constant !== undefined;
}

function leafEquals(args: readonly Expression[]): Approximation {
  const [operand, constant] = constantLast(args);
  const path = dataPath(textOperand(operand));
  const values = constantsOf([constant]);
  return path && values ? leafIn(path, values) : UNKNOWN;
}
