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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Stores } from '../createStores';

/**
 * Brings in the background what an earlier version stored up to date. Until it is
 * done filters are right, but must read the objects themselves; and runs that bring
 * their pipelines along are each of one of their own.
 *
 * @returns stops it, and waits until it has stopped
 */
export function startPromoting(options: {
  stores: Pick<Stores, 'promoteOldRecords' | 'nameOldRuns'>;
  logger: LoggerService;
}): () => Promise<void> {
  const { stores, logger } = options;
  const controller = new AbortController();
  const task = { logger, signal: controller.signal };
  const work = async () => {
    const promoted = await stores.promoteOldRecords(task);
    if (promoted > 0) {
      logger.info(`Made ${promoted} stored records fast to filter`);
    }
    // Reads what promoting has written.
    const named = await stores.nameOldRuns(task);
    if (named > 0) {
      logger.info(`Found out of which pipelines ${named} stored runs are`);
    }
  };
  const done = work().catch(error =>
    logger.warn(
      'Of what an earlier version stored some is slow to filter, or has the name of the run for that of its pipeline, until the next start: bringing it up to date failed',
      { error: toError(error).message },
    ),
  );
  return async () => {
    controller.abort();
    await done;
  };
}
