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

import { isError } from '@backstage/errors';
import type { LogStore } from '../../store';
import { isLogKey } from '../archive';
import type { LogDrivers } from '../drivers';

const PAGE_SIZE = 500;
/** How many objects are asked for at once. */
const CONCURRENCY = 8;

/** Bytes that no log has. */
export interface OrphanedBytes {
  readonly key: string;
  readonly size: number;
}

/** Bytes of a log that are not there. */
export interface MissingBytes {
  readonly key: string;
  readonly logId: number;
}

type SearchedStore = Pick<LogStore, 'knownKeys' | 'keysOf'>;

/**
 * Finds objects that no log has, page by page.
 *
 * @param options - `before`: younger ones are left out, as their log may just be
 * about to have them (ms since 1970, UTC)
 */
export async function* findOrphanedBytes(options: {
  store: SearchedStore;
  drivers: LogDrivers;
  driver: string;
  before: number;
  signal: AbortSignal;
}): AsyncGenerator<readonly OrphanedBytes[], void> {
  const { store, drivers, driver: name, before, signal } = options;
  const driver = drivers.get(name);
  let after: string | undefined;
  do {
    const page = await driver.list({ after, limit: PAGE_SIZE, signal });
    // What others keep there is none of our business.
    const ours = page.objects.filter(({ key }) => isLogKey(key));
    const known = await store.knownKeys(
      name,
      ours.map(({ key }) => key),
    );
    yield ours.filter(
      ({ key, modifiedAt }) => !known.has(key) && modifiedAt < before,
    );
    after = page.next;
  } while (after !== undefined);
}

/** Finds logs some of whose bytes are not there, and counts objects that are. */
export async function* findLogsWithoutBytes(options: {
  store: SearchedStore;
  drivers: LogDrivers;
  driver: string;
  signal: AbortSignal;
}): AsyncGenerator<{ sound: number; missing: readonly MissingBytes[] }, void> {
  const { store, drivers, driver, signal } = options;
  let after: number | undefined;
  do {
    const page = await store.keysOf({ driver, after, limit: PAGE_SIZE });
    const missing: MissingBytes[] = [];
    const left = [...page.keys];
    const check = async () => {
      for (let item = left.pop(); item; item = left.pop()) {
        const { key, storedBytes, logId } = item;
        if (!(await hasByte(drivers, { driver, key, storedBytes, signal }))) {
          missing.push({ key, logId });
        }
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, check));
    yield { sound: page.keys.length - missing.length, missing };
    after = page.next;
  } while (after !== undefined);
}

/** Whether the last byte is there, so that one that was cut is found, too. */
async function hasByte(
  drivers: LogDrivers,
  options: {
    driver: string;
    key: string;
    storedBytes: number;
    signal: AbortSignal;
  },
): Promise<boolean> {
  const { driver, key, storedBytes, signal } = options;
  let bytes = 0;
  try {
    const range = { start: storedBytes - 1, end: storedBytes, signal };
    for await (const chunk of drivers.get(driver).get(key, range)) {
      bytes += chunk.length;
    }
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') {
      return false;
    }
    throw error;
  }
  return bytes > 0;
}
