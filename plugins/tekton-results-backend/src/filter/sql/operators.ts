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

/** A comparison of two values. */
export type Comparison =
  | 'equals'
  | 'notEquals'
  | 'less'
  | 'lessOrEquals'
  | 'greater'
  | 'greaterOrEquals';

/** As SQL writes them. */
export const OPERATORS: Readonly<Record<Comparison, Sql>> = {
  equals: { text: '=', bindings: [] },
  notEquals: { text: '<>', bindings: [] },
  less: { text: '<', bindings: [] },
  lessOrEquals: { text: '<=', bindings: [] },
  greater: { text: '>', bindings: [] },
  greaterOrEquals: { text: '>=', bindings: [] },
};

/** What holds of two values exactly if the comparison does not. */
export const OPPOSITES: Readonly<Record<Comparison, Comparison>> = {
  equals: 'notEquals',
  notEquals: 'equals',
  less: 'greaterOrEquals',
  lessOrEquals: 'greater',
  greater: 'lessOrEquals',
  greaterOrEquals: 'less',
};

/** The same comparison with its sides swapped. */
export const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  equals: 'equals',
  notEquals: 'notEquals',
  less: 'greater',
  lessOrEquals: 'greaterOrEquals',
  greater: 'less',
  greaterOrEquals: 'lessOrEquals',
};
