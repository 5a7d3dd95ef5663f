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
import { ClusterCaller } from './ClusterCaller';
import {
  destinationAmong,
  destinationAt,
  type Destination,
} from './destination';
import { readImpersonation, type Impersonation } from './impersonation';
import type {
  KubernetesAuth,
  KubernetesCaller,
  RequestHeaders,
} from './KubernetesAuth';
import { AccessError, refused, unavailable } from '../AccessError';
import { readMetadata } from './metadata';
import type { TokenIssuers } from './TokenIssuers';
import { readTokens, type GivenToken } from './tokens';

interface TokenOwner {
  readonly cluster: string;
  readonly user: KubernetesUser;
  readonly reviews: CachedReviews;
}

/** Finds out who callers are by asking the clusters of their tokens. */
export class ClusterTokenAuth implements KubernetesAuth {
  private readonly allowsImpersonation: boolean;
  private readonly issuers: TokenIssuers;
  private readonly reviews: () => ReadonlyMap<string, CachedReviews>;

  constructor(options: {
    allowsImpersonation: boolean;
    issuers: TokenIssuers;
    /** Of the clusters that there are now, by their names. */
    reviews: () => ReadonlyMap<string, CachedReviews>;
  }) {
    this.allowsImpersonation = options.allowsImpersonation;
    this.issuers = options.issuers;
    this.reviews = options.reviews;
  }

  async authenticate(
    request: RequestHeaders,
    cluster?: string,
  ): Promise<KubernetesCaller> {
    const metadata = readMetadata(request);
    const impersonation = readImpersonation(metadata, {
      allowed: this.allowsImpersonation,
    });
    const owner = await this.firstOwner(readTokens(metadata), cluster);
    return impersonation
      ? impersonate(owner, impersonation)
      : new ClusterCaller(owner);
  }

  /** The owner of the first token that is anybody's. */
  private async firstOwner(
    tokens: readonly GivenToken[],
    cluster: string | undefined,
  ): Promise<TokenOwner> {
    let doubt: AccessError | undefined;
    for (const token of tokens) {
      try {
        const owner = await this.ownerOf(token, cluster);
        if (owner) {
          return owner;
        }
      } catch (error) {
        if (!(error instanceof AccessError)) {
          throw error;
        }
        doubt = error;
      }
    }
    throw doubt ?? refused();
  }

  private async ownerOf(
    token: GivenToken,
    cluster: string | undefined,
  ): Promise<TokenOwner | undefined> {
    const destination = await this.destinationOf(token, cluster);
    if (destination.kind === 'unknown') {
      throw unavailable();
    }
    if (destination.kind === 'none') {
      return undefined;
    }
    const { name } = destination;
    const reviews = this.reviews().get(name);
    const user = await reviews?.userOf(token.text);
    return reviews && user && { cluster: name, user, reviews };
  }

  private async destinationOf(
    { issuer }: GivenToken,
    cluster: string | undefined,
  ): Promise<Destination> {
    if (cluster === undefined) {
      return issuer === undefined
        ? { kind: 'none' }
        : destinationAmong(await this.issuers.claims(issuer));
    }
    if (
      issuer === undefined ||
      // There is nobody else whose it might be.
      this.reviews().size === 1 ||
      // Nor does a cluster that is away matter to the token of another.
      (await this.issuers.claim(cluster, issuer)) === 'claimed'
    ) {
      return { kind: 'cluster', name: cluster };
    }
    return destinationAt(cluster, await this.issuers.claims(issuer));
  }
}

/** @throws AccessError `refused`, if the owner may not act as them */
async function impersonate(
  { cluster, user: impersonator, reviews }: TokenOwner,
  { user, checks }: Impersonation,
): Promise<KubernetesCaller> {
  for (const check of checks) {
    if (!(await reviews.isAllowed(impersonator, check))) {
      throw refused(
        `forbidden: '${impersonator.username}' doesn't have permission to impersonate '${check.resource}'`,
      );
    }
  }
  return new ClusterCaller({ cluster, user, impersonator, reviews });
}
