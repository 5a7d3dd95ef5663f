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

import { existsSync } from 'fs';
import { join } from 'path';
import type { ConnectionSettings } from '../../config';

/** Where the kubelet puts the account of a pod. */
export const ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What a pod is told of its cluster. */
export interface PodFacts {
  readonly environment: NodeJS.ProcessEnv;
  /** With the token and the certificate authority. */
  readonly accountFolder: string;
}

/**
 * The way to the cluster in which the backend runs, with the account of its pod;
 * undefined if it runs in none, or its pod has no account.
 */
export function inClusterConnection({
  environment,
  accountFolder,
}: PodFacts): ConnectionSettings | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } =
    environment;
  const tokenFile = join(accountFolder, 'token');
  if (!host || !existsSync(tokenFile)) {
    return undefined;
  }
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port || 443}`,
    // Read for each request, as the kubelet renews them.
    tokenFile,
    caFile: join(accountFolder, 'ca.crt'),
    skipTLSVerify: false,
  };
}
