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

import { toError } from '@backstage/errors';
import type { LogKey, LogStore } from '../../store';
import type { LogDrivers } from '../drivers';

const PAGE_SIZE = 500;

/** What became of bytes that nothing needs any more. */
export interface SweepResult {
  /** How many objects were deleted. */
  readonly deleted: number;
  /** Why some could not be, by driver; they are tried again next time. */
  readonly problems: ReadonlyMap<string, string>;
}

/**
 * Deletes the bytes of discarded keys with their drivers, and forgets the keys
 * then: stopped between any two steps, nothing is left or lost. Those of drivers
 * that are not configured stay noted.
 */
export async function sweepDiscarded(options: {
  store: Pick<LogStore, 'discarded' | 'forget'>;
  drivers: LogDrivers;
  signal: AbortSignal;
}): Promise<SweepResult> {
  const { store, drivers, signal } = options;
  const problems = new Map<string, string>();
  let deleted = 0;
  let after: number | undefined;
  do {
    signal.throwIfAborted();
    const working = drivers.names.filter(name => !problems.has(name));
    const { keys, next } = await store.discarded({
      drivers: working,
      after,
      limit: PAGE_SIZE,
    });
    for (const [name, ofDriver] of byDriver(keys)) {
      try {
        await drivers.get(name).delete(
          ofDriver.map(({ key }) => key),
          { signal },
        );
        await store.forget(ofDriver);
        deleted += ofDriver.length;
      } catch (error) {
        signal.throwIfAborted();
        problems.set(name, toError(error).message);
      }
    }
    after = next;
  } while (after !== undefined);
  return { deleted, problems };
}

function byDriver(keys: readonly LogKey[]): ReadonlyMap<string, LogKey[]> {
  const groups = new Map<string, LogKey[]>();
  for (const item of keys) {
    const group = groups.get(item.driver) ?? [];
    group.push(item);
    groups.set(item.driver, group);
  }
  return groups;
}
