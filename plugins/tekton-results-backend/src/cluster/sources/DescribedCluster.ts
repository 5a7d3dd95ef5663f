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

import type { ClusterAccess } from '../ClusterAccess';

/** A cluster as one source describes it. */
export interface DescribedCluster {
  /** As sources may call it; see {@link clusterName}. */
  readonly name: string;
  readonly title?: string;
  /** Where it is described, for people. */
  readonly origin: string;
  /** Differs if the way to it differs; tells nothing of it. */
  readonly key: string;
  /** Opens the way to it, or says why there is none for an archive. */
  readonly access: ClusterAccess | { readonly unsupported: string };
  /** Whether `tektonResults` describes it itself. */
  readonly isOwn?: boolean;
  /** What is worth a warning about it. */
  readonly warnings?: readonly string[];
}

/** What a source knows. */
export interface SourceAnswer {
  readonly clusters: readonly DescribedCluster[];
  /** Mistakes in what it reads, each with its path. */
  readonly problems: ReadonlyArray<{ path: string; message: string }>;
  /** Whether there may be clusters that it could not tell. */
  readonly isPartial?: boolean;
  /** What else is worth a warning. */
  readonly warnings?: readonly string[];
}
