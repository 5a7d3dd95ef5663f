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
import { TunnelProxy } from './__testUtils__/TunnelProxy';

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

/** The one that the backend runs in, under a name that is given. */
const OWN_CLUSTER = {
  name: 'prod',
  inCluster: true,
  skipTLSVerify: false,
  ca: undefined,
} as const;

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

    it('takes up all that changes in it, and keeps what does not', async () => {
      const read = async (
        cluster: object,
        user: object,
        previous?: Awaited<ReturnType<typeof readClusters>>['clusters'],
      ) => {
        directory.setContent({
          config: JSON.stringify({
            clusters: [{ name: 'c', cluster }],
            users: [{ name: 'u', user }],
            contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
            'current-context': 'x',
          }),
        });
        const { clusters } = await readClusters({
          config: noClusters,
          kubeconfig: directory.resolve('config'),
          previous,
        });
        return clusters;
      };
      const cluster = { server: 'https://a.test' };
      const user = { token: 'SECRET' };
      const first = await read(cluster, user);
      expect(first[0].key).not.toContain('SECRET');
      expect((await read(cluster, user, first))[0]).toBe(first[0]);
      for (const change of [
        caData,
        { 'proxy-url': 'http://proxy.test' },
        { 'tls-server-name': 'b.test' },
        { 'insecure-skip-tls-verify': true },
      ]) {
        const [next] = await read({ ...cluster, ...change }, user, first);
        expect(next).not.toBe(first[0]);
      }
      expect((await read(cluster, { token: 'b' }, first))[0]).not.toBe(
        first[0],
      );
    });

    it.each([
      ['https://a.test', true, ['insecure-skip-tls-verify']],
      ['https://a.test', false, []],
      ['http://a.test', false, []],
    ])('warns of %s with insecure-skip-tls-verify: %s', async (...row) => {
      const [server_, skip, expected] = row;
      await fromKubeconfig(
        { server: server_, 'insecure-skip-tls-verify': skip },
        {},
      );
      const { warnings } = await readClusters({
        config: noClusters,
        kubeconfig: directory.resolve('config'),
      });
      expect(warnings).toEqual(
        expected.map(word =>
          expect.stringMatching(`certificate is not verified \\(${word}\\)`),
        ),
      );
    });

    it('reports a server that its authority does not vouch for', async () => {
      const url = await start({ tls: { key: serverKey, cert: serverCert } });
      const connection = await fromKubeconfig({ server: url }, {});
      await expect(list(connection)).rejects.toMatchObject({ code: 'tls' });
    });

    it('reports a file that is not there', async () => {
      expect(
        await readClusters({ config: noClusters, kubeconfig: '/none/config' }),
      ).toMatchObject({
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
      ).toMatchObject({ clusters: [], problems: [] });
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

    it.each(['', 'first-secret\nsecond', 'тoken-secret', 'a secret'])(
      'says which token file has no token, without quoting it: %j',
      async content => {
        directory.setContent({ token: content });
        const tokenFile = directory.resolve('token');
        const connection = await fromConfig({
          url: 'http://a.test',
          tokenFile,
        });
        const error = await list(connection).catch(thrown => thrown);
        expect(error).toMatchObject({
          code: 'unauthorized',
          message: expect.stringContaining(tokenFile),
        });
        expect(error.message).not.toContain('secret');
      },
    );

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
      isPartial: false,
      clusters: [],
      unsupported: [],
      warnings: [],
      problems: [],
    });
  });

  describe('with a client certificate of the configuration', () => {
    const tls = { key: serverKey, cert: serverCert, ca };
    const startForCertificates = () =>
      start({ tls: { ...tls, requestClientCert: true }, authentication: true });

    it('uses it', async () => {
      const connection = await fromConfig({
        url: await startForCertificates(),
        ca: Buffer.from(ca),
        clientCert: Buffer.from(clientCert),
        clientKey: Buffer.from(clientKey),
      });
      expect(await list(connection)).toMatchObject(listed);
    });

    it('reads its files for each request', async () => {
      const url = await startForCertificates();
      const connection = await fromConfig({
        url,
        ca: Buffer.from(ca),
        clientCertFile: directory.resolve('cert.pem'),
        clientKeyFile: directory.resolve('key.pem'),
      });
      await expect(list(connection)).rejects.toMatchObject({
        code: 'unauthorized',
        message: expect.stringContaining('clientCertFile'),
      });
      directory.setContent({ 'cert.pem': clientCert, 'key.pem': clientKey });
      expect(await list(connection)).toMatchObject(listed);
    });
  });

  describe('in a pod', () => {
    /** Of a pod in the cluster that is started. */
    async function pod() {
      const url = new URL(
        await start({ tls: { key: serverKey, cert: serverCert }, tokens }),
      );
      directory.setContent({ token: 'right\n', 'ca.crt': ca });
      return {
        environment: {
          KUBERNETES_SERVICE_HOST: url.hostname,
          KUBERNETES_SERVICE_PORT: url.port,
        },
        accountFolder: directory.path,
      };
    }

    it('uses its service account if no cluster is named', async () => {
      const { clusters } = await readClusters({
        config: noClusters,
        ...(await pod()),
      });
      expect(clusters).toMatchObject([
        { name: 'in-cluster', isFound: true, isDefault: false },
      ]);
      expect(await list(clusters[0].connection)).toMatchObject(listed);
    });

    it('uses it for a cluster that is said to be its own, under the name that is given', async () => {
      const { clusters } = await readClusters({
        config: {
          namesClusters: true,
          clusters: [OWN_CLUSTER],
        },
        ...(await pod()),
      });
      expect(clusters).toMatchObject([{ name: 'prod', isFound: false }]);
      expect(await list(clusters[0].connection)).toMatchObject(listed);
    });

    it('does not use it where others are named, unless told to', async () => {
      const config = {
        namesClusters: true,
        clusters: [
          { name: 'a', url: 'https://a', skipTLSVerify: false, ca: undefined },
        ],
      };
      const facts = await pod();
      const names = async (clusterSources?: ('config' | 'inCluster')[]) => {
        const { clusters } = await readClusters({
          config: { ...config, clusterSources },
          ...facts,
        });
        return clusters.map(({ name }) => name);
      };
      expect(await names()).toEqual(['a']);
      expect(await names(['inCluster', 'config'])).toEqual(['in-cluster', 'a']);
    });

    it('says that there is none outside of a cluster', async () => {
      const { clusters, unsupported } = await readClusters({
        config: {
          namesClusters: true,
          clusters: [OWN_CLUSTER],
        },
      });
      expect(clusters).toEqual([]);
      expect(unsupported).toMatchObject([
        { name: 'prod', reason: expect.stringContaining('does not run in') },
      ]);
    });
  });

  describe('with the clusters of the kubernetes plugin', () => {
    it('records them, and warns where certificates are not verified', async () => {
      const url = await start({
        tls: { key: serverKey, cert: serverCert },
        tokens,
      });
      const connection = { url, token: 'right', skipTLSVerify: true };
      const { clusters, warnings, problems } = await readClusters({
        config: {
          ...noClusters,
          kubernetes: {
            otherLocators: [],
            clusters: [{ name: 'Prod EU', path: 'k[0]', connection }],
          },
        },
        kubeconfig: directory.resolve('ignored'),
      });
      expect(problems).toEqual([]);
      expect(warnings).toEqual([
        expect.stringMatching(/^k\[0\]: .*skipTLSVerify/),
      ]);
      expect(clusters).toMatchObject([
        { name: 'prod-eu', title: 'Prod EU', isFound: true },
      ]);
      expect(await list(clusters[0].connection)).toMatchObject(listed);
    });

    it('tells which locators it does not read', async () => {
      const { warnings } = await readClusters({
        config: {
          ...noClusters,
          kubernetes: { clusters: [], otherLocators: ['gke'] },
        },
      });
      expect(warnings).toEqual([expect.stringContaining("'gke'")]);
    });
  });

  describe('with an HTTP proxy', () => {
    let proxy: TunnelProxy;

    beforeEach(async () => {
      proxy = await TunnelProxy.start();
    });

    afterEach(() => proxy.close());

    it('talks to a server through it, and verifies the server', async () => {
      const url = await start({
        tls: { key: serverKey, cert: serverCert },
        tokens,
      });
      const settings = { url, token: 'right', proxy: proxy.url };
      expect(
        await list(await fromConfig({ ...settings, ca: Buffer.from(ca) })),
      ).toMatchObject(listed);
      expect(proxy.targets).toEqual([new URL(url).host]);
      await expect(list(await fromConfig(settings))).rejects.toMatchObject({
        code: 'tls',
      });
    });

    it('says that the proxy refuses', async () => {
      const url = await start({ tls: { key: serverKey, cert: serverCert } });
      proxy.refuse = true;
      await expect(
        list(await fromConfig({ url, proxy: proxy.url })),
      ).rejects.toMatchObject({
        status: 407,
        message: expect.stringContaining('407'),
      });
    });

    it('does not repeat its password', async () => {
      proxy.refuse = true;
      const withPassword = proxy.url.replace('://', '://user:s3%23cret@');
      const shown = Buffer.from('user:s3#cret').toString('base64');
      const error = await list(
        await fromConfig({ url: 'https://a.test', proxy: withPassword }),
      ).catch(thrown => thrown);
      expect(error).toMatchObject({ name: 'ClusterError', status: 407 });
      expect(error.message).toContain('"proxy-authorization":"***"');
      expect(error.message).not.toContain(shown);
    });

    it('says of a mistake in the environment where it is, when it matters', async () => {
      const { clusters, warnings } = await readClusters({
        config: {
          namesClusters: true,
          clusters: [
            {
              name: 'a',
              url: 'https://a.test',
              skipTLSVerify: false,
              ca: undefined,
            },
          ],
        },
        environment: {
          HTTPS_PROXY: 'http://user:s3cret#x@proxy:3128',
          NO_PROXY: '10.0.0.0/-1',
        },
      });
      await expect(list(clusters[0].connection)).rejects.toMatchObject({
        name: 'ClusterError',
        code: 'unreachable',
        message: expect.stringMatching(/^HTTPS_PROXY is not the URL/),
      });
      expect(warnings).toEqual([
        'tektonResults.clusters[a]: entry 1 of NO_PROXY is no network, and is ignored',
      ]);
    });

    it('says that there is no proxy', async () => {
      proxy.close();
      await expect(
        list(await fromConfig({ url: 'https://a.test', proxy: proxy.url })),
      ).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('ECONNREFUSED'),
      });
    });
  });
});
