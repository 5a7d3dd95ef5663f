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

import { readFileSync } from 'fs';
import { join } from 'path';
import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import type {
  ListRunsResponse,
  RunDetails,
} from 'backstage-plugin-tekton-results-common';
import request from 'supertest';
import tektonResultsPlugin from '.';
import adminsWrite from '../dev/policies/adminsWrite';
import namespacesByGroup from '../dev/policies/namespacesByGroup';
import ownersSee from '../dev/policies/ownersSee';
import { backendDatabase } from './__testUtils__/databases';

jest.setTimeout(60_000);

const POLICIES = join(__dirname, '../dev/policies');
const DOCUMENT = join(__dirname, '../../../docs/permissions.md');

const BASE = '/apis/results.tekton.dev/v1alpha2/parents';
const CART_RUN = 'shop/results/cart/records/run';
const CART_LOG = 'shop/results/cart/records/log';

/** Users with what they and their groups are called in the catalog. */
const CLAIMS: Record<string, string[]> = {
  ann: ['user:default/ann', 'group:default/cart-team'],
  bob: ['user:default/bob', 'group:default/payments-team'],
  eve: ['user:default/eve', 'group:default/platform-admins'],
  // Nobody has put them into a group.
  carl: ['user:default/carl'],
};

function component(id: string, owner: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: id,
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': id },
    },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}

const ENTITIES = [
  component('cart', 'group:default/cart-team'),
  component('pay', 'group:default/payments-team'),
];

/** A run of a component, as Tekton passes labels on from pipelines to tasks. */
function run(
  kind: string,
  [namespace, name]: [namespace: string, name: string],
  id: string,
  pipelineRun?: string,
) {
  return {
    type: `tekton.dev/v1.${kind}`,
    value: {
      apiVersion: 'tekton.dev/v1',
      kind,
      metadata: {
        name,
        namespace,
        uid: `uid-of-${name}`,
        creationTimestamp: '2026-11-01T10:00:00Z',
        labels: { 'backstage.io/kubernetes-id': id },
        ...(pipelineRun && {
          ownerReferences: [
            {
              apiVersion: 'tekton.dev/v1',
              kind: 'PipelineRun',
              name: pipelineRun,
              uid: `uid-of-${pipelineRun}`,
              controller: true,
            },
          ],
        }),
      },
      spec: {},
    },
  };
}

const LOG = {
  type: 'results.tekton.dev/v1alpha3.Log',
  value: { kind: 'Log', spec: { resource: { kind: 'TaskRun' } } },
};

/** By Result, in each the Records; one event started runs of both teams. */
const ARCHIVE = {
  'shop/results/cart': {
    run: run('PipelineRun', ['shop', 'cart-1'], 'cart'),
    task: run('TaskRun', ['shop', 'cart-1-task'], 'cart', 'cart-1'),
    log: LOG,
  },
  'payments/results/pay': {
    run: run('PipelineRun', ['payments', 'pay-1'], 'pay'),
    log: LOG,
  },
  'shop/results/event': {
    cart: run('PipelineRun', ['shop', 'cart-2'], 'cart'),
    pay: run('PipelineRun', ['shop', 'pay-2'], 'pay'),
  },
};

/** Tokens of the plugin on behalf of users say so, as those of Backstage do. */
const authWithActors = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const auth = mockServices.auth({ pluginId: plugin.getId() });
    const actor = { subject: `plugin:${plugin.getId()}` };
    const getPluginRequestToken = auth.getPluginRequestToken.bind(auth);
    auth.getPluginRequestToken = async options => {
      const { onBehalfOf } = options;
      return auth.isPrincipal(onBehalfOf, 'user')
        ? {
            token: mockCredentials.user.token(
              onBehalfOf.principal.userEntityRef,
              { actor },
            ),
          }
        : getPluginRequestToken(options);
    };
    return auth;
  },
});

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () =>
    mockServices.userInfo.mock({
      async getUserInfo(credentials: any) {
        const { userEntityRef } = credentials.principal;
        return {
          userEntityRef,
          ownershipEntityRefs: CLAIMS[userEntityRef.split('/')[1]],
        };
      },
    }),
});

/** The plugin with a policy, and runs of two teams. */
async function startWith(policy: BackendFeature) {
  const backend = await startTestBackend({
    features: [
      tektonResultsPlugin,
      permissionPlugin,
      policy,
      authWithActors,
      userInfo,
      mockServices.rootConfig.factory({
        data: { permission: { enabled: true } },
      }),
      await backendDatabase(),
      catalogServiceMock.factory({ entities: ENTITIES }),
    ],
  });
  async function call<T = any>(
    authorization: string,
    path: string,
    options: { method?: 'post' | 'patch' | 'delete'; body?: object } = {},
  ): Promise<{ status: number; body: T }> {
    const { status, body } = await request(backend.server)
      [options.method ?? ('get' as 'post')](`/api/tekton-results${path}`)
      .set('Authorization', authorization)
      .send(options.body);
    return { status, body };
  }
  const asUser = (name: string) =>
    mockCredentials.user.header(`user:default/${name}`);

  for (const [result, records] of Object.entries(ARCHIVE)) {
    const service = mockCredentials.service.header();
    const parent = result.split('/', 1)[0];
    const created = await call(service, `${BASE}/${parent}/results`, {
      method: 'post',
      body: { name: result },
    });
    expect(created.status).toBe(200);
    for (const [name, { type, value }] of Object.entries(records)) {
      const { status } = await call(service, `${BASE}/${result}/records`, {
        method: 'post',
        body: {
          name: `${result}/records/${name}`,
          data: {
            type,
            value: Buffer.from(JSON.stringify(value)).toString('base64'),
          },
        },
      });
      expect(status).toBe(200);
    }
  }

  /** What the lists, totals and logs of both APIs show to a user. */
  async function seenBy(name: string) {
    const user = asUser(name);
    const runs = await call<ListRunsResponse>(user, '/v1/runs');
    const results = await call(user, `${BASE}/-/results`);
    const records = await call(user, `${BASE}/-/results/-/records`);
    const summary = await call(
      user,
      `${BASE}/-/results/-/records/summary?summary=total`,
    );
    const namesOf = (items: Array<{ name: string }> = []) =>
      items.map(item => item.name.replace(/(results|records)\//g, '')).sort();
    return {
      runs: runs.status === 200 ? namesOf([...runs.body.items]) : runs.status,
      total: runs.status === 200 ? runs.body.total.count : runs.status,
      results: namesOf(results.body.results),
      records: namesOf(records.body.records),
      recordsInTotal: summary.body.summary?.[0]?.total ?? 0,
    };
  }

  /** How single objects of both teams are answered. */
  async function statusesFor(name: string) {
    const user = asUser(name);
    const statusOf = async (...args: [path: string, options?: object]) =>
      (await call(user, ...args)).status;
    return {
      cartRun: await statusOf('/v1/runs/default/uid-of-cart-1'),
      cartObject: await statusOf('/v1/runs/default/uid-of-cart-1/object'),
      cartRecord: await statusOf(`${BASE}/${CART_RUN}`),
      payRun: await statusOf('/v1/runs/default/uid-of-pay-1'),
      payRecord: await statusOf(`${BASE}/payments/results/pay/records/run`),
    };
  }

  /** How writes are answered that would change nothing. */
  async function writesBy(name: string) {
    const user = asUser(name);
    const write = async (
      method: 'post' | 'patch' | 'delete',
      path: string,
      body?: object,
    ) => (await call(user, `${BASE}/${path}`, { method, body })).status;
    return {
      create: await write('post', 'shop/results', {
        name: 'shop/results/cart',
      }),
      update: await write('patch', CART_RUN, {}),
      updateOfOthers: await write(
        'patch',
        'payments/results/pay/records/run',
        {},
      ),
      delete: await write('delete', CART_RUN),
    };
  }

  return { backend, call, asUser, seenBy, statusesFor, writesBy };
}

const EVERYTHING = {
  runs: ['cart-1', 'cart-2', 'pay-1', 'pay-2'],
  total: 4,
  results: ['payments/pay', 'shop/cart', 'shop/event'],
  records: [
    'payments/pay/log',
    'payments/pay/run',
    'shop/cart/log',
    'shop/cart/run',
    'shop/cart/task',
    'shop/event/cart',
    'shop/event/pay',
  ],
  recordsInTotal: 7,
};
const NOTHING_OWNED = {
  runs: [],
  total: 0,
  results: [],
  records: [],
  recordsInTotal: 0,
};

const NOTHING = {
  runs: 403,
  total: 403,
  results: [],
  records: [],
  recordsInTotal: 0,
};

const ALL_FOUND = {
  cartRun: 200,
  cartObject: 200,
  cartRecord: 200,
  payRun: 200,
  payRecord: 200,
};
const ALL_HIDDEN = {
  cartRun: 404,
  cartObject: 404,
  cartRecord: 404,
  payRun: 404,
  payRecord: 404,
};
const OF_CART = { ...ALL_FOUND, payRun: 404, payRecord: 404 };
const OF_PAY = { ...ALL_HIDDEN, payRun: 200, payRecord: 200 };

/** The name is taken already. */
const ADMIN_WRITES = {
  create: 409,
  update: 200,
  updateOfOthers: 200,
  delete: 200,
};

let started: Awaited<ReturnType<typeof startWith>>;

describe('the policy by which everyone sees all and admins write', () => {
  beforeAll(async () => {
    started = await startWith(adminsWrite);
  });
  afterAll(() => started.backend.stop());

  it.each(['ann', 'carl', 'eve'])('shows everything to %s', async user => {
    expect(await started.seenBy(user)).toEqual(EVERYTHING);
    expect(await started.statusesFor(user)).toEqual(ALL_FOUND);
    expect(
      (
        await started.call(
          started.asUser(user),
          `${BASE}/shop/results/cart/logs`,
        )
      ).body.records,
    ).toHaveLength(1);
  });

  it('lets nobody but admins write', async () => {
    for (const user of ['ann', 'carl']) {
      expect(await started.writesBy(user)).toEqual({
        create: 401,
        update: 401,
        updateOfOthers: 401,
        delete: 401,
      });
    }
    expect(await started.seenBy('ann')).toEqual(EVERYTHING);
    expect(await started.writesBy('eve')).toEqual(ADMIN_WRITES);
    expect((await started.seenBy('ann')).runs).toEqual([
      'cart-2',
      'pay-1',
      'pay-2',
    ]);
  });

  it('shows nothing to nobody', async () => {
    for (const path of ['/v1/runs', `${BASE}/-/results`]) {
      const { status } = await started.call(
        mockCredentials.none.header(),
        path,
      );
      expect(status).toBe(401);
    }
  });
});

describe('the policy by which owners see the runs of their components', () => {
  beforeAll(async () => {
    started = await startWith(ownersSee);
  });
  afterAll(() => started.backend.stop());

  it('shows owners their runs, wherever these are', async () => {
    expect(await started.seenBy('ann')).toEqual({
      runs: ['cart-1', 'cart-2'],
      total: 2,
      // The other one tells of a run of others, too.
      results: ['shop/cart'],
      records: ['shop/cart/run', 'shop/cart/task', 'shop/event/cart'],
      recordsInTotal: 3,
    });
    expect(await started.statusesFor('ann')).toEqual(OF_CART);
    expect(await started.seenBy('bob')).toEqual({
      runs: ['pay-1', 'pay-2'],
      total: 2,
      results: ['payments/pay'],
      records: ['payments/pay/run', 'shop/event/pay'],
      recordsInTotal: 2,
    });
    expect(await started.statusesFor('bob')).toEqual(OF_PAY);
  });

  it('shows owners the tasks of their runs', async () => {
    const { body } = await started.call<ListRunsResponse>(
      started.asUser('ann'),
      '/v1/runs?includeOwned=true',
    );
    expect(body.items.map(item => item.name).sort()).toEqual([
      'cart-1',
      'cart-1-task',
      'cart-2',
    ]);
    const details = await started.call<RunDetails>(
      started.asUser('ann'),
      '/v1/runs/default/uid-of-cart-1',
    );
    expect(details.body.run.name).toBe('cart-1');
  });

  it('opens the logs of their runs to owners, and to nobody else', async () => {
    const messageFor = async (user: string, log: string) =>
      (
        await started.call(
          started.asUser(user),
          `${BASE}/shop/results/cart/logs/${log}`,
        )
      ).body.message;
    // No text is archived yet; that there is the run is told to its owners only.
    expect(await messageFor('ann', 'task')).toBe("Log doesn't exist");
    expect(await messageFor('bob', 'task')).toBe('record not found');
    expect(await messageFor('bob', 'none')).toBe('record not found');
  });

  it('shows what clients told of logs to admins only, as it has no owner', async () => {
    const statusFor = async (user: string) =>
      (await started.call(started.asUser(user), `${BASE}/${CART_LOG}`)).status;
    expect(await statusFor('ann')).toBe(404);
    expect(await statusFor('bob')).toBe(404);
    expect(await statusFor('eve')).toBe(200);
  });

  it('shows the runs of an entity only to its owners', async () => {
    const runsFor = async (user: string) => {
      const { body } = await started.call<ListRunsResponse>(
        started.asUser(user),
        '/v1/entities/component/default/cart/runs',
      );
      return { count: body.total.count, items: body.items.length };
    };
    expect(await runsFor('ann')).toEqual({ count: 2, items: 2 });
    expect(await runsFor('bob')).toEqual({ count: 0, items: 0 });
  });

  it('shows nothing to those who own nothing, and all to admins', async () => {
    expect(await started.seenBy('carl')).toEqual(NOTHING_OWNED);
    expect(await started.statusesFor('carl')).toEqual(ALL_HIDDEN);
    expect(await started.seenBy('eve')).toEqual(EVERYTHING);
  });

  it('lets owners change nothing', async () => {
    expect(await started.writesBy('ann')).toEqual({
      create: 401,
      update: 401,
      updateOfOthers: 404,
      delete: 401,
    });
    expect(await started.writesBy('eve')).toEqual(ADMIN_WRITES);
  });
});

describe('the policy by which groups have namespaces', () => {
  beforeAll(async () => {
    started = await startWith(namespacesByGroup);
  });
  afterAll(() => started.backend.stop());

  it('shows groups what is in their namespaces, whosever it is', async () => {
    expect(await started.seenBy('ann')).toEqual({
      runs: ['cart-1', 'cart-2', 'pay-2'],
      total: 3,
      results: ['shop/cart', 'shop/event'],
      records: [
        'shop/cart/log',
        'shop/cart/run',
        'shop/cart/task',
        'shop/event/cart',
        'shop/event/pay',
      ],
      recordsInTotal: 5,
    });
    expect(await started.statusesFor('ann')).toEqual(OF_CART);
    expect(await started.seenBy('bob')).toEqual({
      runs: ['pay-1'],
      total: 1,
      results: ['payments/pay'],
      records: ['payments/pay/log', 'payments/pay/run'],
      recordsInTotal: 2,
    });
    expect(await started.statusesFor('bob')).toEqual(OF_PAY);
  });

  it('shows groups what clients told of logs there', async () => {
    const logsFor = async (user: string, parent: string) =>
      (
        await started.call(
          started.asUser(user),
          `${BASE}/${parent}/results/-/logs`,
        )
      ).body.records;
    expect(await logsFor('ann', 'shop')).toMatchObject([
      { name: 'shop/results/cart/logs/log' },
    ]);
    expect(await logsFor('ann', 'payments')).toBeUndefined();
    expect(await logsFor('ann', '-')).toHaveLength(1);
  });

  it('shows nothing to those without a group, and all to admins', async () => {
    expect(await started.seenBy('carl')).toEqual(NOTHING);
    expect(await started.statusesFor('carl')).toEqual(ALL_HIDDEN);
    expect(await started.seenBy('eve')).toEqual(EVERYTHING);
  });

  it('lets groups change nothing', async () => {
    expect(await started.writesBy('ann')).toEqual({
      create: 401,
      update: 401,
      updateOfOthers: 404,
      delete: 401,
    });
    expect(await started.writesBy('eve')).toEqual(ADMIN_WRITES);
  });
});

it('the document has these policies, word by word', () => {
  const document = readFileSync(DOCUMENT, 'utf8');
  const blocks = [...document.matchAll(/^```ts\n(.*?)^```$/gms)]
    .map(([, code]) => code)
    .filter(code => code.includes('createBackendModule'));
  const licence = /^\/\*.*?\*\/\n\n/s;
  expect(blocks).toEqual(
    ['adminsWrite', 'ownersSee', 'namespacesByGroup'].map(name =>
      readFileSync(join(POLICIES, `${name}.ts`), 'utf8').replace(licence, ''),
    ),
  );
});
