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

import type { Response } from 'express';
import { clientGone } from './clientGone';

/**
 * Answers with a body as it is read, no faster than the client takes it. A failure
 * before the first byte is thrown, so that it can be answered as an error; after
 * that the connection is broken, too, so that nobody takes the part for the whole.
 * When the client goes, reading stops. For `HEAD` only the beginning is read.
 *
 * @param options - `open` begins to read; `head` sets the headers
 */
export async function sendStream(
  res: Response,
  options: {
    open: (signal: AbortSignal) => AsyncIterable<Uint8Array | string>;
    head: () => void;
  },
): Promise<void> {
  const gone = clientGone(res);
  if (gone.aborted) {
    return;
  }
  let goOn = () => {};
  // Once for all: compression never lets go of those who listen only once.
  res.on('drain', () => goOn());
  gone.addEventListener('abort', () => goOn());
  const untilItGoesOn = () =>
    new Promise<void>(resolve => {
      goOn = resolve;
    });
  const source = options.open(gone)[Symbol.asyncIterator]();
  try {
    let next = await source.next();
    options.head();
    const isWanted = res.req.method !== 'HEAD';
    while (isWanted && !next.done && !gone.aborted) {
      if (!res.write(next.value)) {
        await untilItGoesOn();
      }
      next = await source.next();
    }
    res.end();
  } catch (error) {
    if (gone.aborted) {
      return;
    }
    if (res.headersSent) {
      res.destroy();
    }
    throw error;
  } finally {
    await source.return?.();
  }
}
