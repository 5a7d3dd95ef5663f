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
import type { LogDriver } from 'backstage-plugin-tekton-results-node';

/** With which the keys of marks begin; no key of a log does. */
const PREFIX = 'installation/';
/** More installations than ever share a place. */
const MAX_MARKS = 100;

/**
 * Marks the place where a driver keeps logs as one of an installation, so that
 * others that use the same place do not take its logs for left-overs of theirs.
 */
export async function markPlace(
  driver: LogDriver,
  options: { installation: string; signal: AbortSignal },
): Promise<void> {
  const { installation, signal } = options;
  const key = PREFIX + installation;
  if (!(await exists(driver, key, signal))) {
    await driver.put(key, textOfMark(installation), { signal });
  }
}

/** The keys of the marks that other installations have set in a place. */
export async function marksOfOthers(
  driver: LogDriver,
  options: { installation: string; signal: AbortSignal },
): Promise<string[]> {
  const { installation, signal } = options;
  const { objects } = await driver.list({
    prefix: PREFIX,
    limit: MAX_MARKS,
    signal,
  });
  return objects
    .map(({ key }) => key)
    .filter(key => key !== PREFIX + installation);
}

async function exists(
  driver: LogDriver,
  key: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    for await (const bytes of driver.get(key, { signal })) {
      if (bytes.length > 0) {
        return true;
      }
    }
  } catch (error) {
    if (!isError(error) || error.name !== 'NotFoundError') {
      throw error;
    }
  }
  return false;
}

async function* textOfMark(installation: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    `The Backstage installation ${installation} keeps logs of Tekton runs here.\n`,
  );
}
