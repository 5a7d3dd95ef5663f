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

import { writeFile } from 'fs/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  startExampleCluster,
  TEST_CERTIFICATES,
  type ExampleCluster,
  type ExampleClusterOptions,
} from 'example-cluster';
import { RUN_RESOURCES } from './ClusterConnection';
import { readClusters } from './readClusters';

const [resource] = RUN_RESOURCES;
const { ca, serverCert, serverKey, clientCert, clientKey } = TEST_CERTIFICATES;
const tokens = [{ token: 'right', user: 'backstage' }];
const noClusters: Parameters<typeof readClusters>[0]['config'] = {
  clusters: [],
  namesClusters: false,
};

function base64(text: string) {
  return Buffer.from(text).toString('base64');
}

describe('readClusters', () => {
  const directory = createMockDirectory();
  let server: ExampleCluster | undefined;

  async function start(options: ExampleClusterOptions) {
    server = await startExampleCluster(options);
    return server.url;
  }

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  /** The connection that a kubeconfig with this cluster and user gives. */
  async function fromKubeconfig(cluster: object, user: object) {
    directory.setContent({
      config: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'c', cluster }],
        users: [{ name: 'u', user }],
        contexts: [
          { name: 'arn:aws:eks:eu/Prod', context: { cluster: 'c', user: 'u' } },
        ],
        'current-context': 'arn:aws:eks:eu/Prod',
      }),
    });
    const { clusters, problems } = await readClusters({
      config: noClusters,
      kubeconfig: directory.resolve('config'),
    });
    expect(problems).toEqual([]);
    expect(clusters).toMatchObject([
      { name: 'arn-aws-eks-eu-prod', title: 'arn:aws:eks:eu/Prod' },
    ]);
    return clusters[0].connection;
  }

  async function fromConfig(cluster: object) {
    const { clusters } = await readClusters({
      config: {
        namesClusters: true,
        clusters: [
          {
            name: 'a',
            url: '',
            skipTLSVerify: false,
            ca: undefined,
            ...cluster,
          },
        ],
      },
      kubeconfig: directory.resolve('ignored'),
    });
    return clusters[0].connection;
  }

  function list(connection: Awaited<ReturnType<typeof fromConfig>>) {
    return connection.list({
      resource,
      limit: 1,
      signal: new AbortController().signal,
    });
  }

  const listed = { items: [], resourceVersion: expect.any(String) };

  describe('with a kubeconfig', () => {
    const caData = { 'certificate-authority-data': base64(ca) };

    it('uses a client certificate', async () => {
      const url = await start({
        tls: { key: serverKey, cert: serverCert, ca, requestClientCert: true },
        authentication: true,
      });
      const user = {
        'client-certificate-data': base64(clientCert),
        'client-key-data': base64(clientKey),
      };
      const connection = await fromKubeconfig({ server: url, ...caData }, user);
      expect(await list(connection)).toMatchObject(listed);
      await expect(
        list(await fromKubeconfig({ server: url, ...caData }, {})),
      ).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('uses a token', async () => {
      const server_ = await start({
        tls: { key: serverKey, cert: serverCert },
        tokens,
      });
      const cluster = { server: server_, ...caData };
      expect(
        await list(await fromKubeconfig(cluster, { token: 'right' })),
      ).toMatchObject(listed);
      await expect(
        list(await fromKubeconfig(cluster, { token: 'wrong' })),
      ).rejects.toMatchObject({ code: 'unauthorized' });
    });

    it('uses a token over plain HTTP', async () => {
      const url = await start({ tokens });
      expect(
        await list(await fromKubeconfig({ server: url }, { token: 'right' })),
      ).toMatchObject(listed);
    });

    it('asks an exec plugin, and asks again when its token is refused', async () => {
      const url = await start({
        tls: { key: serverKey, cert: serverCert },
        tokens,
      });
      const script = directory.resolve('../plugin.js');
      const answer = (token: string) =>
        writeFile(
          script,
          `console.log(JSON.stringify({
            apiVersion: 'client.authentication.k8s.io/v1',
            kind: 'ExecCredential',
            status: { token: '${token}', expirationTimestamp: '2100-01-01T00:00:00Z' },
          }))`,
        );
      await answer('old');
      const connection = await fromKubeconfig(
        { server: url, ...caData },
        {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: process.execPath,
            args: [script],
            interactiveMode: 'Never',
          },
        },
      );
      await expect(list(connection)).rejects.toMatchObject({
        code: 'unauthorized',
      });
      await answer('right');
      connection.renewCredential();
      expect(await list(connection)).toMatchObject(listed);
    });

    it('reports a server that its authority does not vouch for', async () => {
      const url = await start({ tls: { key: serverKey, cert: serverCert } });
      const connection = await fromKubeconfig({ server: url }, {});
      await expect(list(connection)).rejects.toMatchObject({ code: 'tls' });
    });

    it('reports a file that is not there', async () => {
      expect(
        await readClusters({ config: noClusters, kubeconfig: '/none/config' }),
      ).toEqual({
        clusters: [],
        problems: [
          {
            path: 'KUBECONFIG',
            message: expect.stringContaining('/none/config'),
          },
        ],
      });
    });

    it('does not quote a file that cannot be read as YAML', async () => {
      directory.setContent({ config: 'users:\n  - token: SECRET\n bad: [' });
      const { problems } = await readClusters({
        config: noClusters,
        kubeconfig: directory.resolve('config'),
      });
      expect(problems).toEqual([
        {
          path: 'KUBECONFIG',
          message: expect.stringMatching(/^it is not valid YAML in line \d$/),
        },
      ]);
    });

    it('does not repeat what a failing exec plugin says', async () => {
      const url = await start({ tls: { key: serverKey, cert: serverCert } });
      const connection = await fromKubeconfig(
        { server: url, ...caData },
        {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: process.execPath,
            args: ['-e', 'console.error("SECRET"); process.exit(1)'],
            interactiveMode: 'Never',
          },
        },
      );
      await expect(list(connection)).rejects.toMatchObject({
        code: 'unauthorized',
        message: 'The credential of the cluster cannot be read',
      });
    });

    it('is not used if the configuration means to name clusters, but fails to', async () => {
      directory.setContent({ config: '{}' });
      expect(
        await readClusters({
          config: { clusters: [], namesClusters: true },
          kubeconfig: directory.resolve('config'),
        }),
      ).toEqual({ clusters: [], problems: [] });
    });

    it('reports a file without a current context', async () => {
      directory.setContent({
        config: '{"apiVersion": "v1", "kind": "Config"}',
      });
      const { problems } = await readClusters({
        config: noClusters,
        kubeconfig: directory.resolve('config'),
      });
      expect(problems).toHaveLength(1);
    });
  });

  describe('with configured clusters', () => {
    it('reads a token file for each request', async () => {
      const url = await start({ tokens });
      directory.setContent({ token: 'old\n' });
      const tokenFile = directory.resolve('token');
      const connection = await fromConfig({ url, tokenFile });
      await expect(list(connection)).rejects.toMatchObject({
        code: 'unauthorized',
      });
      directory.setContent({ token: 'right\n' });
      expect(await list(connection)).toMatchObject(listed);
    });

    it('says that a token file is missing', async () => {
      const url = await start({ tokens });
      const connection = await fromConfig({ url, tokenFile: '/none/token' });
      await expect(list(connection)).rejects.toMatchObject({
        code: 'unauthorized',
        message: expect.stringContaining('/none/token'),
      });
    });

    it('verifies the server, unless told not to', async () => {
      const url = await start({ tls: { key: serverKey, cert: serverCert } });
      await expect(list(await fromConfig({ url }))).rejects.toMatchObject({
        code: 'tls',
      });
      expect(
        await list(await fromConfig({ url, ca: Buffer.from(ca) })),
      ).toMatchObject(listed);
      expect(
        await list(await fromConfig({ url, skipTLSVerify: true })),
      ).toMatchObject(listed);
    });
  });

  it('has no clusters if neither names any', async () => {
    expect(await readClusters({ config: noClusters })).toEqual({
      clusters: [],
      problems: [],
    });
  });
});
