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
import { markPlace, marksOfOthers } from './placeMarks';
import { sweepDiscarded } from './sweepDiscarded';

const INTERVAL_MS = 60_000;
const MARK_TIMEOUT_MS = 30_000;

interface Sweep {
  readonly store: Pick<LogStore, 'discarded' | 'forget'>;
  readonly drivers: LogDrivers;
  /** Name of this installation. */
  readonly installation: string;
  readonly logger: LoggerService;
  readonly signal: AbortSignal;
}

/**
 * Marks the places where logs are kept, and deletes in the background the bytes of
 * logs that are deleted. Several processes may do so at once.
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
  const unmarked = new Set(options.drivers.names);
  let trouble = '';
  while (!signal.aborted) {
    await markPlaces(unmarked, options);
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

/** Takes those away that could be marked; the others are tried again later. */
async function markPlaces(
  unmarked: Set<string>,
  { drivers, installation, logger, ...options }: Sweep,
): Promise<void> {
  for (const name of unmarked) {
    const signal = AbortSignal.any([
      options.signal,
      AbortSignal.timeout(MARK_TIMEOUT_MS),
    ]);
    try {
      const driver = drivers.get(name);
      await markPlace(driver, { installation, signal });
      const marks = await marksOfOthers(driver, { installation, signal });
      unmarked.delete(name);
      if (marks.length > 0) {
        logger.warn(
          'Another Backstage keeps its logs in the same place: give each one of its own',
          { logDriver: name, marks: marks.join(', ') },
        );
      }
    } catch (error) {
      logger.debug('The place of logs cannot be marked yet', {
        logDriver: name,
        error: toError(error).message,
      });
    }
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
