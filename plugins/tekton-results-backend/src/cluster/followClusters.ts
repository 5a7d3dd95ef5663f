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
import type { ConfigProblem } from '../config';
import type { ClusterDirectory, DirectoryState } from './ClusterDirectory';

/** Files and other sources tell nobody when they change. */
const REFRESH_MS = 60_000;

/**
 * Hands out the clusters, and again whenever they were read anew: at once, when the
 * configuration changes, and now and then. A failure leaves all as it is. What is
 * wrong is logged once. A module that is slow to tell its clusters holds up no change.
 *
 * @param options - `subscribe`: calls back when the configuration has changed;
 * `onRead`: takes what was read, and gives all that is wrong with it; `refreshMs`:
 * 60,000 by default
 * @returns A function that ends it
 */
export function followClusters(options: {
  directory: Pick<ClusterDirectory, 'state' | 'askModules' | 'refresh'>;
  subscribe?: (onChange: () => void) => { unsubscribe: () => void };
  onRead: (state: DirectoryState) => Promise<readonly ConfigProblem[]>;
  logger: LoggerService;
  refreshMs?: number;
}): () => Promise<void> {
  const { directory, subscribe, onRead, logger } = options;
  const { refreshMs = REFRESH_MS } = options;
  const stop = new AbortController();
  const { signal } = stop;
  let told = new Set<string>();

  const tell = (
    problems: readonly ConfigProblem[],
    warnings: readonly string[],
  ) => {
    const mistakes = problems.map(({ path, message }) => `${path} ${message}`);
    mistakes
      .filter(text => !told.has(text))
      .forEach(text => logger.error(`Configuration: ${text}`));
    warnings
      .filter(text => !told.has(text))
      .forEach(text => logger.warn(`Clusters: ${text}`));
    told = new Set([...mistakes, ...warnings]);
  };
  let working = Promise.resolve();
  let taking = Promise.resolve();
  const take = (read: () => Promise<DirectoryState>) => {
    working = working
      .then(async () => {
        const state = signal.aborted ? undefined : await read();
        if (state && !signal.aborted) {
          taking = (async () => tell(await onRead(state), state.warnings))();
          await taking;
        }
      })
      .catch(error => {
        // Other properties of an error may hold what it failed on.
        const { message } = toError(error);
        logger.error(`The clusters cannot be read anew, and stay: ${message}`);
      });
    return working;
  };
  const refresh = () => take(() => directory.refresh());

  take(async () => directory.state);
  const subscription = subscribe?.(refresh);
  const poll = async () => {
    while (!signal.aborted) {
      // Those of modules are not known at the start.
      await directory.askModules();
      await refresh();
      await sleep(refreshMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  poll();
  return async () => {
    subscription?.unsubscribe();
    stop.abort();
    // What is read now is not taken any more, and may be long in coming.
    await taking.catch(() => {});
  };
}
