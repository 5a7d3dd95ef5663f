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

import type { RequestOptions } from 'https';

/**
 * Where a cluster is, and with which credential to talk to it.
 */
export interface ClusterAccess {
  /** Base URL of the Kubernetes API, possibly with a path. */
  readonly url: string;
  /**
   * What a request needs to be trusted and to trust: headers, certificates.
   * Asked for each request, so that credentials may change.
   */
  requestOptions(): Promise<
    Pick<
      RequestOptions,
      | 'headers'
      | 'ca'
      | 'cert'
      | 'key'
      | 'rejectUnauthorized'
      | 'servername'
      | 'agent'
    >
  >;
  /** Makes the next request read its credential anew. */
  renew(): void;
}
