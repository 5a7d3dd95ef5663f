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

import type { Expression } from './Expression';

/** What is known of a value before it is evaluated. */
export interface StaticType {
  /** A CEL type, or `json` for what comes out of a stored object. */
  readonly name: string;
  /** Of a list or of the values of a map. */
  readonly element?: StaticType;
}

/** Any value, known when it is there. */
export const ANY: StaticType = { name: 'dyn' };

/** A value of a stored object, converted to what it is used as. */
export const JSON_VALUE: StaticType = { name: 'json' };

/** What a macro's variable stands for. */
export function elementType(list: StaticType): StaticType {
  if (list.name === JSON_VALUE.name) {
    return JSON_VALUE;
  }
  // A map is walked by its keys.
  return list.name.startsWith('map<')
    ? { name: 'string' }
    : list.element ?? ANY;
}

/** An expression and what is known of its value before it is evaluated. */
export interface Lowered {
  readonly expression: Expression;
  readonly type: StaticType;
}

/** Whether a value comes out of a stored object. */
export function isJson({ type }: Lowered): boolean {
  return type.name === JSON_VALUE.name;
}
