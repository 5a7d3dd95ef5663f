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

import type { PathStep } from '../language/Expression';
import { jsonbText } from '../values/jsonText';
import { UNKNOWN, type Approximation } from './Condition';
import { mayBeCompound, type ConstantValue } from './constants';

/** The stored object may have one of these values at a path. */
export function leafIn(
  path: readonly PathStep[],
  values: readonly ConstantValue[],
): Approximation {
  const texts = values.flatMap(textsOf);
  return path.length === 0 || texts.some(mayBeCompound)
    ? UNKNOWN
    : { condition: { kind: 'leafIn', path, values: texts }, exact: false };
}

/** The texts of the leaves that a constant equals: of numbers as JavaScript has them. */
function textsOf(value: ConstantValue): string[] {
  if (typeof value !== 'string') {
    return [String(typeof value === 'bigint' ? Number(value) : value)];
  }
  // A text equals the number that it is without an exponent.
  const number = Number(value);
  return jsonbText(number) === value && String(number) !== value
    ? [value, String(number)]
    : [value];
}
