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

import { RESOURCES, ResourceType } from '../kubernetes';
import { ObjectStore } from './objectStore';

const NAMESPACED_TYPES: ResourceType[] = Object.values(RESOURCES).filter(
  type => type.namespaced,
);

/**
 * Deletes what is in a namespace a moment after the namespace was; what has finalizers stays until
 * they are released. The real namespace waits for that, which nobody here looks at. Gives the
 * function that ends it.
 */
export function emptyDeletedNamespaces(store: ObjectStore): () => void {
  return store.onChange((type, event) => {
    if (type === RESOURCES.namespaces && event.type === 'DELETED') {
      setImmediate(() => empty(store, event.object.metadata.name));
    }
  });
}

function empty(store: ObjectStore, namespace: string): void {
  for (const type of NAMESPACED_TYPES) {
    for (const { metadata } of store.list(type)) {
      // Deleting one may have taken others along.
      if (
        metadata.namespace === namespace &&
        store.find(type, namespace, metadata.name)
      ) {
        store.delete(type, namespace, metadata.name);
      }
    }
  }
}
