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

import type { FunctionName, MacroName } from './Expression';

/** What the operators between two values do. */
export const BINARY_OPERATORS = {
  '==': 'equals',
  '!=': 'notEquals',
  '<': 'less',
  '<=': 'lessOrEquals',
  '>': 'greater',
  '>=': 'greaterOrEquals',
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
} as const satisfies Record<string, FunctionName>;

const FUNCTION_NAMES = new Set<string>([
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'size',
  'bool',
  'bytes',
  'double',
  'duration',
  'dyn',
  'int',
  'string',
  'timestamp',
  'type',
  'uint',
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
  'getHours',
  'getMinutes',
  'getSeconds',
  'getMilliseconds',
]);

const MACROS = new Set<string>([
  'all',
  'exists',
  'exists_one',
  'filter',
  'map',
]);

/** Names that stand for types. */
export const TYPE_NAMES = new Set([
  'bool',
  'bytes',
  'double',
  'int',
  'list',
  'map',
  'null_type',
  'string',
  'type',
  'uint',
]);

/** The same with dots. */
export const TYPE_PATHS = new Set([
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
]);

/** Whether there is a function of this name. */
export function isFunctionName(name: string): name is FunctionName {
  return FUNCTION_NAMES.has(name);
}

/** Whether there is a macro of this name. */
export function isMacro(name: string): name is MacroName {
  return MACROS.has(name);
}
