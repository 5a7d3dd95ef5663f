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

import type { IncomingMessage } from 'http';
import type { KubernetesUser } from '../../cluster';

/** What somebody wants to do with Results, Records or logs. */
export interface ResultsAccess {
  readonly verb: 'create' | 'update' | 'get' | 'delete' | 'list';
  readonly resource: 'results' | 'records' | 'logs';
  /** Empty: all namespaces. */
  readonly namespace: string;
}

/** Somebody who came with a token of a cluster. */
export interface KubernetesCaller {
  /** The one cluster that the token is of, and that the caller may see. */
  readonly cluster: string;
  /** As whom requests are decided: the impersonated user, if there is one. */
  readonly user: KubernetesUser;
  /** Whose token it is, if they act as somebody else. */
  readonly impersonator?: KubernetesUser;

  /** @throws AccessError `unavailable`, if the cluster does not say */
  mayAccess(access: ResultsAccess): Promise<boolean>;

  /**
   * Of these namespaces those with the right, in their order; undefined if they
   * are too many to ask for.
   *
   * @throws AccessError `unavailable`, if the cluster does not say
   */
  namespacesWith(
    access: Omit<ResultsAccess, 'namespace'> & {
      namespaces: readonly string[];
    },
  ): Promise<readonly string[] | undefined>;
}

/** The headers of a request, as often as they were given. */
export type RequestHeaders = Pick<IncomingMessage, 'rawHeaders'>;

/** Finds out who comes with a token of a cluster. */
export interface KubernetesAuth {
  /**
   * @param cluster - the cluster that is asked about; absent: whichever the
   * token is of
   * @throws AccessError if the caller is not let in
   */
  authenticate(
    request: RequestHeaders,
    cluster?: string,
  ): Promise<KubernetesCaller>;
}
