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

import { mockServices } from '@backstage/backend-test-utils';
import type { AccessRule, TokenConfig } from 'example-cluster';
import { jwt } from './__testUtils__/jwt';
import {
  useRecordedClusters,
  type RecordedCluster,
} from './__testUtils__/recordedClusters';
import { bearing, requestWith } from './__testUtils__/requests';
import { createKubernetesAuth } from './createKubernetesAuth';
import type { ResultsAccess } from './KubernetesAuth';

const ISSUER_A = 'https://a.example.com';
const ISSUER_B = 'https://b.example.com';
const tokenA = jwt({ iss: ISSUER_A, sub: 'ann' });
const tokenB = jwt({ iss: ISSUER_B, sub: 'bob' });
const LIST_SHOP: ResultsAccess = {
  verb: 'list',
  resource: 'records',
  namespace: 'shop',
};

function mayRead(...namespaces: string[]): AccessRule {
  return {
    apiGroups: ['results.tekton.dev'],
    resources: ['results', 'records', 'logs'],
    verbs: ['get', 'list'],
    ...(namespaces.length > 0 && { namespaces }),
  };
}

const ann: TokenConfig = {
  token: tokenA,
  user: 'ann',
  uid: 'u-ann',
  groups: ['devs'],
  extra: { 'example.com/team': ['shop'] },
  rules: [mayRead('shop')],
};
const bob: TokenConfig = { token: tokenB, user: 'bob', rules: [mayRead()] };

describe('createKubernetesAuth', () => {
  const clusters = useRecordedClusters();
  const logger = mockServices.logger.mock();
  let now = 0;

  beforeEach(() => {
    now = 1_000_000;
    jest.clearAllMocks();
  });

  function authFor(
    recorded: readonly RecordedCluster[],
    settings: Partial<
      Parameters<typeof createKubernetesAuth>[0]['settings']
    > = {},
    reviewTimeoutMs?: number,
  ) {
    return createKubernetesAuth({
      clusters: () => recorded.map(({ cluster }) => cluster),
      settings: {
        impersonation: true,
        audiences: [],
        cacheMs: 10_000,
        ...settings,
      },
      logger,
      now: () => now,
      reviewTimeoutMs,
    });
  }

  async function startTwo() {
    const a = await clusters.start('a', { issuer: ISSUER_A, tokens: [ann] });
    const b = await clusters.start('b', { issuer: ISSUER_B, tokens: [bob] });
    return { a, b, auth: authFor([a, b]) };
  }

  const denied = { reason: 'refused', message: 'permission denied' };
  const away = {
    reason: 'unavailable',
    message: 'access cannot be checked now; try again later',
  };

  function logged(): string {
    return JSON.stringify([
      logger.debug.mock.calls,
      logger.info.mock.calls,
      logger.warn.mock.calls,
      logger.error.mock.calls,
    ]);
  }

  describe('for one cluster', () => {
    it('knows all that the cluster tells about the owner of a token', async () => {
      const { auth } = await startTwo();
      expect(await auth.authenticate(bearing(tokenA), 'a')).toMatchObject({
        cluster: 'a',
        user: {
          username: 'ann',
          uid: 'u-ann',
          groups: ['devs', 'system:authenticated'],
          extra: { 'example.com/team': ['shop'] },
        },
        impersonator: undefined,
      });
    });

    it('lets the cluster decide, and asks it about the whole user', async () => {
      const { a, auth } = await startTwo();
      const caller = await auth.authenticate(bearing(tokenA), 'a');
      expect(await caller.mayAccess(LIST_SHOP)).toBe(true);
      expect(await caller.mayAccess({ ...LIST_SHOP, verb: 'delete' })).toBe(
        false,
      );
      expect(
        await caller.mayAccess({ ...LIST_SHOP, namespace: 'payments' }),
      ).toBe(false);
      expect(await caller.mayAccess({ ...LIST_SHOP, namespace: '' })).toBe(
        false,
      );
      expect(a.proxy.created('subjectaccessreviews')[0]).toMatchObject({
        spec: {
          user: 'ann',
          uid: 'u-ann',
          groups: ['devs', 'system:authenticated'],
          extra: { 'example.com/team': ['shop'] },
          resourceAttributes: {
            verb: 'list',
            group: 'results.tekton.dev',
            resource: 'records',
            namespace: 'shop',
          },
        },
      });
    });

    it('never sends the secret of one cluster to another', async () => {
      const { a, b, auth } = await startTwo();
      await expect(
        auth.authenticate(bearing(tokenB), 'a'),
      ).rejects.toMatchObject(denied);
      expect(
        JSON.stringify([a.proxy.requests, b.proxy.requests]),
      ).not.toContain(tokenB);
    });

    it('sends a text that is no JSON Web Token where it is given', async () => {
      const { a, b, auth } = await startTwo();
      a.example.setTokens([
        { token: 'opaque', user: 'olga', rules: [] },
        { token: 'own-token-of-a', user: 'backstage' },
      ]);
      expect(await auth.authenticate(bearing('opaque'), 'a')).toMatchObject({
        user: { username: 'olga' },
      });
      await expect(
        auth.authenticate(bearing('opaque'), 'b'),
      ).rejects.toMatchObject(denied);
      expect(a.proxy.created('tokenreviews')).toHaveLength(1);
      expect(b.proxy.created('tokenreviews')).toHaveLength(1);
    });

    it('sends a token that nobody claims where it is given', async () => {
      const { a, b, auth } = await startTwo();
      const token = jwt({ iss: 'https://login.example.com' });
      await expect(
        auth.authenticate(bearing(token), 'a'),
      ).rejects.toMatchObject(denied);
      expect(a.proxy.created('tokenreviews')).toHaveLength(1);
      expect(b.proxy.created('tokenreviews')).toEqual([]);
    });

    it('takes an issuer that both have for that of the cluster', async () => {
      const issuer = { issuer: ISSUER_A, tokens: [ann] };
      const a = await clusters.start('a', issuer);
      const b = await clusters.start('b', issuer);
      const auth = authFor([a, b]);
      const caller = await auth.authenticate(bearing(tokenA), 'b');
      expect(caller.cluster).toBe('b');
      expect(a.proxy.requests).toEqual([]);
    });

    it('does not mind that another cluster is away', async () => {
      const { b, auth } = await startTwo();
      b.example.addFault({ effect: { hang: true } });
      const caller = await auth.authenticate(bearing(tokenA), 'a');
      expect(caller.cluster).toBe('a');
      expect(b.proxy.requests).toEqual([]);
    });

    it('waits for its issuer before it takes what another claims', async () => {
      const { a, b, auth } = await startTwo();
      a.example.addFault({
        match: { path: '/.well-known' },
        effect: { status: 500 },
        times: 1,
      });
      await expect(
        auth.authenticate(bearing(tokenB), 'a'),
      ).rejects.toMatchObject(away);
      now += 30_000;
      await expect(
        auth.authenticate(bearing(tokenB), 'a'),
      ).rejects.toMatchObject(denied);
      expect(
        JSON.stringify([a.proxy.requests, b.proxy.requests]),
      ).not.toContain(tokenB);
    });

    it('refuses for a cluster that there is not', async () => {
      const { a, b, auth } = await startTwo();
      for (const token of [tokenA, 'opaque']) {
        await expect(
          auth.authenticate(bearing(token), 'c'),
        ).rejects.toMatchObject(denied);
      }
      expect(a.proxy.created('tokenreviews')).toEqual([]);
      expect(b.proxy.created('tokenreviews')).toEqual([]);
    });

    it('needs no issuer where there is but one cluster', async () => {
      const a = await clusters.start('a', { tokens: [ann] });
      const caller = await authFor([a]).authenticate(bearing(tokenA), 'a');
      expect(caller.user.username).toBe('ann');
      expect(a.proxy.requests.map(({ path }) => path)).toEqual([
        '/apis/authentication.k8s.io/v1/tokenreviews',
      ]);
    });
  });

  describe('for all clusters', () => {
    it('sends a token to the one cluster whose issuer it names', async () => {
      const { a, auth } = await startTwo();
      const caller = await auth.authenticate(bearing(tokenB));
      expect(caller).toMatchObject({
        cluster: 'b',
        user: { username: 'bob' },
      });
      expect(await caller.mayAccess({ ...LIST_SHOP, namespace: '' })).toBe(
        true,
      );
      expect(a.proxy.requests.map(({ path }) => path)).toEqual([
        '/.well-known/openid-configuration',
      ]);
      expect(JSON.stringify(a.proxy.requests)).not.toContain(tokenB);
    });

    it.each([
      ['is no JSON Web Token', 'opaque'],
      ['names no issuer', jwt({ sub: 'ann' })],
      ['names an issuer that no cluster has', jwt({ iss: 'https://c' })],
    ])('sends no token anywhere that %s', async (_, token) => {
      const { a, b, auth } = await startTwo();
      await expect(auth.authenticate(bearing(token))).rejects.toMatchObject(
        denied,
      );
      expect(
        JSON.stringify([a.proxy.requests, b.proxy.requests]),
      ).not.toContain(token);
    });

    it('sends no token anywhere whose issuer two clusters have', async () => {
      const issuer = { issuer: ISSUER_A, tokens: [ann] };
      const a = await clusters.start('a', issuer);
      const b = await clusters.start('b', issuer);
      await expect(
        authFor([a, b]).authenticate(bearing(tokenA)),
      ).rejects.toMatchObject(denied);
      expect(
        JSON.stringify([a.proxy.requests, b.proxy.requests]),
      ).not.toContain(tokenA);
    });

    it('does not guess while a cluster might claim the token, too', async () => {
      const { a, b, auth } = await startTwo();
      b.example.addFault({
        match: { path: '/.well-known' },
        effect: { status: 404 },
        times: 1,
      });
      await expect(auth.authenticate(bearing(tokenA))).rejects.toMatchObject(
        away,
      );
      expect(a.proxy.created('tokenreviews')).toEqual([]);
      now += 30_000;
      const caller = await auth.authenticate(bearing(tokenA));
      expect(caller.cluster).toBe('a');
      // Once known, it stays known.
      now += 3_600_000;
      b.example.addFault({ effect: { status: 500 } });
      expect((await auth.authenticate(bearing(tokenA))).cluster).toBe('a');
    });

    it('believes the configuration more than a cluster', async () => {
      const a = await clusters.start('a', {
        issuer: ISSUER_A,
        tokens: [ann],
        tokenIssuers: ['https://login.example.com', ISSUER_A],
      });
      const b = await clusters.start('b', {
        issuer: ISSUER_A,
        tokenIssuers: [ISSUER_B],
      });
      const caller = await authFor([a, b]).authenticate(bearing(tokenA));
      expect(caller.cluster).toBe('a');
      expect(b.proxy.requests).toEqual([]);
    });
  });

  describe('about tokens', () => {
    it('says so where there is none', async () => {
      const { auth } = await startTwo();
      await expect(
        auth.authenticate(requestWith(['Accept', '*/*']), 'a'),
      ).rejects.toMatchObject({
        reason: 'noToken',
        message: 'unable to find token',
      });
    });

    it.each([
      ['a password', `Basic ${Buffer.from('ann:pw').toString('base64')}`],
      [
        'a token of Backstage',
        `Bearer ${jwt({ iss: ISSUER_A }, { typ: 'vnd.backstage.user' })}`,
      ],
      ['a text without a scheme', tokenA],
    ])('sends %s to no cluster', async (_, value) => {
      const { a, b, auth } = await startTwo();
      for (const cluster of [undefined, 'a']) {
        await expect(
          auth.authenticate(requestWith(['Authorization', value]), cluster),
        ).rejects.toMatchObject(denied);
      }
      expect(a.proxy.requests).toEqual([]);
      expect(b.proxy.requests).toEqual([]);
    });

    it('takes the first that is anybody’s', async () => {
      const { a, auth } = await startTwo();
      const caller = await auth.authenticate(
        requestWith(
          ['Authorization', 'Bearer wrong'],
          ['Authorization', `Bearer ${tokenB}`],
          ['Grpc-Metadata-Authorization', `bearer ${tokenA}`],
          ['Authorization', 'Bearer never-needed'],
        ),
        'a',
      );
      expect(caller.user.username).toBe('ann');
      expect(
        a.proxy.created('tokenreviews').map(body => JSON.stringify(body)),
      ).toEqual([
        expect.stringContaining('wrong'),
        expect.stringContaining(tokenA),
      ]);
    });

    it('goes on to the next where one cannot be checked, and says so at the end', async () => {
      const { a, auth } = await startTwo();
      const request = bearing('first', ['authorization', `Bearer ${tokenA}`]);
      const failOnce = () =>
        a.example.addFault({
          match: { method: 'POST' },
          effect: { status: 503 },
          times: 1,
        });
      failOnce();
      expect((await auth.authenticate(request, 'a')).user.username).toBe('ann');
      failOnce();
      await expect(
        auth.authenticate(
          bearing('second', ['authorization', 'Bearer wrong']),
          'a',
        ),
      ).rejects.toMatchObject(away);
    });

    it('minds whom a token is meant for', async () => {
      const forUs = { ...ann, token: 'for-us', audiences: ['results', 'more'] };
      const a = await clusters.start('a', { tokens: [ann, forUs] });
      const strict = authFor([a], { audiences: ['results'] });
      const lax = authFor([a]);
      expect(await strict.authenticate(bearing('for-us'), 'a')).toBeDefined();
      await expect(
        strict.authenticate(bearing(tokenA), 'a'),
      ).rejects.toMatchObject(denied);
      expect(await lax.authenticate(bearing(tokenA), 'a')).toBeDefined();
      await expect(
        lax.authenticate(bearing('for-us'), 'a'),
      ).rejects.toMatchObject(denied);
      expect(a.proxy.created('tokenreviews')[0]).toMatchObject({
        spec: { token: 'for-us', audiences: ['results'] },
      });
    });

    it('refuses one that was taken back when what was kept of it is old', async () => {
      const { a, auth } = await startTwo();
      await auth.authenticate(bearing(tokenA), 'a');
      a.example.setTokens([{ token: 'own-token-of-a', user: 'backstage' }]);
      now += 9_999;
      await auth.authenticate(bearing(tokenA), 'a');
      now += 1;
      await expect(
        auth.authenticate(bearing(tokenA), 'a'),
      ).rejects.toMatchObject(denied);
      expect(a.proxy.created('tokenreviews')).toHaveLength(2);
    });
  });

  describe('of namespaces', () => {
    const asked = { verb: 'list', resource: 'records' } as const;

    it('tells those with the right, each asked for once', async () => {
      const { a, auth } = await startTwo();
      const caller = await auth.authenticate(bearing(tokenA), 'a');
      expect(
        await caller.namespacesWith({
          ...asked,
          namespaces: ['payments', 'shop', 'platform', 'shop'],
        }),
      ).toEqual(['shop']);
      expect(a.proxy.created('subjectaccessreviews')).toHaveLength(3);
    });

    it('asks for no more than a hundred, and for few at once', async () => {
      const { a, auth } = await startTwo();
      const caller = await auth.authenticate(bearing(tokenA), 'a');
      const namespaces = Array.from({ length: 101 }, (_, index) => `n${index}`);
      expect(
        await caller.namespacesWith({ ...asked, namespaces }),
      ).toBeUndefined();
      expect(a.proxy.created('subjectaccessreviews')).toEqual([]);

      a.example.addFault({ effect: { delayMs: 20 } });
      expect(
        await caller.namespacesWith({
          ...asked,
          namespaces: [...namespaces.slice(2), 'shop'],
        }),
      ).toEqual(['shop']);
      expect(a.proxy.created('subjectaccessreviews')).toHaveLength(100);
      expect(a.proxy.mostAtOnce).toBeGreaterThan(1);
      expect(a.proxy.mostAtOnce).toBeLessThanOrEqual(20);
    });

    it('tells nothing where one of them cannot be asked for', async () => {
      const { a, auth } = await startTwo();
      const caller = await auth.authenticate(bearing(tokenA), 'a');
      a.example.addFault({
        match: { method: 'POST' },
        effect: { status: 500 },
        times: 1,
      });
      await expect(
        caller.namespacesWith({ ...asked, namespaces: ['shop', 'payments'] }),
      ).rejects.toMatchObject(away);
    });
  });

  describe('about what is asked again', () => {
    it('asks a cluster once for a while, and once at a time', async () => {
      const { a, auth } = await startTwo();
      const use = async () => {
        const caller = await auth.authenticate(bearing(tokenA), 'a');
        return caller.mayAccess(LIST_SHOP);
      };
      expect(await Promise.all([use(), use(), use()])).toEqual([
        true,
        true,
        true,
      ]);
      await use();
      expect(a.proxy.created('tokenreviews')).toHaveLength(1);
      expect(a.proxy.created('subjectaccessreviews')).toHaveLength(1);
      now += 10_000;
      await use();
      expect(a.proxy.created('tokenreviews')).toHaveLength(2);
      expect(a.proxy.created('subjectaccessreviews')).toHaveLength(2);
    });

    it('asks soon again about what was refused', async () => {
      const { a, auth } = await startTwo();
      const wish = { ...LIST_SHOP, namespace: 'payments' };
      const caller = await auth.authenticate(bearing(tokenA), 'a');
      expect(await caller.mayAccess(wish)).toBe(false);
      a.example.setBindings([
        { groups: ['devs'], rules: [mayRead('payments')] },
      ]);
      expect(await caller.mayAccess(wish)).toBe(false);
      now += 2_000;
      expect(await caller.mayAccess(wish)).toBe(true);
    });

    it('takes no answer about one for that about another', async () => {
      const carl = { ...ann, token: 'carl', rules: [] };
      const a = await clusters.start('a', {
        tokens: [ann, { ...carl, user: 'carl' }],
      });
      const auth = authFor([a]);
      const first = await auth.authenticate(bearing(tokenA), 'a');
      expect(await first.mayAccess(LIST_SHOP)).toBe(true);
      const second = await auth.authenticate(bearing('carl'), 'a');
      expect(await second.mayAccess(LIST_SHOP)).toBe(false);
    });

    it('keeps no failure', async () => {
      const { a, auth } = await startTwo();
      a.example.addFault({
        match: { method: 'POST' },
        effect: { status: 500 },
        times: 1,
      });
      await expect(
        auth.authenticate(bearing(tokenA), 'a'),
      ).rejects.toMatchObject(away);
      expect(await auth.authenticate(bearing(tokenA), 'a')).toBeDefined();
    });
  });

  describe('where a cluster does not answer as it should', () => {
    /** Waited in vain only where nothing is answered; a busy machine answers late. */
    const PATIENCE_MS = 2_000;
    const TOKEN_PATH = '/apis/authentication.k8s.io/v1/tokenreviews';
    const ACCESS_PATH = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

    it.each([
      ['an error', { status: 500, body: `broken: ${tokenA}` }],
      ['a forbidding', { status: 403 }],
      ['a refusal of our credential', { status: 401 }],
      ['text', { status: 201, body: 'welcome' }],
      ['another object', { status: 201, body: { authenticated: true } }],
      ['too little', { status: 201, body: { kind: 'TokenReview' } }],
      ['a redirect', { status: 307, headers: { location: '/' } }],
      ['a reset', { reset: true }],
      ['silence', { hang: true }],
    ] as const)(
      'lets nobody in after %s, and logs no secret',
      async (_, effect) => {
        const a = await clusters.start('a', { tokens: [ann] });
        const auth = authFor([a], {}, PATIENCE_MS);
        a.example.addFault({ match: { path: TOKEN_PATH }, effect });
        for (let attempt = 0; attempt < 2; attempt += 1) {
          await expect(
            auth.authenticate(bearing(tokenA), 'a'),
          ).rejects.toMatchObject(away);
        }
        a.example.clearFaults();
        const caller = await auth.authenticate(bearing(tokenA), 'a');
        a.example.addFault({ match: { path: ACCESS_PATH }, effect });
        await expect(caller.mayAccess(LIST_SHOP)).rejects.toMatchObject(away);
        expect(logger.warn).toHaveBeenCalled();
        expect(logged()).toContain('of the cluster a cannot be checked');
        expect(logged()).not.toContain(tokenA);
        expect(logged()).not.toContain('own-token-of-a');
      },
    );

    it('says what is wrong in words of its own, once for a while', async () => {
      const a = await clusters.start('a', { tokens: [ann] });
      const auth = authFor([a], {}, PATIENCE_MS);
      const start = 'Callers with tokens of the cluster a cannot be checked: ';
      const failures = [
        [{ status: 500 }, 'it answered 500'],
        [
          { status: 403 },
          'our account may not create tokenreviews.authentication.k8s.io',
        ],
        [{ status: 401 }, 'it refused our credential'],
        [
          { status: 201, body: 'x' },
          'The answer of the cluster is not a TokenReview',
        ],
        [{ hang: true }, 'it did not answer in time'],
      ] as const;
      for (const [effect] of failures) {
        a.example.clearFaults();
        a.example.addFault({ match: { path: TOKEN_PATH }, effect });
        for (let attempt = 0; attempt < 2; attempt += 1) {
          await expect(
            auth.authenticate(bearing(tokenA), 'a'),
          ).rejects.toMatchObject(away);
        }
      }
      expect(logger.warn.mock.calls).toEqual(
        failures.map(([, reason]) => [`${start}${reason}`]),
      );
      now += 30_000;
      await expect(
        auth.authenticate(bearing(tokenA), 'a'),
      ).rejects.toMatchObject(away);
      expect(logger.warn).toHaveBeenCalledTimes(failures.length + 1);
    });

    it('logs nothing about what is merely refused', async () => {
      const { auth } = await startTwo();
      await expect(
        auth.authenticate(bearing('wrong'), 'a'),
      ).rejects.toMatchObject(denied);
      const caller = await auth.authenticate(bearing(tokenA), 'a');
      expect(await caller.mayAccess({ ...LIST_SHOP, verb: 'delete' })).toBe(
        false,
      );
      expect(logged()).toBe('[[],[],[],[]]');
    });
  });

  describe('for those who act as others', () => {
    const jane = ['Impersonate-User', 'jane'] as const;
    const mayBe = (resource: string, ...names: string[]): AccessRule => ({
      apiGroups: [
        resource.startsWith('u') && resource !== 'users'
          ? 'authentication.k8s.io'
          : '',
      ],
      resources: [resource],
      verbs: ['impersonate'],
      names,
    });

    /** A cluster where the group of Ann may do these things. */
    async function startFor(...rules: AccessRule[]) {
      const a = await clusters.start('a', {
        tokens: [ann],
        bindings: [
          { groups: ['devs'], rules },
          { groups: ['ops'], rules: [mayRead('payments')] },
        ],
      });
      return { a, auth: authFor([a]) };
    }

    it('decides as the other, once the cluster has allowed all of it', async () => {
      const { a, auth } = await startFor(
        mayBe('users', 'jane'),
        mayBe('groups', 'ops'),
        mayBe('uids', 'u-1'),
        mayBe('userextras/scopes', 'x', 'y'),
      );
      const caller = await auth.authenticate(
        bearing(
          tokenA,
          jane,
          ['Impersonate-Group', 'ops'],
          ['Impersonate-Uid', 'u-1'],
          ['Impersonate-Extra-Scopes', 'x'],
          ['Impersonate-Extra-Scopes', 'y'],
        ),
        'a',
      );
      const user = {
        username: 'jane',
        uid: 'u-1',
        groups: ['ops', 'system:authenticated'],
        extra: { scopes: ['x', 'y'] },
      };
      expect(caller).toMatchObject({
        cluster: 'a',
        user,
        impersonator: { username: 'ann' },
      });
      expect(await caller.mayAccess(LIST_SHOP)).toBe(false);
      expect(
        await caller.mayAccess({ ...LIST_SHOP, namespace: 'payments' }),
      ).toBe(true);

      const reviews = a.proxy.created('subjectaccessreviews');
      expect(reviews).toHaveLength(7);
      const { username, ...others } = user;
      expect(reviews[5]).toMatchObject({ spec: { user: username, ...others } });
      // The rights of groups count, and whatever else tells users apart.
      for (const review of reviews.slice(0, 5)) {
        expect(review).toMatchObject({
          spec: {
            user: 'ann',
            uid: 'u-ann',
            groups: ['devs', 'system:authenticated'],
            extra: { 'example.com/team': ['shop'] },
            resourceAttributes: { verb: 'impersonate' },
          },
        });
      }
    });

    it.each([
      ['users', [jane]],
      ['groups', [jane, ['Impersonate-Group', 'admins']]],
      ['uids', [jane, ['Impersonate-Uid', 'u-1']]],
      ['userextras', [jane, ['Impersonate-Extra-scopes', 'z']]],
      [
        'serviceaccounts',
        [['Impersonate-User', 'system:serviceaccount:shop:builder']],
      ],
    ] as const)(
      'refuses without the right to %s',
      async (resource, headers) => {
        const { auth } = await startFor(
          ...(resource === 'users' ? [] : [mayBe('users', 'jane')]),
          mayBe('groups', 'ops'),
          mayBe('userextras/scopes', 'x'),
        );
        await expect(
          auth.authenticate(bearing(tokenA, ...headers), 'a'),
        ).rejects.toMatchObject({
          reason: 'refused',
          message: `permission denied: forbidden: 'ann' doesn't have permission to impersonate '${resource}'`,
        });
      },
    );

    it('refuses where but one of several values is not allowed', async () => {
      const { auth } = await startFor(
        mayBe('users', 'jane'),
        mayBe('userextras/scopes', 'x'),
      );
      await expect(
        auth.authenticate(
          bearing(
            tokenA,
            jane,
            ['Impersonate-Extra-scopes', 'x'],
            ['Impersonate-Extra-scopes', 'y'],
          ),
          'a',
        ),
      ).rejects.toMatchObject({ reason: 'refused' });
    });

    it('takes the right to a service account from its namespace', async () => {
      const { auth } = await startFor({
        ...mayBe('serviceaccounts', 'builder'),
        namespaces: ['shop'],
      });
      const as = (namespace: string) =>
        auth.authenticate(
          bearing(tokenA, [
            'Impersonate-User',
            `system:serviceaccount:${namespace}:builder`,
          ]),
          'a',
        );
      expect((await as('shop')).user.groups).toEqual([
        'system:serviceaccounts',
        'system:serviceaccounts:shop',
        'system:authenticated',
      ]);
      await expect(as('payments')).rejects.toMatchObject({ reason: 'refused' });
    });

    it('lets nobody act as others with a wrong token', async () => {
      const { a, auth } = await startFor(mayBe('users', 'jane'));
      await expect(
        auth.authenticate(bearing('wrong', jane), 'a'),
      ).rejects.toMatchObject(denied);
      expect(a.proxy.created('subjectaccessreviews')).toEqual([]);
    });

    it('refuses what it cannot read before it asks anybody', async () => {
      const { a, auth } = await startFor();
      await expect(
        auth.authenticate(bearing(tokenA, ['Impersonate-Group', 'ops']), 'a'),
      ).rejects.toMatchObject({
        reason: 'refused',
        message: 'invalid impersonation data',
      });
      expect(a.proxy.requests).toEqual([]);
    });

    it('refuses it where it is switched off', async () => {
      const { a } = await startFor(mayBe('users', 'jane'));
      const auth = authFor([a], { impersonation: false });
      await expect(
        auth.authenticate(bearing(tokenA, jane), 'a'),
      ).rejects.toMatchObject({ reason: 'refused' });
      expect(await auth.authenticate(bearing(tokenA), 'a')).toBeDefined();
    });

    it('lets nobody act as others while the cluster does not say', async () => {
      const { a, auth } = await startFor(mayBe('users', 'jane'));
      a.example.addFault({
        match: { path: '/apis/authorization.k8s.io' },
        effect: { status: 500 },
      });
      await expect(
        auth.authenticate(bearing(tokenA, jane), 'a'),
      ).rejects.toMatchObject(away);
    });
  });
});
