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

import type { KubernetesUser } from '../../cluster';
import type { CachedReviews } from './CachedReviews';
import type { KubernetesCaller, ResultsAccess } from './KubernetesAuth';

/** The group of Results, Records and logs, of which no object is in a cluster. */
const RESULTS_GROUP = 'results.tekton.dev';
/** Each is a request to the cluster. */
const MAX_NAMESPACES = 100;

/** A caller about whose rights their cluster is asked. */
export class ClusterCaller implements KubernetesCaller {
  readonly cluster: string;
  readonly user: KubernetesUser;
  readonly impersonator?: KubernetesUser;
  private readonly reviews: CachedReviews;

  constructor(options: {
    cluster: string;
    user: KubernetesUser;
    impersonator?: KubernetesUser;
    reviews: CachedReviews;
  }) {
    this.cluster = options.cluster;
    this.user = options.user;
    this.impersonator = options.impersonator;
    this.reviews = options.reviews;
  }

  async mayAccess(access: ResultsAccess): Promise<boolean> {
    const { verb, resource, namespace } = access;
    return this.reviews.isAllowed(this.user, {
      verb,
      group: RESULTS_GROUP,
      resource,
      namespace,
    });
  }

  async namespacesWith(
    access: Omit<ResultsAccess, 'namespace'> & {
      namespaces: readonly string[];
    },
  ): Promise<readonly string[] | undefined> {
    const { verb, resource } = access;
    const namespaces = [...new Set(access.namespaces)];
    if (namespaces.length > MAX_NAMESPACES) {
      return undefined;
    }
    const allowed = await Promise.all(
      namespaces.map(namespace =>
        this.mayAccess({ verb, resource, namespace }),
      ),
    );
    return namespaces.filter((_, index) => allowed[index]);
  }
}
