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

/** What a kubeconfig needs to say. */
export interface KubeconfigOptions {
  url: string;
  token?: string;
  /** The authority of the server's certificate, as PEM. */
  ca?: string;
}

/** A kubeconfig that points at the server. It is JSON, which every reader of YAML understands. */
export function createKubeconfig(options: KubeconfigOptions): string {
  const { url, token, ca } = options;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'example',
        cluster: {
          server: url,
          // Some clients refuse plain HTTP without this.
          ...(url.startsWith('http:')
            ? { 'insecure-skip-tls-verify': true }
            : {}),
          ...(ca
            ? {
                'certificate-authority-data':
                  Buffer.from(ca).toString('base64'),
              }
            : {}),
        },
      },
    ],
    users: [{ name: 'example', user: token ? { token } : {} }],
    contexts: [
      { name: 'example', context: { cluster: 'example', user: 'example' } },
    ],
    'current-context': 'example',
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
