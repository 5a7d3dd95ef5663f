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

import { AccessRule, TokenConfig } from '../access';
import { createKubeconfig } from '../cli';
import {
  inNamespace,
  PIPELINE_RUNS,
  TEST_CERTIFICATES,
  TestResponse,
  useClusters,
} from '../testUtils';

const READ_SHOP: AccessRule[] = [
  {
    apiGroups: ['tekton.dev'],
    resources: ['pipelineruns'],
    verbs: ['get', 'list', 'watch'],
    namespaces: ['shop'],
  },
];
const TOKENS: TokenConfig[] = [
  { token: 'all', user: 'root' },
  { token: 'shop', user: 'dev', groups: ['devs'], rules: READ_SHOP },
  {
    token: 'account',
    user: 'system:serviceaccount:shop:builder',
    uid: 'u-1',
    rules: [],
    extra: { 'authentication.kubernetes.io/credential-id': ['JTI=1'] },
  },
  { token: 'elsewhere', user: 'x', rules: [], audiences: ['results'] },
];

function brief({ status, body }: TestResponse) {
  return { status, reason: body.reason, message: body.message };
}

describe('access', () => {
  const clusters = useClusters();

  it('is free when no tokens are set up', async () => {
    const { call } = await clusters.start();
    expect((await call(PIPELINE_RUNS)).status).toBe(200);
    expect((await call(PIPELINE_RUNS, { token: 'any' })).status).toBe(200);
  });

  it('refuses a wrong token with 401 and no challenge', async () => {
    const { call } = await clusters.start({ tokens: TOKENS });
    const response = await call(PIPELINE_RUNS, { token: 'wrong' });
    expect(brief(response)).toEqual({
      status: 401,
      reason: 'Unauthorized',
      message: 'Unauthorized',
    });
    expect(response.headers['www-authenticate']).toBeUndefined();
  });

  it('takes nobody in particular for system:anonymous', async () => {
    const { call } = await clusters.start({ tokens: TOKENS });
    expect(brief(await call(PIPELINE_RUNS))).toEqual({
      status: 403,
      reason: 'Forbidden',
      message:
        'pipelineruns.tekton.dev is forbidden: User "system:anonymous" cannot list resource "pipelineruns" in API group "tekton.dev" at the cluster scope',
    });
    expect((await call('/version')).status).toBe(200);
    expect((await call('/apis')).status).toBe(403);
  });

  it('grants what the rules say and refuses the rest in the words of Kubernetes', async () => {
    const { call } = await clusters.start({ tokens: TOKENS });
    const as = (token: string, path: string, method = 'GET') =>
      call(path, { token, method });
    expect((await as('all', PIPELINE_RUNS)).status).toBe(200);
    expect((await as('shop', inNamespace('pipelineruns'))).status).toBe(200);
    expect((await as('shop', PIPELINE_RUNS)).status).toBe(403);
    const watched = await as('shop', `${PIPELINE_RUNS}?watch=true`);
    expect(watched.status).toBe(403);
    expect(watched.body.message).toContain('cannot watch resource');
    expect(
      (await as('shop', inNamespace('pipelineruns/a'), 'DELETE')).body.message,
    ).toBe(
      'pipelineruns.tekton.dev "a" is forbidden: User "dev" cannot delete resource "pipelineruns" in API group "tekton.dev" in the namespace "shop"',
    );
    expect(
      (await as('shop', '/api/v1/namespaces/shop/pods/p/log')).body.message,
    ).toBe(
      'pods "p" is forbidden: User "dev" cannot get resource "pods/log" in API group "" in the namespace "shop"',
    );
  });

  it('forgets tokens that are taken away', async () => {
    const { call, cluster } = await clusters.start({ tokens: TOKENS });
    cluster.setTokens([]);
    expect((await call(PIPELINE_RUNS, { token: 'all' })).status).toBe(401);
  });

  it('minds rules for users and groups that are replaced', async () => {
    const { call, cluster } = await clusters.start({
      tokens: [{ token: 'dev', user: 'dev', groups: ['devs'], rules: [] }],
      bindings: [],
    });
    const asDev = () => call(inNamespace('pipelineruns'), { token: 'dev' });
    expect((await asDev()).status).toBe(403);
    cluster.setBindings([{ groups: ['devs'], rules: READ_SHOP }]);
    expect((await asDev()).status).toBe(200);
    cluster.setBindings([]);
    expect((await asDev()).status).toBe(403);
  });

  describe('token review', () => {
    async function reviewToken(spec: object) {
      const { call } = await clusters.start({ tokens: TOKENS });
      return call('/apis/authentication.k8s.io/v1/tokenreviews', {
        method: 'POST',
        token: 'all',
        body: { spec },
      });
    }

    it('tells who a good token belongs to', async () => {
      const response = await reviewToken({ token: 'account' });
      expect(response.status).toBe(201);
      expect(response.body.status).toEqual({
        authenticated: true,
        user: {
          username: 'system:serviceaccount:shop:builder',
          uid: 'u-1',
          groups: [
            'system:serviceaccounts',
            'system:serviceaccounts:shop',
            'system:authenticated',
          ],
          extra: { 'authentication.kubernetes.io/credential-id': ['JTI=1'] },
        },
        audiences: ['https://kubernetes.default.svc.cluster.local'],
      });
    });

    it('leaves `authenticated` out for a bad token', async () => {
      const response = await reviewToken({ token: 'junk' });
      expect(response.status).toBe(201);
      expect(response.body.status).toEqual({
        user: {},
        error: 'invalid bearer token',
      });
    });

    it('minds the audience and refuses an empty token', async () => {
      const other = await reviewToken({ token: 'elsewhere' });
      expect(other.body.status).not.toHaveProperty('authenticated');
      const named = await reviewToken({
        token: 'elsewhere',
        audiences: ['results'],
      });
      expect(named.body.status).toMatchObject({
        authenticated: true,
        audiences: ['results'],
      });
      expect((await reviewToken({ token: '' })).status).toBe(400);
    });
  });

  describe('access review', () => {
    async function reviewAccess(
      spec: object,
      kind = 'subjectaccessreviews',
      token = 'all',
    ) {
      const { call } = await clusters.start({
        tokens: TOKENS,
        bindings: [
          {
            groups: ['devs'],
            rules: [
              { resources: ['results'], verbs: ['get'], namespaces: ['shop'] },
            ],
          },
        ],
      });
      return call(`/apis/authorization.k8s.io/v1/${kind}`, {
        method: 'POST',
        token,
        body: { spec },
      });
    }
    const wish = (namespace: string) => ({
      verb: 'get',
      group: 'results.tekton.dev',
      resource: 'results',
      namespace,
    });

    it.each([
      [{ user: 'dev' }, 'shop', false],
      [{ user: 'anybody', groups: ['devs'] }, 'shop', true],
      [{ groups: ['devs'] }, 'payments', false],
      [{ groups: ['devs'] }, '', false],
      [{ user: 'root' }, '', true],
    ])('about %j in "%s" says %s', async (who, namespace, allowed) => {
      const response = await reviewAccess({
        ...who,
        resourceAttributes: wish(namespace),
      });
      expect(response.status).toBe(201);
      expect(response.body.status).toEqual({ allowed });
    });

    it('about nobody is refused with 422', async () => {
      const response = await reviewAccess({ resourceAttributes: wish('') });
      expect(response.status).toBe(422);
    });

    it('about oneself needs no rights', async () => {
      const response = await reviewAccess(
        { resourceAttributes: wish('shop') },
        'selfsubjectaccessreviews',
        'shop',
      );
      expect(response.status).toBe(201);
      expect(response.body.status).toEqual({ allowed: true });
    });
  });

  describe('client certificates', () => {
    const tls = {
      key: TEST_CERTIFICATES.serverKey,
      cert: TEST_CERTIFICATES.serverCert,
      ca: TEST_CERTIFICATES.ca,
      requestClientCert: true,
    };
    const client = {
      ca: TEST_CERTIFICATES.ca,
      cert: TEST_CERTIFICATES.clientCert,
      key: TEST_CERTIFICATES.clientKey,
    };

    it('name the user by their common name', async () => {
      const { call, cluster } = await clusters.start({
        tls,
        bindings: [{ users: ['alice'], rules: READ_SHOP }],
      });
      expect(cluster.url).toMatch(/^https:/);
      const own = inNamespace('pipelineruns');
      expect((await call(own, { tls: client })).status).toBe(200);
      expect(
        (await call(PIPELINE_RUNS, { tls: client })).body.message,
      ).toContain('User "alice" cannot list');
    });

    it('can be left out, then the token counts', async () => {
      const { call } = await clusters.start({ tls, tokens: TOKENS });
      const bare = { ca: TEST_CERTIFICATES.ca };
      expect((await call(PIPELINE_RUNS, { tls: bare })).status).toBe(403);
      expect(
        (await call(PIPELINE_RUNS, { tls: bare, token: 'all' })).status,
      ).toBe(200);
    });
  });

  it('is described by a kubeconfig', () => {
    const config = JSON.parse(
      createKubeconfig({ url: 'http://127.0.0.1:1', token: 't' }),
    );
    expect(config.clusters[0].cluster.server).toBe('http://127.0.0.1:1');
    expect(config.users[0].user).toEqual({ token: 't' });
    expect(config['current-context']).toBe('example');
  });
});
