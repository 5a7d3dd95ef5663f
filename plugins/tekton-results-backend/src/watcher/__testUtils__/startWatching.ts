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

import type { Cluster } from '../../cluster';
import { DEFAULT_WATCHER_CONFIG, type WatcherConfig } from '../../config';
import { ClusterWatches } from '../ClusterWatches';

/**
 * Starts to watch clusters that stay the same; all as by default if not told.
 *
 * @returns A function that stops it, and waits until nothing is written any more
 */
export function startWatching(
  options: ConstructorParameters<typeof ClusterWatches>[0] & {
    clusters: readonly Cluster[];
    configOf?: (cluster: Cluster) => WatcherConfig;
  },
): () => Promise<void> {
  const { clusters, configOf = () => DEFAULT_WATCHER_CONFIG } = options;
  const watches = new ClusterWatches(options);
  watches.update(
    clusters.map(cluster => ({ cluster, config: configOf(cluster) })),
  );
  return () => watches.stop();
}
