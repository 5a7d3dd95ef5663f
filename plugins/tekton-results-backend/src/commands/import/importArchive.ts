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

import {
  importRecordPage,
  importResultPage,
  type PageTarget,
} from './importPage';
import {
  afterPage,
  collectionsOf,
  progressOf,
  restarted,
  type ImportState,
} from './ImportState';
import type { ImportProgress } from './ImportProgress';
import type { Collection, ResultsServer } from './ResultsServer';
import { ServerError } from './ServerError';

/** What upstream answers to a token that it cannot decode. */
const INTERNAL = 13;

/** What an import works with. */
export interface ImportTask extends PageTarget {
  readonly server: ResultsServer;
  readonly progress: ImportProgress;
  /** Ends the import between two pages. */
  readonly signal: AbortSignal;
  /** Called after each page is stored. */
  saveState(state: ImportState): Promise<void>;
}

/**
 * Copies page by page what is not done yet.
 *
 * @returns how far it has come. A collection that is not done although nothing
 * stopped the import is one that the server lists as empty.
 * @throws ServerError, StoreError; what is stored until then is in the state
 * that was saved last
 */
export async function importArchive(
  from: ImportState,
  task: ImportTask,
): Promise<ImportState> {
  let state = from;
  for (const collection of collectionsOf(from)) {
    if (!task.signal.aborted && !progressOf(state, collection).done) {
      state = await importCollection(state, collection, task);
    }
  }
  return state;
}

async function importCollection(
  from: ImportState,
  collection: Collection,
  task: ImportTask,
): Promise<ImportState> {
  const { server, progress, signal } = task;
  const total =
    collection.kind === 'records'
      ? await server.countRecords(collection.parent)
      : undefined;
  const show = (state: ImportState) =>
    progress.show(collection, progressOf(state, collection).counts, total);

  let state = from;
  let ended = false;
  while (!ended && !signal.aborted) {
    show(state);
    try {
      const page = await importNextPage(state, collection, task);
      state = page.state;
      ended = page.last;
    } catch (error) {
      if (signal.aborted) {
        break;
      }
      const { pageToken } = progressOf(state, collection);
      if (state !== from || !pageToken || !isTokenRefusal(error)) {
        throw error;
      }
      progress.note(
        'The server does not know where the import was interrupted; beginning again',
      );
      state = restarted(state, collection);
    }
  }
  show(state);
  return state;
}

async function importNextPage(
  from: ImportState,
  collection: Collection,
  task: ImportTask,
): Promise<{ state: ImportState; last: boolean }> {
  const { pageToken } = progressOf(from, collection);
  const { items, next } = await task.server.list(collection, pageToken);
  const outcome =
    collection.kind === 'results'
      ? await importResultPage(items, task)
      : await importRecordPage(items, task);
  const found = pageToken !== undefined || items.length > 0;
  const last = next === undefined;
  const state = afterPage(from, collection, {
    ...outcome,
    next,
    done: found && last,
  });
  await task.saveState(state);
  return { state, last };
}

/** A token of another day may be one that the server does not take any more. */
function isTokenRefusal(error: unknown): boolean {
  return (
    error instanceof ServerError &&
    (error.kind === 'refused' || error.code === INTERNAL)
  );
}
