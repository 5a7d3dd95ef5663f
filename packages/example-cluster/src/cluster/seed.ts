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

import { RESOURCES } from '../kubernetes';
import { Recording } from '../recording';
import { ObjectStore } from '../store';

const NAMESPACES = [
  'default',
  'kube-system',
  'tekton-pipelines',
  'shop',
  'payments',
  'platform',
];

/** Creates the namespaces that are missing. */
export function addNamespaces(store: ObjectStore, more: string[] = []): void {
  for (const name of [...NAMESPACES, ...more]) {
    if (!store.find(RESOURCES.namespaces, undefined, name)) {
      store.create(RESOURCES.namespaces, {
        metadata: {
          name,
          labels: { 'kubernetes.io/metadata.name': name },
        },
        spec: { finalizers: ['kubernetes'] },
      });
    }
  }
}

/** Creates the Pipelines that the recorded runs name, as far as the runs tell what they look like. */
export function addPipelines(
  store: ObjectStore,
  recording: Recording | undefined,
): void {
  for (const { resource, object } of recording?.events ?? []) {
    const name = object.metadata.labels?.['tekton.dev/pipeline'];
    const spec = object.status?.pipelineSpec;
    const { namespace } = object.metadata;
    if (
      resource === 'pipelineruns' &&
      name &&
      spec &&
      !store.find(RESOURCES.pipelines, namespace, name)
    ) {
      store.create(RESOURCES.pipelines, {
        metadata: { name, namespace },
        spec,
      });
    }
  }
}
