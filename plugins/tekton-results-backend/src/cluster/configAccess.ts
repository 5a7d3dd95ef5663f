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

import { readFile } from 'fs/promises';
import type { ClusterAccess } from './ClusterAccess';
import type { ConfiguredCluster } from '../config';
import { ClusterError } from './ClusterError';

/** Access to a cluster that the configuration describes in full. */
export function configAccess(cluster: ConfiguredCluster): ClusterAccess {
  return {
    url: cluster.url,
    async requestOptions() {
      const token = cluster.tokenFile
        ? // Projected tokens change on disk about every hour.
          (await read('tokenFile', cluster.tokenFile)).toString('utf8').trim()
        : cluster.token;
      return {
        headers: token ? { authorization: `Bearer ${token}` } : {},
        ca: cluster.caFile ? await read('caFile', cluster.caFile) : cluster.ca,
        rejectUnauthorized: !cluster.skipTLSVerify,
      };
    },
    renew() {
      // Nothing is kept: each request reads its files.
    },
  };
}

async function read(setting: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ClusterError(`${setting} ${path} cannot be read`, {
      code: 'unauthorized',
      cause: error,
    });
  }
}
