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

import type { LogSearch } from '../LogArchive';
import { compileSearch, type CompiledSearch } from './compileSearch';
import { searchLines, type FoundLine } from './searchLines';

/** What a thread looks for, and in which lines. */
export interface RegexTask {
  readonly search: LogSearch;
  readonly stored: Uint8Array;
}

/** This file, whether it runs from source or built: what a thread starts with. */
export const REGEX_WORKER_FILE = __filename;

let last: { search: LogSearch; compiled: CompiledSearch } | undefined;

/** Runs in a thread of its own, so that no pattern holds the backend up. */
export function searchInThread({ search, stored }: RegexTask): FoundLine[] {
  const { buffer, byteOffset, byteLength } = stored;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return [...searchLines(compiled(search), bytes)].flat();
}

/** A search has many tasks. */
function compiled(search: LogSearch): CompiledSearch {
  if (
    last?.search.pattern !== search.pattern ||
    last.search.caseSensitive !== search.caseSensitive
  ) {
    last = { search, compiled: compileSearch(search) };
  }
  return last.compiled;
}
