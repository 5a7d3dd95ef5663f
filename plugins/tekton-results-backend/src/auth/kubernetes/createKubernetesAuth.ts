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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cluster } from '../../cluster';
import type { KubernetesAuthConfig } from '../../config';
import { CachedReviews } from './CachedReviews';
import { ClusterTokenAuth } from './ClusterTokenAuth';
import type { KubernetesAuth } from './KubernetesAuth';
import { TokenIssuers } from './TokenIssuers';

const REVIEW_TIMEOUT_MS = 5_000;

/**
 * Lets callers in by the tokens of these clusters. A token is sent to no
 * cluster but its own.
 *
 * @param options - `now`: milliseconds since 1970; `reviewTimeoutMs`: how long
 * a cluster may take for one answer, 5000 by default
 */
export function createKubernetesAuth(options: {
  /** Those that there are now. */
  clusters: () => readonly Cluster[];
  settings: Omit<KubernetesAuthConfig, 'enabled'>;
  logger: LoggerService;
  now?: () => number;
  reviewTimeoutMs?: number;
}): KubernetesAuth {
  const { clusters, settings, logger } = options;
  const now = options.now ?? Date.now;
  const timeoutMs = options.reviewTimeoutMs ?? REVIEW_TIMEOUT_MS;
  // What one cluster said of a token says nothing of it at another.
  const known = new WeakMap<Cluster, CachedReviews>();
  const reviewsOf = (cluster: Cluster) => {
    const reviews =
      known.get(cluster) ??
      new CachedReviews({ cluster, ...settings, timeoutMs, logger, now });
    known.set(cluster, reviews);
    return reviews;
  };
  return new ClusterTokenAuth({
    allowsImpersonation: settings.impersonation,
    issuers: new TokenIssuers({ clusters, timeoutMs, logger, now }),
    reviews: () =>
      new Map(clusters().map(cluster => [cluster.name, reviewsOf(cluster)])),
  });
}
