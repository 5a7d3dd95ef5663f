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

import { randomBytes } from 'crypto';
import type { AccessRule } from 'example-cluster';
import { text } from 'stream/consumers';
import { z } from 'zod';
import { readClusters } from '../../../cluster';
import { ClusterHttpClient } from '../../../cluster/ClusterHttpClient';
import {
  kubeconfigAccess,
  loadKubeConfig,
} from '../../../cluster/kubeconfigAccess';
import { REVIEWER_RULES } from './recordedClusters';
import type { ReviewedCluster, Subject } from './ReviewedCluster';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
/** The least that an API server gives a token. */
const TOKEN_SECONDS = 600;
const tokenRequestSchema = z.object({
  status: z.object({ token: z.string().min(1) }),
});

type NamedRule = AccessRule & { apiGroups?: string[] };

/**
 * Sets up namespaces, accounts and rights of its own in the cluster of a
 * kubeconfig, whose user must be an administrator.
 */
export async function startRealReviewedCluster(
  kubeconfig: string,
): Promise<ReviewedCluster> {
  const id = `tekton-results-test-${randomBytes(4).toString('hex')}`;
  const namespaces = [`${id}-a`, `${id}-b`] as const;
  const [home] = namespaces;
  const { access } = await kubeconfigAccess(() => loadKubeConfig(kubeconfig));
  const client = new ClusterHttpClient({ access });
  const created: string[] = [];
  let grants = 0;

  async function send(method: 'POST' | 'DELETE', path: string, body?: object) {
    const response = await client.request({
      method,
      path,
      body,
      silenceMs: 10_000,
      signal: AbortSignal.timeout(10_000),
    });
    const answer: unknown = JSON.parse(await text(response));
    return answer;
  }

  async function create(
    collection: string,
    name: string,
    fields: object = {},
  ): Promise<void> {
    await send('POST', collection, { metadata: { name }, ...fields });
    created.push(`${collection}/${name}`);
  }

  async function createAccount(name: string, audiences?: string[]) {
    const accounts = `/api/v1/namespaces/${home}/serviceaccounts`;
    await create(accounts, name);
    const answer = await send('POST', `${accounts}/${name}/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: TOKEN_SECONDS, audiences },
    });
    return {
      username: `system:serviceaccount:${home}:${name}`,
      token: tokenRequestSchema.parse(answer).status.token,
    };
  }

  async function grant(subject: Subject, rule: NamedRule): Promise<void> {
    const { apiGroups = ['*'], resources, verbs, names } = rule;
    const rules = [{ apiGroups, resources, verbs, resourceNames: names }];
    grants += 1;
    const name = `${id}-${grants}`;
    for (const namespace of rule.namespaces ?? [undefined]) {
      const base = namespace ? `${RBAC}/namespaces/${namespace}` : RBAC;
      const prefix = namespace ? '' : 'cluster';
      await create(`${base}/${prefix}roles`, name, { rules });
      await create(`${base}/${prefix}rolebindings`, name, {
        subjects: [{ ...subject, apiGroup: 'rbac.authorization.k8s.io' }],
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: namespace ? 'Role' : 'ClusterRole',
          name,
        },
      });
    }
  }

  /** Goes on after a failure: what is left would stay for ever. */
  async function close(): Promise<void> {
    const failures: unknown[] = [];
    for (const path of created.splice(0).reverse()) {
      await send('DELETE', path).catch(error => failures.push(error));
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, 'Not all of it could be removed');
    }
  }

  try {
    for (const namespace of namespaces) {
      await create('/api/v1/namespaces', namespace);
    }
    const reviewer = await createAccount('reviewer');
    for (const rule of REVIEWER_RULES) {
      await grant({ kind: 'User', name: reviewer.username }, rule);
    }
    return {
      cluster: await clusterOf(kubeconfig, reviewer.token),
      namespaces,
      createAccount,
      async removeAccount(name) {
        const path = `/api/v1/namespaces/${home}/serviceaccounts/${name}`;
        await send('DELETE', path);
        created.splice(created.indexOf(path), 1);
      },
      grant,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The cluster of a kubeconfig, but with another credential. */
async function clusterOf(kubeconfig: string, token: string) {
  const config = await loadKubeConfig(kubeconfig);
  const { server, caData, caFile, skipTLSVerify } =
    config.getCurrentCluster() ?? {};
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: [
        {
          name: 'reviewed',
          url: server ?? '',
          token,
          ca: caData ? Buffer.from(caData, 'base64') : undefined,
          caFile,
          skipTLSVerify: skipTLSVerify ?? false,
        },
      ],
    },
  });
  return clusters[0];
}
