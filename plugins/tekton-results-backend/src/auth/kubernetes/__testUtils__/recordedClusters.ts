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

import {
  startExampleCluster,
  type AccessRule,
  type ExampleCluster,
  type ExampleClusterOptions,
} from 'example-cluster';
import { readClusters, type Cluster } from '../../../cluster';
import { RecordingProxy } from './RecordingProxy';

/** What our account needs to ask about callers, and nothing more. */
export const REVIEWER_RULES: AccessRule[] = [
  {
    apiGroups: ['authentication.k8s.io'],
    resources: ['tokenreviews'],
    verbs: ['create'],
  },
  {
    apiGroups: ['authorization.k8s.io'],
    resources: ['subjectaccessreviews'],
    verbs: ['create'],
  },
];

/** An example cluster of which every request is recorded. */
export interface RecordedCluster {
  readonly cluster: Cluster;
  readonly example: ExampleCluster;
  readonly proxy: RecordingProxy;
}

/** Starts clusters and closes all of them after each test. Call inside `describe`. */
export function useRecordedClusters() {
  const open: RecordedCluster[] = [];
  afterEach(async () => {
    await Promise.all(
      open.splice(0).map(async ({ example, proxy }) => {
        proxy.close();
        await example.close({ abrupt: true });
      }),
    );
  });

  return {
    /** @param options - its tokens get one for our own account */
    async start(
      name: string,
      options: ExampleClusterOptions & { tokenIssuers?: string[] } = {},
    ): Promise<RecordedCluster> {
      const { tokenIssuers, tokens = [], ...others } = options;
      const own = `own-token-of-${name}`;
      const example = await startExampleCluster({
        bindings: [],
        ...others,
        tokens: [
          ...tokens,
          { token: own, user: 'backstage', rules: REVIEWER_RULES },
        ],
      });
      const proxy = await RecordingProxy.start(example.url);
      const { clusters } = await readClusters({
        config: {
          namesClusters: true,
          clusters: [
            {
              name,
              url: proxy.url,
              token: own,
              skipTLSVerify: false,
              ca: undefined,
              tokenIssuers,
            },
          ],
        },
      });
      const recorded = { cluster: clusters[0], example, proxy };
      open.push(recorded);
      return recorded;
    },
  };
}
