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

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const BUILT_APP = resolve(__dirname, '../../dist');

/**
 * Whether a file of the built app has code of this project: its source map tells.
 *
 * @param path - as in its URL
 */
export function hasOwnCode(path: string): boolean {
  const map = join(BUILT_APP, `${path}.map`);
  if (!existsSync(map)) {
    return false;
  }
  const { sources }: { sources: string[] } = JSON.parse(
    readFileSync(map, 'utf8'),
  );
  return sources.some(
    source =>
      /\btekton-results(-common)?\/src\//.test(source) &&
      !source.includes('node_modules'),
  );
}
