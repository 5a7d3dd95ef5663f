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
import type { KubeConfig } from '@kubernetes/client-node';
import type { Agent } from 'http';
import type { RequestOptions } from 'https';
import { toError } from '@backstage/errors';
import { z } from 'zod';
import type { ClusterAccess } from './ClusterAccess';
import { createProxyAgent } from './proxy';

/** Where a kubeconfig comes from; read anew when a credential is refused. */
export type LoadKubeConfig = () => Promise<KubeConfig>;

/**
 * Loads the kubeconfig that the environment variable `KUBECONFIG` names. The
 * library is loaded only here, as it is large and an ES module.
 *
 * @throws if a named file cannot be read, or has no current context
 */
export async function loadKubeConfig(paths: string): Promise<KubeConfig> {
  const { KubeConfig: Loader } = await import('@kubernetes/client-node');
  const separator = process.platform === 'win32' ? ';' : ':';
  const [first, ...others] = paths.split(separator).filter(Boolean);
  const config = new Loader();
  config.loadFromFile(first);
  for (const path of others) {
    const next = new Loader();
    next.loadFromFile(path);
    config.mergeConfig(next, true);
  }
  const cluster = config.getCurrentCluster();
  if (!cluster) {
    throw new Error(
      `KUBECONFIG (${paths}) has no current context, or its cluster is missing`,
    );
  }
  if (cluster.server.startsWith('http:')) {
    // The library refuses plain HTTP (tests, tunnels) unless told that there is
    // no certificate to verify.
    Object.assign(cluster, { skipTLSVerify: true });
  }
  return config;
}

/** The way to the cluster of a kubeconfig. */
export interface KubeconfigAccess {
  readonly contextName: string;
  /** Differs if anything about its cluster, user or context differs; tells nothing. */
  readonly key: string;
  /** Whether the certificate of the cluster is verified, or there is none. */
  readonly isVerified: boolean;
  /** Whether it says itself through which proxy the cluster is reached. */
  readonly namesProxy: boolean;
  readonly access: ClusterAccess;
}

/**
 * Access to the cluster of a kubeconfig's current context, with whatever
 * credential it names: certificate, token, exec plugin, and so on.
 *
 * @param environment - with the variables that name HTTP proxies, for a cluster
 * that names none itself
 */
export async function kubeconfigAccess(
  load: LoadKubeConfig,
  environment: NodeJS.ProcessEnv = {},
): Promise<KubeconfigAccess> {
  let config: KubeConfig | undefined = await load();
  const contextName = config.getCurrentContext();
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  const context = config.getContextObject(contextName);
  const { server: url = '', skipTLSVerify, proxyUrl } = cluster ?? {};
  let proxy: { agent?: Agent } | undefined;
  const environmentAgent = () => {
    proxy ??= { agent: createProxyAgent(url, { environment }) };
    return proxy.agent;
  };
  let lastRequestOptions: RequestOptions | undefined;

  return {
    contextName,
    key: createHash('sha256')
      .update(JSON.stringify([cluster, user, context]))
      .digest('hex'),
    isVerified: !skipTLSVerify || url.startsWith('http:'),
    namesProxy: Boolean(proxyUrl),
    access: {
      url,
      async requestOptions() {
        config ??= await load();
        // The library minds a proxy that the kubeconfig names.
        const proxyAgent = config.getCurrentCluster()?.proxyUrl
          ? undefined
          : environmentAgent();
        const options: RequestOptions = { headers: {} };
        await config.applyToHTTPSOptions(options);
        lastRequestOptions = reuseAgent(lastRequestOptions, options);
        return proxyAgent
          ? { ...lastRequestOptions, agent: proxyAgent }
          : lastRequestOptions;
      },
      renew() {
        config = undefined;
      },
    },
  };
}

const yamlErrorSchema = z.object({ mark: z.object({ line: z.number() }) });

/**
 * What is wrong with a kubeconfig, without quoting it: parsers show the lines
 * around a mistake, and those hold credentials.
 */
export function kubeconfigProblem(error: unknown): string {
  const { name, message, ...details } = toError(error);
  if (name !== 'YAMLException' && name !== 'SyntaxError') {
    return message;
  }
  const parsed = yamlErrorSchema.safeParse(details);
  const where = parsed.success ? ` in line ${parsed.data.mark.line + 1}` : '';
  return `it is not valid YAML${where}`;
}

/** Connections are kept alive per agent: a new one for each request wastes them. */
function reuseAgent(
  last: RequestOptions | undefined,
  next: RequestOptions,
): RequestOptions {
  const unchanged =
    last &&
    last.cert === next.cert &&
    last.key === next.key &&
    last.ca === next.ca &&
    last.servername === next.servername &&
    last.rejectUnauthorized === next.rejectUnauthorized;
  return unchanged ? { ...next, agent: last.agent } : next;
}
