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
  ExampleCluster,
  ExampleClusterOptions,
  startExampleCluster,
} from '../cluster';
import { JsonObject } from '../kubernetes';
import { send, TestRequest, TestResponse } from './httpClient';

/** Paths that tests use often. */
export const PIPELINE_RUNS = '/apis/tekton.dev/v1/pipelineruns';
export const TASK_RUNS = '/apis/tekton.dev/v1/taskruns';

/** The path of a namespaced resource of tekton.dev/v1. */
export function inNamespace(resource: string, namespace = 'shop'): string {
  return `/apis/tekton.dev/v1/namespaces/${namespace}/${resource}`;
}

/** Starts clusters and closes all of them after each test. Call inside `describe`. */
export function useClusters() {
  const open: ExampleCluster[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map(cluster => cluster.close()));
  });
  return {
    async start(options: ExampleClusterOptions = {}) {
      const cluster = await startExampleCluster(options);
      open.push(cluster);
      const call = (
        path: string,
        request?: TestRequest,
      ): Promise<TestResponse> => send(`${cluster.url}${path}`, request);
      return { cluster, call };
    },
  };
}

/** A PipelineRun as a client would create it. */
export function pipelineRun(
  name: string,
  more: { labels?: Record<string, string>; finalizers?: string[] } = {},
): JsonObject {
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { name, ...more },
    spec: { pipelineRef: { name: 'build-and-push' } },
  };
}
