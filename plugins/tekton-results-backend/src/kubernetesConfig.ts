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

import type { Config } from '@backstage/config';
import { z } from 'zod';
import type { ConnectionSettings } from './clustersConfig';
import { issueProblems, type ConfigProblem } from './settings';

/** Where the kubernetes plugin of Backstage has its clusters. */
const METHODS = 'kubernetes.clusterLocatorMethods';

/** Which of the metadata of a cluster tells how one signs in. */
const AUTH_PROVIDER = 'kubernetes.io/auth-provider';

/** Where `kubectl proxy` listens, and how the kubernetes plugin calls it. */
const KUBECTL_PROXY = { name: 'local', url: 'http://localhost:8001' };

/** Those with which only who looks at a screen can sign in. */
const CLIENT_SIDE_PROVIDERS = ['google', 'oidc', 'aks', 'pinniped'];

/** A cluster of the kubernetes plugin. */
export interface KubernetesPluginCluster {
  /** Any text. */
  readonly name: string;
  readonly title?: string;
  /** In the configuration. */
  readonly path: string;
  /** `inCluster`: that in which the backend runs, with the account of its pod. */
  readonly connection?: ConnectionSettings | 'inCluster';
  /** If there is no connection: why. */
  readonly unsupported?: string;
}

const methodSchema = z.object({ type: z.string() });

const clusterSchema = z
  .object({
    name: z.string().min(1),
    title: z.string().optional(),
    url: z.url({
      protocol: /^https?$/,
      error: 'must be an http or https URL',
    }),
    authProvider: z.string().optional(),
    authMetadata: z.record(z.string(), z.unknown()).optional(),
    serviceAccountToken: z.string().optional(),
    caData: z
      .string()
      .transform(withoutSpace)
      .pipe(z.base64('must be base64'))
      .optional(),
    caFile: z.string().optional(),
    skipTLSVerify: z.boolean().default(false),
  })
  .transform(({ authMetadata = {}, ...cluster }) => ({
    ...cluster,
    authProvider: textIn(authMetadata, AUTH_PROVIDER) ?? cluster.authProvider,
    token: withoutSpace(
      textIn(authMetadata, 'serviceAccountToken') ??
        cluster.serviceAccountToken ??
        '',
    ),
  }))
  .refine(({ authProvider }) => authProvider, {
    path: ['authProvider'],
    message: 'must be given',
  });

type ParsedCluster = z.output<typeof clusterSchema>;

/**
 * Reads the clusters of the kubernetes plugin that the configuration describes:
 * those of the locators `config` and `localKubectlProxy`. Those of others are
 * known to that plugin only.
 *
 * Follows its `ConfigClusterLocator` and `LocalKubectlProxyLocator` (0.21).
 */
export function readKubernetesConfig(root: Config): {
  clusters: KubernetesPluginCluster[];
  /** Types of locators that are not read. */
  otherLocators: string[];
  problems: ConfigProblem[];
} {
  const clusters: KubernetesPluginCluster[] = [];
  const otherLocators: string[] = [];
  const problems: ConfigProblem[] = [];
  const methods: unknown = root.getOptional(METHODS) ?? [];
  if (!Array.isArray(methods)) {
    problems.push({ path: METHODS, message: 'must be a list' });
    return { clusters, otherLocators, problems };
  }
  methods.forEach((method: unknown, index) => {
    const path = `${METHODS}[${index}]`;
    const parsed = methodSchema.safeParse(method);
    if (!parsed.success) {
      problems.push({ path: `${path}.type`, message: 'must be given' });
      return;
    }
    switch (parsed.data.type) {
      case 'config':
        clusters.push(...readClusters(method, { path, problems }));
        break;
      case 'localKubectlProxy':
        clusters.push({
          name: KUBECTL_PROXY.name,
          path,
          connection: { url: KUBECTL_PROXY.url, skipTLSVerify: false },
        });
        break;
      default:
        otherLocators.push(parsed.data.type);
    }
  });
  return { clusters, otherLocators, problems };
}

function readClusters(
  method: unknown,
  { path, problems }: { path: string; problems: ConfigProblem[] },
): KubernetesPluginCluster[] {
  const list = z.object({ clusters: z.array(z.unknown()) }).safeParse(method);
  if (!list.success) {
    problems.push({ path: `${path}.clusters`, message: 'must be a list' });
    return [];
  }
  return list.data.clusters.flatMap((given, index) => {
    const itemPath = `${path}.clusters[${index}]`;
    const parsed = clusterSchema.safeParse(given);
    if (parsed.success) {
      const { name, title } = parsed.data;
      return { name, title, path: itemPath, ...connectionOf(parsed.data) };
    }
    problems.push(
      ...parsed.error.issues.flatMap(issue => issueProblems(issue, itemPath)),
    );
    return [];
  });
}

function connectionOf(
  cluster: ParsedCluster,
): Pick<KubernetesPluginCluster, 'connection' | 'unsupported'> {
  const { authProvider = '', url, token, caData, caFile } = cluster;
  const connection: ConnectionSettings = {
    url,
    ca: caData ? Buffer.from(caData, 'base64') : undefined,
    caFile,
    skipTLSVerify: cluster.skipTLSVerify,
  };
  switch (authProvider) {
    case 'serviceAccount':
      return { connection: token ? { ...connection, token } : 'inCluster' };
    case 'localKubectlProxy':
      return { connection };
    default:
      return { unsupported: whyUnsupported(authProvider) };
  }
}

function whyUnsupported(authProvider: string): string {
  const why = CLIENT_SIDE_PROVIDERS.includes(authProvider)
    ? `its authProvider '${authProvider}' uses the credential of whoever looks, and an archive has nobody's`
    : `its authProvider '${authProvider}' is known to the kubernetes plugin only`;
  return `${why}: describe it in tektonResults.clusters, with a token of its own`;
}

/** Tools wrap what is long, and end files with a line break. */
function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

function textIn(
  metadata: Record<string, unknown>,
  key: string,
): string | undefined {
  const value = metadata[key];
  return typeof value === 'string' ? value : undefined;
}
