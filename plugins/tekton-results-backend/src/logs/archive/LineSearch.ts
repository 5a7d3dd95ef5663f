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

import { availableParallelism } from 'os';
import type { Piscina } from 'piscina';
import { createThreads } from '../../threads';
import { othersTurn } from '../../turnsOfOthers';
import type { LogSearch } from '../LogArchive';
import { compileSearch, type CompiledSearch } from './compileSearch';
import {
  REGEX_WORKER_FILE,
  searchInThread,
  type RegexTask,
} from './regexWorker';
import { searchLines, type FoundLine } from './searchLines';

const MAX_THREADS = 2;
/** A pattern, what it keeps for speed, and a few MB of text. */
const MAX_HEAP_MB = 256;

/**
 * Looks for something in whole lines, as they are stored: in small steps, or in
 * another thread, so that others are not held up.
 */
export type LineSearch = (stored: Buffer) => AsyncIterable<FoundLine>;

/**
 * Prepares a search. Plain text is found faster than it is passed on; a regular
 * expression can take a minute for one long line, so it has a thread, which ends
 * when the signal is aborted.
 *
 * @throws InputError if the pattern is wrong, with what and where
 */
export function prepareSearch(
  search: LogSearch,
  signal: AbortSignal,
): LineSearch {
  const compiled = compileSearch(search);
  return search.isRegex
    ? stored => searchElsewhere({ search, stored }, signal)
    : searchHere(compiled, signal);
}

function searchHere(search: CompiledSearch, signal: AbortSignal): LineSearch {
  return async function* lines(stored) {
    for (const found of searchLines(search, stored)) {
      yield* found;
      await othersTurn();
      signal.throwIfAborted();
    }
  };
}

async function* searchElsewhere(
  { search, stored }: RegexTask,
  signal: AbortSignal,
): AsyncIterable<FoundLine> {
  // Of its own: what is moved to a thread is gone here.
  const copy = new Uint8Array(stored);
  const task: RegexTask = { search, stored: copy };
  try {
    yield* await threads().run(task, { transferList: [copy.buffer], signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

let started: Piscina | undefined;

function threads(): Piscina {
  started ??= createThreads({
    file: REGEX_WORKER_FILE,
    // Named through the function, or a build would leave it out as unused.
    name: searchInThread.name,
    maxThreads: Math.min(MAX_THREADS, availableParallelism()),
    maxHeapMb: MAX_HEAP_MB,
  });
  return started;
}
