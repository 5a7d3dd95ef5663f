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

export { parseFilter, MAX_FILTER_BYTES, type Filter } from './Filter';
export { FilterError, locate } from './language/FilterError';
export {
  FULL_NAME,
  RESULT_STATUS_NUMBERS,
  type FilterSubject,
} from './language/environments';
export type { Expression, PathStep } from './language/Expression';
export { planFilter, type FilterPlan } from './planFilter';
export type {
  AttributeName,
  Condition,
  Sql,
  SqlBinding,
} from './sql/Condition';
export { SQLITE_MATCHES } from './sql/Dialect';
export { equality } from './sql/Scalar';
export type {
  ColumnIndex,
  FilterColumn,
  FilterSchema,
} from './sql/FilterSchema';
export { compileFilter, type FilterDocument } from './evaluation/compileFilter';
export type { CelValue } from './evaluation/CelValue';
export { FILTER_TOO_EXPENSIVE } from './evaluation/macros';
export { hasEscapes, mayHold, requiredText } from './evaluation/requiredText';
export { requiredValue } from './evaluation/requiredValue';
export { requiredTimes } from './evaluation/requiredTimes';
export { CelTimestamp, parseTimestamp } from './values/CelTimestamp';
export { floorDivide, NANOS_PER_MS } from './values/nanos';
export { compileRegex } from './regex/compileRegex';
export { dateInZone, isValidZone } from './values/timeZones';
