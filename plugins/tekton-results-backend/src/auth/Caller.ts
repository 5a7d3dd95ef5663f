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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { WriteAccess } from '../store';

/** What a request to the Results API wants, in the words of Kubernetes. */
export interface ResultsRequest {
  readonly verb: 'create' | 'update' | 'get' | 'delete' | 'list';
  readonly resource: 'results' | 'records' | 'logs';
  /** Absent: all parents. */
  readonly parent: string | undefined;
}

/** Somebody who asks, and what they may do. */
export interface Caller {
  /** Who it is, for people and for counting; no secret. */
  readonly id: string;
  /** Whose token it is, if they act as somebody else; like `id`. */
  readonly impersonator?: string;
  /** Absent: not a caller of Backstage. */
  readonly credentials?: BackstageCredentials;
  /** The one cluster that the caller may see. Absent: whatever they may. */
  readonly cluster?: string;

  /**
   * What the caller may see, and what of it they may do this with.
   *
   * @throws AccessError if they may do it with nothing at all, as far as that may
   * be told, or if that cannot be found out
   */
  accessFor(request: ResultsRequest): Promise<WriteAccess>;
}
