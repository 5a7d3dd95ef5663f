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

import { KubernetesObject, ResourceType, StatusError } from '../kubernetes';
import { LogBook } from '../logs';
import { GarbageCollector, ObjectStore } from '../store';
import { ResourcePath } from './resourcePath';
import { WatchRegistry } from './watchRegistry';

/** What requests for objects are answered from. */
export interface ResourceContext {
  store: ObjectStore;
  collector: GarbageCollector;
  logBook: LogBook;
  watches: WatchRegistry;
  bookmarkIntervalMs: number;
  /** Called after a client created an object. */
  onCreated(type: ResourceType, object: KubernetesObject): void;
  /** Called after a client changed an object. */
  onWritten(type: ResourceType, object: KubernetesObject): void;
}

/** A path to a resource that the server serves. */
export type ServedPath = ResourcePath & { type: ResourceType };

/** 405. */
export function methodNotAllowed(): StatusError {
  return new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
  );
}
