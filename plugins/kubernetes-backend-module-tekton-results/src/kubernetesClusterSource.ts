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
import type { AuthService } from '@backstage/backend-plugin-api';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type {
  AuthenticationStrategy,
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import type {
  ClusterCredential,
  ClusterSource,
  SourceCluster,
  UnsupportedSourceCluster,
} from 'backstage-plugin-tekton-results-node';
import type { ConfiguredClusters } from './ConfiguredClusters';
import type { KubernetesBridge } from './KubernetesBridge';

/** Those whose strategies need the credential of whoever looks. */
const CLIENT_SIDE_PROVIDERS = ['google', 'oidc', 'aks', 'pinniped'];

/** Where `kubectl proxy` listens, as `localhost` is looked up. */
const LOCAL_PROXY = /^http:\/\/(127\.0\.0\.1|\[?::1\]?):8001\/?$/;

/** The clusters that the kubernetes plugin knows, with its ways to sign in. */
export function kubernetesClusterSource(options: {
  bridge: Pick<KubernetesBridge, 'parts'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  configured: Pick<ConfiguredClusters, 'isUsed' | 'withoutRemoved'>;
}): ClusterSource {
  const { bridge, auth, configured } = options;
  return {
    name: 'the kubernetes plugin',
    async clusters({ signal }) {
      if (!configured.isUsed()) {
        return [];
      }
      const { clusterSupplier, strategies } = await bridge.parts(signal);
      const clusters = await clusterSupplier.getClusters({
        // The catalog asks who wants to know.
        credentials: await auth.getOwnServiceCredentials(),
      });
      return configured
        .withoutRemoved(clusters)
        .map(details => describe(details, strategies));
    },
  };
}

function describe(
  details: ClusterDetails,
  strategies: Readonly<Record<string, AuthenticationStrategy>>,
): SourceCluster | UnsupportedSourceCluster {
  const { name, title, authMetadata } = details;
  const provider = authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER];
  if (CLIENT_SIDE_PROVIDERS.includes(provider)) {
    return {
      name,
      title,
      unsupported: `its authProvider '${provider}' uses the credential of whoever looks, and an archive has nobody's`,
    };
  }
  const strategy = strategies[provider];
  if (!strategy) {
    return {
      name,
      title,
      unsupported: `the kubernetes plugin has no strategy for its authProvider '${provider}'`,
    };
  }
  // Its strategy shows the token of the pod, whichever server this is about; the
  // plugin Tekton Results itself goes to the cluster of the pod, and to no other.
  if (provider === 'serviceAccount' && !authMetadata.serviceAccountToken) {
    return {
      name,
      title,
      unsupported:
        'it has no serviceAccountToken, and the token of the pod is for the cluster of the pod only: give it a token, or describe that cluster in tektonResults.clusters with inCluster: true',
    };
  }
  const { caData, caFile, skipTLSVerify } = details;
  return {
    name,
    title,
    url: urlOf(details, provider),
    ca: caData ? Buffer.from(caData, 'base64').toString('utf8') : undefined,
    caFile,
    skipTLSVerify,
    revision: createHash('sha256')
      .update(JSON.stringify(authMetadata))
      .digest('hex'),
    credential: async () =>
      credentialOf(await strategy.getCredential(details, {})),
  };
}

/** The plugin Tekton Results knows `kubectl proxy` by its name: one cluster, one URL. */
function urlOf({ url }: ClusterDetails, provider: string): string {
  return provider === 'localKubectlProxy' && LOCAL_PROXY.test(url)
    ? 'http://localhost:8001'
    : url;
}

function credentialOf(credential: KubernetesCredential): ClusterCredential {
  switch (credential.type) {
    case 'bearer token':
      return { type: 'token', token: credential.token.trim() };
    case 'x509 client certificate':
      return {
        type: 'certificate',
        cert: credential.cert,
        key: credential.key,
      };
    default:
      return { type: 'none' };
  }
}
