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

import { sql } from './Dialect';
import { derived, type Scalar } from './Scalar';

/** Largest number that both engines and JavaScript count to exactly. */
export const MAX_EXACT = Number.MAX_SAFE_INTEGER;

/** A calculation with ints that cannot overflow; else undefined. */
export function integerArithmetic(
  name: 'add' | 'subtract' | 'multiply' | 'divide' | 'modulo',
  left: Scalar & { type: 'int' },
  right: Scalar & { type: 'int' },
): Scalar | undefined {
  const isDivision = name === 'divide' || name === 'modulo';
  if (isDivision && !right.constant) {
    return undefined;
  }
  const [a, b] = left.bounds;
  const [c, d] = right.bounds;
  const corners = {
    add: [a + c, b + d],
    subtract: [a - d, b - c],
    multiply: [a * c, a * d, b * c, b * d],
    divide: [a, b, -a, -b],
    modulo: [a, b, -a, -b, 0],
  }[name];
  const bounds = [Math.min(...corners), Math.max(...corners)] as const;
  if (bounds[0] < -MAX_EXACT || bounds[1] > MAX_EXACT) {
    return undefined;
  }
  const operator = {
    add: '+',
    subtract: '-',
    multiply: '*',
    divide: '/',
    modulo: '%',
  }[name];
  return {
    ...derived(
      sql`(${left.sql} ${{ text: operator, bindings: [] }} ${right.sql})`,
      left,
      right,
    ),
    type: 'int',
    bounds,
  };
}
