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

import { setTimeout as sleep } from 'timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LogStore } from '../../store';
import type { LogDrivers } from '../drivers';
import { sweepDiscarded } from './sweepDiscarded';

const INTERVAL_MS = 60_000;

interface Sweep {
  readonly store: Pick<LogStore, 'discarded' | 'forget'>;
  readonly drivers: LogDrivers;
  readonly logger: LoggerService;
  readonly signal: AbortSignal;
}

/**
 * Deletes in the background the bytes of logs that are deleted. Several processes
 * may do so at once.
 *
 * @returns stops it, and waits until it has stopped
 */
export function startLogSweeper(
  options: Omit<Sweep, 'signal'> & {
    /** Between two looks. */
    intervalMs?: number;
  },
): () => Promise<void> {
  const { intervalMs = INTERVAL_MS } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const done = sweepAgainAndAgain({ ...options, intervalMs, signal });
  return async () => {
    controller.abort();
    await done;
  };
}

async function sweepAgainAndAgain(
  options: Sweep & { intervalMs: number },
): Promise<void> {
  const { logger, intervalMs, signal } = options;
  let trouble = '';
  while (!signal.aborted) {
    const found = await sweepOnce(options);
    // Once, not every time that it fails in the same way.
    if (found !== trouble && found !== '' && !signal.aborted) {
      logger.warn('Bytes of logs that were removed are not deleted yet', {
        error: found,
      });
    }
    trouble = found;
    await sleep(intervalMs, undefined, { signal, ref: false }).catch(
      () => undefined,
    );
  }
}

/** @returns what went wrong, if anything */
async function sweepOnce({
  store,
  drivers,
  logger,
  signal,
}: Sweep): Promise<string> {
  try {
    const { deleted, problems } = await sweepDiscarded({
      store,
      drivers,
      signal,
    });
    if (deleted > 0) {
      logger.info(`Deleted ${deleted} pieces of logs that were removed`);
    }
    return [...problems].map(([name, text]) => `${name}: ${text}`).join('; ');
  } catch (error) {
    return toError(error).message;
  }
}
