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

import type { BenchDatabase } from './database';

/** The value at a path in upstream's column `data`, as SQL. */
export function jsonPath(
  { engine }: Pick<BenchDatabase, 'engine'>,
  path: readonly string[],
): string {
  const isIndex = (step: string) => /^\d+$/.test(step);
  if (engine === 'postgres') {
    const last = path[path.length - 1];
    const steps = path
      .slice(0, -1)
      .map(step => (isIndex(step) ? step : `'${step}'`));
    return `(data->${steps.join('->')}->>'${last}')`;
  }
  const steps = path.map(step => (isIndex(step) ? `[${step}]` : `."${step}"`));
  return `json_extract(data, '$${steps.join('')}')`;
}
