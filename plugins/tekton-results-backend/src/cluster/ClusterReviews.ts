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

/** Somebody as a cluster knows them. */
export interface KubernetesUser {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  /** What else the authenticator told, by its lower-case key. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** One thing that somebody wants to do, as Kubernetes names it. */
export interface ResourceAttributes {
  readonly verb: string;
  readonly group: string;
  /** Plural name. */
  readonly resource: string;
  readonly subresource?: string;
  /** Empty: in all namespaces, or not in one. */
  readonly namespace: string;
  /** Absent: whatever the name. */
  readonly name?: string;
}

/**
 * What a cluster says about those who come with a token of it. Every failure is
 * a {@link ClusterError}; its message may quote what was sent, the token
 * included.
 */
export interface ClusterReviews {
  /**
   * Whose token it is; undefined if it is nobody's.
   *
   * @param options - `audiences`: the token must be meant for one of them; if
   * there are none, for the cluster itself
   */
  reviewToken(options: {
    token: string;
    audiences: readonly string[];
    signal: AbortSignal;
  }): Promise<KubernetesUser | undefined>;

  /** Whether somebody may do something. */
  reviewAccess(options: {
    user: KubernetesUser;
    attributes: ResourceAttributes;
    signal: AbortSignal;
  }): Promise<boolean>;

  /** The issuer of the cluster's own tokens, as it says itself. */
  tokenIssuer(options: { signal: AbortSignal }): Promise<string>;
}
