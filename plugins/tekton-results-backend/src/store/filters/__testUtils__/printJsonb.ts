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

import type { JsonValue } from '@backstage/types';

const DECIMAL = new Intl.NumberFormat('en-US', {
  useGrouping: false,
  maximumFractionDigits: 20,
});

/** JSON as PostgreSQL prints it, written without a look at what is tested. */
export function printJsonb(value: JsonValue | undefined): string {
  if (typeof value === 'number') {
    return DECIMAL.format(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(printJsonb).join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const keys = Object.keys(value).map(key => Buffer.from(key));
  keys.sort((a, b) => a.length - b.length || Buffer.compare(a, b));
  const members = keys
    .map(String)
    .map(key => `${JSON.stringify(key)}: ${printJsonb(value[key])}`);
  return `{${members.join(', ')}}`;
}
