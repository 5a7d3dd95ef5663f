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
import { setTimeout as sleep } from 'timers/promises';
import { startExampleReviewedCluster } from './__testUtils__/exampleReviewedCluster';
import { startRealReviewedCluster } from './__testUtils__/realReviewedCluster';
import { bearing } from './__testUtils__/requests';
import type { ReviewedCluster } from './__testUtils__/ReviewedCluster';
import { createKubernetesAuth } from './createKubernetesAuth';
import type { KubernetesCaller } from './KubernetesAuth';

jest.setTimeout(120_000);

/** A real API server learns of new rights, and forgets tokens, after a while. */
async function eventually<T>(
  ask: () => Promise<T>,
  holds: (value: T) => boolean,
): Promise<T> {
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const value = await ask();
    if (holds(value) || Date.now() > giveUpAt) {
      return value;
    }
    await sleep(100);
  }
}

/** What is true of callers of any cluster. */
function callersContract(start: () => Promise<ReviewedCluster>) {
  let reviewed: ReviewedCluster;

  beforeAll(async () => {
    reviewed = await start();
    const { token } = await reviewed.createAccount('first');
    // The rights of our own account must have been learned of.
    await eventually(
      () =>
        callerOf(token)
          .then(caller => mayList(caller, ''))
          .then(
            () => 'answered',
            error => error.reason,
          ),
      answer => answer === 'answered',
    );
  });

  afterAll(async () => {
    await reviewed?.close();
  });

  function authWith(audiences: string[] = []) {
    return createKubernetesAuth({
      clusters: () => [reviewed.cluster],
      // Shorter than anything that is waited for.
      settings: { impersonation: true, audiences, cacheMs: 1 },
      logger: mockServices.logger.mock(),
    });
  }

  /** Who is let in, or why not. */
  async function outcome(
    request: ReturnType<typeof bearing>,
    audiences?: string[],
  ): Promise<string> {
    return authWith(audiences)
      .authenticate(request, reviewed.cluster.name)
      .then(
        caller => caller.user.username,
        error => error.reason,
      );
  }

  async function callerOf(
    ...request: Parameters<typeof bearing>
  ): Promise<KubernetesCaller> {
    return authWith().authenticate(bearing(...request));
  }

  function mayList(caller: KubernetesCaller, namespace: string) {
    return caller.mayAccess({ verb: 'list', resource: 'records', namespace });
  }

  function read(...namespaces: string[]) {
    return {
      apiGroups: ['results.tekton.dev'],
      resources: ['results', 'records', 'logs'],
      verbs: ['get', 'list'],
      ...(namespaces.length > 0 && { namespaces }),
    };
  }

  it('knows an account by its token, for this cluster and for all', async () => {
    const { username, token } = await reviewed.createAccount('known');
    const [namespace] = reviewed.namespaces;
    for (const cluster of [undefined, reviewed.cluster.name]) {
      const caller = await authWith().authenticate(bearing(token), cluster);
      expect(caller.cluster).toBe(reviewed.cluster.name);
      expect(caller.user).toMatchObject({
        username,
        uid: expect.stringMatching(/./),
        extra: {
          'authentication.kubernetes.io/credential-id': [expect.any(String)],
        },
      });
      expect([...caller.user.groups].sort()).toEqual([
        'system:authenticated',
        'system:serviceaccounts',
        `system:serviceaccounts:${namespace}`,
      ]);
    }
  });

  it('refuses a token that is nobody’s, and one of somebody who is gone', async () => {
    expect(await outcome(bearing('wrong'))).toBe('refused');
    const { username, token } = await reviewed.createAccount('leaving');
    expect(await outcome(bearing(token))).toBe(username);
    await reviewed.removeAccount('leaving');
    expect(
      await eventually(
        () => outcome(bearing(token)),
        reason => reason === 'refused',
      ),
    ).toBe('refused');
  });

  it('minds whom a token is meant for', async () => {
    const other = await reviewed.createAccount('meant', ['results.example']);
    expect(await outcome(bearing(other.token))).toBe('refused');
    expect(await outcome(bearing(other.token), ['results.example'])).toBe(
      other.username,
    );
    const usual = await reviewed.createAccount('unmeant');
    expect(await outcome(bearing(usual.token), ['results.example'])).toBe(
      'refused',
    );
  });

  it('knows rights in one namespace from those in all', async () => {
    const [own, other] = reviewed.namespaces;
    const { username, token } = await reviewed.createAccount('reader');
    const caller = await callerOf(token);
    expect(await mayList(caller, own)).toBe(false);
    await reviewed.grant({ kind: 'User', name: username }, read(own));
    expect(await eventually(() => mayList(caller, own), Boolean)).toBe(true);
    expect(await mayList(caller, other)).toBe(false);
    expect(await mayList(caller, '')).toBe(false);
    expect(
      await caller.mayAccess({
        verb: 'delete',
        resource: 'records',
        namespace: own,
      }),
    ).toBe(false);
    expect(
      await caller.namespacesWith({
        verb: 'list',
        resource: 'logs',
        namespaces: [other, own],
      }),
    ).toEqual([own]);

    await reviewed.grant({ kind: 'User', name: username }, read());
    expect(await eventually(() => mayList(caller, ''), Boolean)).toBe(true);
    expect(await mayList(caller, other)).toBe(true);
  });

  it('lets those act as others who may by their groups, and only as those', async () => {
    const [own, other] = reviewed.namespaces;
    const { username, token } = await reviewed.createAccount('manager');
    const group = `managed-of-${own}`;
    const wishes = [
      ['Impersonate-User', `jane-of-${own}`],
      ['Impersonate-Group', group],
      ['Impersonate-Extra-Example.com%2FTeam', 'shop'],
      ['Impersonate-Extra-Example.com%2FTeam', 'all'],
    ] as const;
    const everybodyHere = {
      kind: 'Group',
      name: `system:serviceaccounts:${own}`,
    } as const;
    const impersonate = (apiGroup: string, resource: string, names: string[]) =>
      reviewed.grant(everybodyHere, {
        apiGroups: [apiGroup],
        resources: [resource],
        verbs: ['impersonate'],
        names,
      });
    await reviewed.grant({ kind: 'Group', name: group }, read(other));

    expect(await outcome(bearing(token, ...wishes))).toBe('refused');
    await impersonate('', 'users', [`jane-of-${own}`]);
    await impersonate('', 'groups', [group]);
    await impersonate('authentication.k8s.io', 'userextras/example.com/team', [
      'shop',
    ]);
    expect(
      await eventually(
        () => outcome(bearing(token, ...wishes.slice(0, 3))),
        name => name === `jane-of-${own}`,
      ),
    ).toBe(`jane-of-${own}`);
    expect(await outcome(bearing(token, ...wishes))).toBe('refused');
    await impersonate('authentication.k8s.io', 'userextras/example.com/team', [
      'all',
    ]);
    await eventually(
      () => outcome(bearing(token, ...wishes)),
      name => name === `jane-of-${own}`,
    );

    const caller = await callerOf(token, ...wishes);
    expect(caller).toMatchObject({
      user: {
        username: `jane-of-${own}`,
        groups: [group, 'system:authenticated'],
        extra: { 'example.com/team': ['shop', 'all'] },
      },
      impersonator: { username },
    });
    expect(await eventually(() => mayList(caller, other), Boolean)).toBe(true);
    expect(await mayList(caller, own)).toBe(false);
  });

  it('lets an account act as another of a namespace', async () => {
    const [own, other] = reviewed.namespaces;
    const { username, token } = await reviewed.createAccount('deputy');
    await reviewed.grant(
      { kind: 'User', name: username },
      {
        apiGroups: [''],
        resources: ['serviceaccounts'],
        verbs: ['impersonate'],
        names: ['chief'],
        namespaces: [own],
      },
    );
    const as = (name: string) =>
      outcome(bearing(token, ['Impersonate-User', name]));
    const chief = `system:serviceaccount:${own}:chief`;
    expect(
      await eventually(
        () => as(chief),
        name => name === chief,
      ),
    ).toBe(chief);
    expect(await as(`system:serviceaccount:${other}:chief`)).toBe('refused');
    expect(await as(`system:serviceaccount:${own}:other`)).toBe('refused');
    expect(await as('chief')).toBe('refused');
  });
}

describe('callers of an example cluster', () => {
  callersContract(startExampleReviewedCluster);
});

const kubeconfig = process.env.TEST_KUBECONFIG;
(kubeconfig ? describe : describe.skip)('callers of a real cluster', () => {
  callersContract(() => startRealReviewedCluster(kubeconfig ?? ''));
});
