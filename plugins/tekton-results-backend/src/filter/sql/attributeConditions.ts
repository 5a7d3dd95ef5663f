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
import {
  exactly,
  type Approximation,
  type AttributeName,
  type Sql,
} from './Condition';
import { MIRRORED, OPERATORS, type Comparison } from './operators';
import {
  hasNul,
  mayBeCompound,
  textOperand,
  type ConstantValue,
} from './constants';
import { sql } from './Dialect';
import { attributeOf } from './attributeOf';
import { noneOf } from './sqlLists';
import type { SqlContext } from './SqlContext';

/** As the value of an attribute stands in `attributeWhere`. */
const ATTRIBUTE_VALUE: Sql = { text: 'pair.value', bindings: [] };

/** A comparison of an attribute with a text; undefined if it is none. */
export function attributeComparison(
  context: SqlContext,
  name: Comparison,
  [left, right]: readonly Expression[],
): Approximation | undefined {
  const attribute = attributeOf(textOperand(left));
  if (!attribute) {
    return attributeOf(textOperand(right))
      ? attributeComparison(context, MIRRORED[name], [right, left])
      : undefined;
  }
  const value = right.kind === 'literal' ? right.value : undefined;
  if (typeof value !== 'string') {
    return undefined;
  }
  if (name === 'equals') {
    return attributeIn(context, attribute, [value]);
  }
  const { dialect } = context;
  return attributeWhere(context, attribute, text =>
    hasNul(value)
      ? undefined
      : sql`${name === 'notEquals' ? text : dialect.comparable(text)} ${
          OPERATORS[name]
        } ${dialect.text(value)}`,
  );
}

/** Membership of an attribute in a list; undefined if SQL cannot tell. */
export function attributeOneOf(
  context: SqlContext,
  attribute: AttributeName,
  values: readonly ConstantValue[],
  wanted: boolean,
): Approximation | undefined {
  // An attribute is a text, and so equals no value of another type.
  const texts = values.filter(value => typeof value === 'string');
  if (wanted) {
    return texts.length === 0
      ? undefined
      : attributeIn(context, attribute, texts);
  }
  return attributeWhere(context, attribute, text =>
    texts.some(hasNul)
      ? undefined
      : noneOf(
          text,
          texts.map(value => context.dialect.text(value)),
        ),
  );
}

/** Undefined if such values of the attribute are not kept. */
export function attributeIn(
  { schema }: SqlContext,
  attribute: AttributeName,
  values: readonly string[],
): Approximation | undefined {
  const { kept, maxValueLength } = schema.attributes;
  const findable =
    kept(attribute) !== undefined &&
    values.every(value => value.length <= maxValueLength && !hasNul(value)) &&
    // Of other attributes lists and objects are not kept.
    (attribute.type === 'label' ||
      ![attribute.key, ...values].some(mayBeCompound));
  return findable
    ? exactly({ kind: 'attributeIn', attribute, values })
    : undefined;
}

/** A test of the value; undefined if not every value of the attribute is kept. */
export function attributeWhere(
  { schema }: SqlContext,
  attribute: AttributeName,
  test: (value: Sql) => Sql | undefined,
): Approximation | undefined {
  if (schema.attributes.kept(attribute) !== 'all') {
    return undefined;
  }
  const where = test(ATTRIBUTE_VALUE);
  return where
    ? exactly({ kind: 'attributeWhere', attribute, where })
    : undefined;
}

/** Whether there is the attribute; undefined if SQL cannot tell. */
export function attributePresent(
  { schema }: SqlContext,
  expression: Expression,
  wanted: boolean,
): Approximation | undefined {
  const attribute = attributeOf(expression);
  return attribute && schema.attributes.kept(attribute) === 'all'
    ? exactly({
        kind: 'attributeWhere',
        attribute,
        ...(!wanted && { absent: true }),
      })
    : undefined;
}
