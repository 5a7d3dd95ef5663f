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
import { UNKNOWN, type Approximation } from './Condition';
import type { ConstantValue } from './constants';

/** A text that may be that of an object or a list, which is no single value. */
const COMPOUND = /^[[{]/;

/** The stored object may have one of these values at a path. */
export function leafIn(
  path: readonly PathStep[],
  values: readonly ConstantValue[],
): Approximation {
  const texts = values.map(String);
  return path.length === 0 || texts.some(text => COMPOUND.test(text))
    ? UNKNOWN
    : { condition: { kind: 'leafIn', path, values: texts }, exact: false };
}
