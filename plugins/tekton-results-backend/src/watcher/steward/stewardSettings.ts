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

import type { ClusterWriter, RunResource } from '../../cluster';
import type { WatcherConfig } from '../../config';
import { isAllowed } from '../rights';
import type { StewardSettings } from './nextStewardStep';

/**
 * What the configuration and the rights of the credential allow to do to runs.
 *
 * @throws ClusterError if rights matter and the cluster does not tell them
 */
export async function stewardSettings(options: {
  config: WatcherConfig;
  resources: readonly RunResource[];
  /** Those that are watched, each by itself; absent: all. */
  namespaces?: readonly string[];
  writer: ClusterWriter;
  signal: AbortSignal;
}): Promise<StewardSettings> {
  const { config } = options;
  return {
    annotations: config.annotations,
    finalizers: await finalizerUse(options),
    gracePeriodMs: config.completedRunGracePeriodMs,
    checkOwner: config.checkOwner,
    labelSelector: config.labelSelector,
    storeDeadlineMs: config.storeDeadlineMs,
    forwardBufferMs: config.forwardBufferMs,
  };
}

async function finalizerUse(options: {
  config: WatcherConfig;
  resources: readonly RunResource[];
  namespaces?: readonly string[];
  writer: ClusterWriter;
  signal: AbortSignal;
}): Promise<StewardSettings['finalizers']> {
  switch (options.config.finalizers) {
    case 'always':
      return 'use';
    case 'release':
      return 'release';
    case 'never':
      return 'ignore';
    default: {
      const { namespaces = [undefined] } = options;
      const rights = await Promise.all(
        namespaces.flatMap(namespace =>
          options.resources.map(({ group, plural }) =>
            isAllowed({
              ...options,
              right: {
                verb: 'patch',
                apiGroup: group,
                resource: plural,
                namespace,
              },
            }),
          ),
        ),
      );
      // Half of the rights would protect PipelineRuns and lose their tasks.
      return rights.length > 0 && rights.every(Boolean) ? 'use' : 'ignore';
    }
  }
}
