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

import type { JsonObject } from '@backstage/types';
import type { ApiResource } from './ClusterConnection';

/** One object of a Kubernetes API. */
export interface ObjectAddress {
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly name: string;
}

/** How to change objects of one Kubernetes API. Failures are ClusterErrors. */
export interface ClusterWriter {
  /**
   * Server-side apply: the object has what the body says, and what the same
   * manager applied earlier and does not apply any more is removed. The body must
   * hold the uid, as a patch without it creates an object that is not there.
   *
   * @param options - `force`: also over what others manage; else that is a 409
   * @returns the object after it
   */
  apply(
    options: ObjectAddress & {
      body: JsonObject;
      fieldManager: string;
      force: boolean;
      signal: AbortSignal;
    },
  ): Promise<unknown>;

  /**
   * JSON merge patch. With `metadata.resourceVersion` it is a 409 if the object
   * has changed.
   *
   * @returns the object after it
   */
  merge(
    options: ObjectAddress & { body: JsonObject; signal: AbortSignal },
  ): Promise<unknown>;

  /** Deletes just this object, in just this version if one is given; else 409. */
  remove(
    options: ObjectAddress & {
      uid: string;
      resourceVersion?: string;
      signal: AbortSignal;
    },
  ): Promise<void>;

  /** @returns the object as it was created */
  create(options: {
    resource: ApiResource;
    /** Absent for what is in no namespace. */
    namespace?: string;
    body: JsonObject;
    signal: AbortSignal;
  }): Promise<unknown>;
}
