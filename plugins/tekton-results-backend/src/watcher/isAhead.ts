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

import type { ApiResource, ClusterConnection } from '../cluster';
import { versionNumber } from '../store';

/**
 * Whether a version is of the future: the cluster was restored or replaced. A
 * server is silent about such a version, for ever: it must be asked.
 */
export async function isAhead(
  version: string,
  options: {
    connection: ClusterConnection;
    resource: ApiResource;
    signal: AbortSignal;
  },
): Promise<boolean> {
  const { connection, ...request } = options;
  const { resourceVersion } = await connection.list({ ...request, limit: 1 });
  return versionNumber(version) > versionNumber(resourceVersion);
}
