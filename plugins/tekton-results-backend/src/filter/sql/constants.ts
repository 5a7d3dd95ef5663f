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

/** A value that is written out, and that columns can be compared with. */
export type ConstantValue = string | bigint | number | boolean;

/** The values of expressions that are all written out; null is none. */
export function constantsOf(
  items: readonly Expression[],
): readonly ConstantValue[] | undefined {
  const values: ConstantValue[] = [];
  for (const item of items) {
    if (item.kind !== 'literal' || item.value === null) {
      return undefined;
    }
    values.push(item.value);
  }
  return values;
}

/** The two sides of a comparison, the one that is written out last. */
export function constantLast([left, right]: readonly Expression[]): readonly [
  Expression,
  Expression,
] {
  return right.kind === 'literal' ? [left, right] : [right, left];
}

/** PostgreSQL refuses NUL in any text, so it is never sent. */
export function hasNul(text: string): boolean {
  return text.includes('\u0000');
}

/** Whether a text may also be that of a list or an object, which it equals then. */
export function mayBeCompound(text: string): boolean {
  return /^[[{]/.test(text);
}

/** The value of the stored object that is read as a text, or the expression. */
export function textOperand(expression: Expression): Expression {
  return expression.kind === 'call' && expression.name === 'asText'
    ? expression.args[0]
    : expression;
}
