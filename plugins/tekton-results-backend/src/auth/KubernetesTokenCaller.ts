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

import { EVERYTHING, type ResultStore, type WriteAccess } from '../store';
import { refused } from './AccessError';
import type { Caller, ResultsRequest } from './Caller';
import type { KubernetesCaller } from './kubernetes';

/** Of more namespaces nobody is asked one by one. */
const MAX_NAMESPACES = 100;

/** Somebody with a token of a cluster: the cluster decides, as for upstream. */
export class KubernetesTokenCaller implements Caller {
  readonly id: string;
  readonly impersonator?: string;
  readonly cluster: string;
  private readonly caller: KubernetesCaller;
  private readonly results: Pick<ResultStore, 'listParents'>;

  constructor(options: {
    caller: KubernetesCaller;
    results: Pick<ResultStore, 'listParents'>;
  }) {
    this.caller = options.caller;
    this.results = options.results;
    this.cluster = options.caller.cluster;
    const { user, impersonator } = options.caller;
    this.id = idOf(this.cluster, user);
    this.impersonator = impersonator && idOf(this.cluster, impersonator);
  }

  async accessFor(request: ResultsRequest): Promise<WriteAccess> {
    const { verb, resource, parent } = request;
    if (parent === undefined) {
      return this.accessToAll(request);
    }
    if (!(await this.caller.mayAccess({ verb, resource, namespace: parent }))) {
      throw refused();
    }
    return inNamespaces([parent]);
  }

  /** Upstream refuses whoever may not see all; here they get what they may see. */
  private async accessToAll({
    verb,
    resource,
  }: ResultsRequest): Promise<WriteAccess> {
    if (await this.caller.mayAccess({ verb, resource, namespace: '' })) {
      return { visible: EVERYTHING, allowed: EVERYTHING };
    }
    const known = await this.results.listParents(
      this.cluster,
      MAX_NAMESPACES + 1,
    );
    const namespaces = await this.caller.namespacesWith({
      verb,
      resource,
      namespaces: known,
    });
    if (!namespaces || namespaces.length === 0) {
      throw refused();
    }
    return inNamespaces(namespaces);
  }
}

function idOf(cluster: string, { username }: { username: string }): string {
  return `kubernetes:${cluster}/${username}`;
}

function inNamespaces(values: readonly string[]): WriteAccess {
  const access = { kind: 'namespace' as const, values };
  return { visible: access, allowed: access };
}
