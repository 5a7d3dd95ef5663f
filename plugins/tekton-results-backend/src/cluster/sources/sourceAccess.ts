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

import type {
  ClusterCredential,
  SourceCluster,
} from 'backstage-plugin-tekton-results-node';
import type { ClusterAccess } from '../ClusterAccess';
import { configAccess } from '../configAccess';

/** Signing in may take requests of its own. */
const CREDENTIAL_MS = 60_000;

/** Access to a cluster with the credential that its source gives. */
export function sourceAccess(
  cluster: SourceCluster,
  environment: NodeJS.ProcessEnv,
  now: () => number = Date.now,
): ClusterAccess {
  const { url, ca, caFile, skipTLSVerify = false } = cluster;
  const connection = configAccess(
    { url, ca: ca ? Buffer.from(ca) : undefined, caFile, skipTLSVerify },
    environment,
  );
  let known:
    | { credential: Promise<ClusterCredential>; until: number }
    | undefined;
  const credential = async () => {
    if (!known || now() >= known.until) {
      known = {
        credential: cluster.credential(),
        until: now() + CREDENTIAL_MS,
      };
    }
    try {
      return await known.credential;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
  return {
    url,
    async requestOptions() {
      const [options, shown] = await Promise.all([
        connection.requestOptions(),
        credential(),
      ]);
      switch (shown.type) {
        case 'token':
          return {
            ...options,
            headers: { authorization: `Bearer ${shown.token}` },
          };
        case 'certificate':
          return { ...options, cert: shown.cert, key: shown.key };
        default:
          return options;
      }
    },
    renew() {
      known = undefined;
    },
  };
}
