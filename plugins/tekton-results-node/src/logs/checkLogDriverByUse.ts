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

import { randomUUID } from 'crypto';
import { ServiceUnavailableError } from '@backstage/errors';
import type { LogDriver } from './LogDriver';

/**
 * Finds out whether a driver works: keeps an object, reads it, lists it and
 * deletes it.
 *
 * @throws what the driver does; ServiceUnavailableError if it gives back something else
 *
 * @public
 */
export async function checkLogDriverByUse(
  driver: Omit<LogDriver, 'check'>,
  options: { signal: AbortSignal },
): Promise<void> {
  const { signal } = options;
  const key = `check/${randomUUID()}`;
  const content = `${key}\n`;
  await driver.put(key, inOnePiece(content), { signal });
  const pieces: Uint8Array[] = [];
  for await (const piece of driver.get(key, { signal })) {
    pieces.push(piece);
  }
  const { objects } = await driver.list({ prefix: key, limit: 1, signal });
  await driver.delete([key], { signal });
  if (Buffer.concat(pieces).toString() !== content || objects[0]?.key !== key) {
    throw new ServiceUnavailableError(
      'What was kept there was not given back as it was',
    );
  }
}

async function* inOnePiece(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
