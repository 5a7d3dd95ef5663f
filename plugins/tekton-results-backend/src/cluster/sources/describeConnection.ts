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

import { createHash } from 'crypto';
import type { ConnectionSettings } from '../../config';
import { configAccess } from '../configAccess';
import { noProxyWarnings } from '../proxy';
import type { DescribedCluster } from './DescribedCluster';
import { inClusterConnection, type PodFacts } from './inCluster';

/** The way to a cluster that settings describe, and what to warn about. */
export function describeConnection(
  connection: ConnectionSettings | 'inCluster',
  pod: PodFacts,
): Pick<DescribedCluster, 'access' | 'warnings' | 'key'> {
  const settings =
    connection === 'inCluster' ? inClusterConnection(pod) : connection;
  if (!settings) {
    return {
      key: '',
      access: {
        unsupported:
          'the backend does not run in a cluster, or its pod has no service account: give a token',
      },
    };
  }
  return {
    key: createHash('sha256').update(JSON.stringify(settings)).digest('hex'),
    access: configAccess(settings, pod.environment),
    warnings: connectionWarnings({
      skipTLSVerify: settings.skipTLSVerify ? 'skipTLSVerify' : undefined,
      usesEnvironment: settings.proxy === undefined,
      environment: pod.environment,
    }),
  };
}

/**
 * What is worth a warning about the way to a cluster.
 *
 * @param options - `skipTLSVerify`: by which setting its certificate is not verified;
 * `usesEnvironment`: whether the environment says through which proxy it is reached
 */
export function connectionWarnings(options: {
  skipTLSVerify?: string;
  usesEnvironment: boolean;
  environment: NodeJS.ProcessEnv;
}): string[] {
  const { skipTLSVerify, usesEnvironment, environment } = options;
  return [
    ...(skipTLSVerify
      ? [
          `its certificate is not verified (${skipTLSVerify}): whoever is on the way can read the credential`,
        ]
      : []),
    ...(usesEnvironment ? noProxyWarnings(environment) : []),
  ];
}
