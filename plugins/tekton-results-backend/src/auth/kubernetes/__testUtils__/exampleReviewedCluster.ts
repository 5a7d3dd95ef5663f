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

import {
  startExampleCluster,
  type AccessBinding,
  type TokenConfig,
} from 'example-cluster';
import { readClusters } from '../../../cluster';
import { jwt } from './jwt';
import { REVIEWER_RULES } from './recordedClusters';
import type { ReviewedCluster } from './ReviewedCluster';

const ISSUER = 'https://issuer.example.com';
const NAMESPACES = ['shop', 'payments'] as const;
const REVIEWER: TokenConfig = {
  token: 'reviewer',
  user: 'backstage',
  rules: REVIEWER_RULES,
};

/** Starts an example cluster for tests of reviews. */
export async function startExampleReviewedCluster(): Promise<ReviewedCluster> {
  const tokens = new Map([['', REVIEWER]]);
  const bindings: AccessBinding[] = [];
  const example = await startExampleCluster({
    issuer: ISSUER,
    tokens: [...tokens.values()],
    bindings,
  });
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: [
        {
          name: 'reviewed',
          url: example.url,
          token: REVIEWER.token,
          skipTLSVerify: false,
          ca: undefined,
        },
      ],
    },
  });

  return {
    cluster: clusters[0],
    namespaces: NAMESPACES,
    async createAccount(name, audiences) {
      const username = `system:serviceaccount:${NAMESPACES[0]}:${name}`;
      const token = jwt({ iss: ISSUER, sub: username, aud: audiences });
      tokens.set(name, {
        token,
        user: username,
        uid: `uid-of-${name}`,
        rules: [],
        audiences,
        extra: { 'authentication.kubernetes.io/credential-id': ['JTI=1'] },
      });
      example.setTokens([...tokens.values()]);
      return { username, token };
    },
    async removeAccount(name) {
      tokens.delete(name);
      example.setTokens([...tokens.values()]);
    },
    async grant({ kind, name }, rule) {
      bindings.push({
        [kind === 'User' ? 'users' : 'groups']: [name],
        rules: [rule],
      });
      example.setBindings(bindings);
    },
    close: () => example.close(),
  };
}
