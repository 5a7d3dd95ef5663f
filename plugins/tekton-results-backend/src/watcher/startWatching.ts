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

import { setMaxListeners } from 'events';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { RUN_RESOURCES, type Cluster } from '../cluster';
import type { CaptureStore } from '../store';
import type { CaptureMonitor } from './CaptureMonitor';
import { Reflector } from './Reflector';

/**
 * Starts to capture the runs of clusters.
 *
 * @returns A function that stops it, and waits until nothing is written any more
 */
export function startWatching(options: {
  clusters: readonly Cluster[];
  store: CaptureStore;
  monitor: CaptureMonitor;
  logger: LoggerService;
}): () => Promise<void> {
  const { clusters, store, monitor, logger } = options;
  const stop = new AbortController();
  // Each request of each reflector listens to it; that is no leak.
  setMaxListeners(0, stop.signal);
  const running = clusters.flatMap(({ name, title, connection }) => {
    const resourceMonitor = monitor.addCluster({ name, title });
    return RUN_RESOURCES.map(resource =>
      new Reflector({
        cluster: name,
        connection,
        resource,
        store,
        monitor: resourceMonitor(resource.plural),
        logger: logger.child({ cluster: name, resource: resource.plural }),
      }).run(stop.signal),
    );
  });
  return async () => {
    stop.abort();
    await Promise.all(running);
  };
}
