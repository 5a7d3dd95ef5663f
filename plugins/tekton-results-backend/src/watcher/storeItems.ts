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

import type { StoreError } from '../store';
import type { StoreCaller } from './StoreCaller';

/** So often a batch is tried as a whole: one item may keep the others back. */
const BATCH_TRIES = 3;
/** So often in a row an item may fail for a reason that may be its own. */
const DOUBTFUL_TRIES = 3;

interface StoreItemsOptions<T> {
  readonly caller: StoreCaller;
  /** Absent: stays where it is. */
  readonly resumePoint?: string;
  /** Stores some of the items, and the resume point with them. */
  readonly write: (
    items: readonly T[],
    resumePoint: string | undefined,
  ) => Promise<unknown>;
  /** An item is not stored, and never will be. */
  readonly setAside: (item: T, error: StoreError) => void;
  readonly signal: AbortSignal;
}

/**
 * Stores items until each is stored or set aside: because the database refuses it
 * for good, or because it alone fails again and again, for a reason that may be
 * its own. Whatever is the matter with the database is waited for.
 *
 * The resume point is stored with the items, or after them. It may be refused for
 * what is wrong with one of them, and is never set aside.
 *
 * @returns how many of the items are stored
 */
export async function storeItems<T>(
  items: readonly T[],
  options: StoreItemsOptions<T>,
): Promise<number> {
  const { caller, resumePoint, write, signal } = options;
  if (items.length > 0) {
    const { error } = await caller.attempt(
      signal,
      () => write(items, resumePoint),
      ({ refused }, failures) => refused || failures >= BATCH_TRIES,
    );
    if (!error) {
      return items.length;
    }
  }
  let stored = 0;
  for (const item of items) {
    stored += (await storeOrSetAside(item, options)) ? 1 : 0;
  }
  if (resumePoint !== undefined) {
    await caller.persist(signal, () => write([], resumePoint));
  }
  return stored;
}

async function storeOrSetAside<T>(
  item: T,
  { caller, write, setAside, signal }: StoreItemsOptions<T>,
): Promise<boolean> {
  const store = () => write([item], undefined);
  let { error } = await caller.attempt(
    signal,
    store,
    ({ refused, doubtful }, failures) =>
      refused || (doubtful && failures >= DOUBTFUL_TRIES),
  );
  if (error?.doubtful) {
    // It is not the database if that takes something else just before.
    await caller.persist(signal, () => write([], undefined));
    ({ error } = await caller.attempt(
      signal,
      store,
      ({ refused, doubtful }) => refused || doubtful,
    ));
  }
  if (error) {
    caller.succeeded();
    setAside(item, error);
  }
  return !error;
}
