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

/** Whether the tokens of an issuer may be those of a cluster. */
export type Claim =
  | 'claimed'
  | 'notClaimed'
  /** It has never been known which issuers the cluster has. */
  | 'unknown';

/** To which cluster a token may be sent. */
export type Destination =
  | { readonly kind: 'cluster'; readonly name: string }
  | { readonly kind: 'none' }
  /** That depends on a cluster of which nothing is known yet. */
  | { readonly kind: 'unknown' };

/**
 * Decides for a request about one cluster. The token goes there, unless it is
 * known to be another cluster's secret.
 */
export function destinationAt(
  cluster: string,
  claims: ReadonlyMap<string, Claim>,
): Destination {
  const own = claims.get(cluster);
  const isClaimedElsewhere = [...claims].some(
    ([name, claim]) => name !== cluster && claim === 'claimed',
  );
  if (own === 'claimed' || !isClaimedElsewhere) {
    return { kind: 'cluster', name: cluster };
  }
  return { kind: own === 'unknown' ? 'unknown' : 'none' };
}

/**
 * Decides for a request about all clusters. The token goes only where it
 * belongs beyond doubt: to the one cluster that claims its issuer.
 */
export function destinationAmong(
  claims: ReadonlyMap<string, Claim>,
): Destination {
  const claiming = [...claims.keys()].filter(
    name => claims.get(name) === 'claimed',
  );
  if (claiming.length > 1) {
    return { kind: 'none' };
  }
  if ([...claims.values()].includes('unknown')) {
    return { kind: 'unknown' };
  }
  return claiming.length === 1
    ? { kind: 'cluster', name: claiming[0] }
    : { kind: 'none' };
}
