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

import { setTimeout as sleepFor } from 'timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Stores } from '../createStores';

/** After a failure; retention waits for the names. */
const RETRY_MS = 5 * 60_000;

interface Task {
  /** @returns what of the records got done */
  readonly run: () => Promise<number>;
  readonly done: (count: number) => string;
  /** What is wrong with some records until it is done. */
  readonly lacking: string;
}

/**
 * Brings in the background what an earlier version stored up to date. Until it is
 * done filters are right, but must read the objects themselves; and runs that bring
 * their pipelines along are each of one of their own, so that retention waits. What
 * fails is tried again after a while, and holds up nothing else.
 *
 * @returns stops it, and waits until it has stopped
 */
export function startPromoting(options: {
  stores: Pick<Stores, 'promoteOldRecords' | 'nameOldRuns'>;
  logger: LoggerService;
  /** Rejects when the signal is aborted. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}): () => Promise<void> {
  const { stores, logger, sleep = sleepQuietly } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const attempt = async ({ run, done, lacking }: Task): Promise<boolean> => {
    try {
      const count = await run();
      if (count > 0) {
        logger.info(done(count));
      }
      return true;
    } catch (error) {
      logger.warn(
        `Of what an earlier version stored some ${lacking}: bringing it up to date failed, and is tried again`,
        { error: toError(error).message },
      );
      return false;
    }
  };
  const work = async () => {
    let left: readonly Task[] = [
      {
        run: () => stores.promoteOldRecords({ logger, signal }),
        done: count => `Made ${count} stored records fast to filter`,
        lacking: 'is slow to filter',
      },
      {
        run: () => stores.nameOldRuns({ logger, signal }),
        done: count => `Found out of which pipelines ${count} stored runs are`,
        lacking:
          'has the name of the run for that of its pipeline, so that no old run is removed',
      },
    ];
    while (!signal.aborted && left.length > 0) {
      const failed: Task[] = [];
      for (const task of left) {
        if (!(await attempt(task))) {
          failed.push(task);
        }
      }
      left = failed;
      if (left.length > 0) {
        await sleep(RETRY_MS, signal).catch(() => undefined);
      }
    }
  };
  const finished = work();
  return async () => {
    controller.abort();
    await finished;
  };
}

/** A process may end meanwhile. */
function sleepQuietly(ms: number, signal: AbortSignal): Promise<void> {
  return sleepFor(ms, undefined, { signal, ref: false });
}
