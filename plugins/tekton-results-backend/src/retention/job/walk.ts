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

import type {
  ExpiringRun,
  ExpiryPosition,
  ExpiryQuery,
  RetentionStore,
} from '../../store';

interface WalkOptions {
  readonly store: Pick<RetentionStore, 'expiring'>;
  /** Runs at most in each batch. */
  readonly limit: number;
}

/**
 * All runs that a query finds, oldest end first, in batches. What a batch holds may
 * be removed before the next is asked for. A batch may be empty: whoever has to stop
 * can then do so.
 */
export async function* walk(
  query: ExpiryQuery,
  { store, limit }: WalkOptions,
): AsyncGenerator<readonly ExpiringRun[]> {
  let after: ExpiryPosition | undefined;
  do {
    const page = await store.expiring(query, { limit, after });
    yield page.runs;
    after = page.next;
  } while (after);
}

/** The same of several queries, which find different runs, oldest end first in all. */
export async function* walkOldestFirst(
  queries: readonly ExpiryQuery[],
  options: WalkOptions,
): AsyncGenerator<readonly ExpiringRun[]> {
  const sources = queries.map(query => ({
    batches: walk(query, options),
    found: [] as ExpiringRun[],
    ended: false,
  }));
  for (;;) {
    for (const source of sources) {
      if (source.found.length === 0 && !source.ended) {
        const { value, done } = await source.batches.next();
        source.found = [...(value ?? [])];
        source.ended = done === true;
      }
    }
    if (sources.every(({ ended, found }) => ended && found.length === 0)) {
      return;
    }
    yield takeOldest(sources, options.limit);
  }
}

/** Takes as many as can be told to be the oldest without asking for more. */
function takeOldest(
  sources: ReadonlyArray<{ found: ExpiringRun[]; ended: boolean }>,
  limit: number,
): ExpiringRun[] {
  const taken: ExpiringRun[] = [];
  while (
    taken.length < limit &&
    sources.every(({ found, ended }) => found.length > 0 || ended)
  ) {
    const [oldest] = sources
      .filter(({ found }) => found.length > 0)
      .sort((left, right) => left.found[0].endTime - right.found[0].endTime);
    if (!oldest) {
      break;
    }
    taken.push(...oldest.found.splice(0, 1));
  }
  return taken;
}
