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
 * Promotes in the background what an earlier version stored. Until it is done
 * filters are right, but must read the objects themselves.
 *
 * @returns stops it, and waits until it has stopped
 */
export function startPromoting(options: {
  stores: Pick<Stores, 'promoteOldRecords'>;
  logger: LoggerService;
}): () => Promise<void> {
  const { stores, logger } = options;
  const controller = new AbortController();
  const done = stores
    .promoteOldRecords({ logger, signal: controller.signal })
    .then(
      promoted => {
        if (promoted > 0) {
          logger.info(`Made ${promoted} stored records fast to filter`);
        }
      },
      error =>
        logger.warn(
          'Stored records are slow to filter until the next start: making them fast failed',
          { error: toError(error).message },
        ),
    );
  return async () => {
    controller.abort();
    await done;
  };
}
