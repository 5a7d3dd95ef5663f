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

import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import type {
  CaptureHealth,
  ListEntityRunsResponse,
  ListRunsResponse,
  RunDetails,
} from 'backstage-plugin-tekton-results-common';
import { startExampleCluster, type ExampleCluster } from 'example-cluster';
import request from 'supertest';
import tektonResultsPlugin from '.';
import { backendDatabase } from './__testUtils__/databases';

jest.setTimeout(60_000);

const entities: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'checkout',
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': 'checkout' },
    },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'plain', namespace: 'default' },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'odd',
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-label-selector': 'a b' },
    },
  },
];

/** The whole plugin, on a database of its own, against these clusters. */
async function startPlugin(
  clusters: object[],
  {
    features = [],
    ...rest
  }: {
    features?: Parameters<typeof startTestBackend>[0]['features'];
    api?: object;
    retention?: object;
  } = {},
) {
  const backend = await startTestBackend({
    features: [
      tektonResultsPlugin,
      mockServices.rootConfig.factory({
        data: {
          tektonResults: {
            clusters,
            watcher: { storeEvents: false },
            ...rest,
          },
        },
      }),
      await backendDatabase(),
      catalogServiceMock.factory({ entities }),
      ...features,
    ],
  });
  const get = <T>(path: string) =>
    request(backend.server)
      .get(`/api/tekton-results${path}`)
      .then(response => ({
        status: response.status,
        type: response.type,
        body: response.body as T,
      }));
  return { backend, get };
}

/** A page token of the right form with a time that no run can have. */
function forgedToken(time: number): string {
  return Buffer.from(JSON.stringify({ scope: 'shop', time, seq: 1 })).toString(
    'base64url',
  );
}

async function until<T>(
  ask: () => Promise<T>,
  holds: (value: T) => boolean,
): Promise<T> {
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const value = await ask();
    if (holds(value)) {
      return value;
    }
    if (Date.now() > giveUpAt) {
      throw new Error(`It never held; last: ${JSON.stringify(value)}`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

describe('the plugin with the recorded cluster', () => {
  let cluster: ExampleCluster;
  let plugin: Awaited<ReturnType<typeof startPlugin>>;
  const publish = jest.fn(async () => {});

  beforeAll(async () => {
    let startReplay: () => void = () => {};
    cluster = await startExampleCluster({
      port: 0,
      replay: { speed: 100, keepUids: true },
      // Some runs are soon deleted again: the plugin must be watching.
      replayAfter: new Promise(resolve => {
        startReplay = resolve;
      }),
    });
    plugin = await startPlugin(
      [{ name: 'rec', title: 'Recorded', url: cluster.url }],
      {
        features: [
          createServiceFactory({
            service: signalsServiceRef,
            deps: {},
            factory: () => ({ publish }),
          }),
        ],
      },
    );
    await until(
      () => plugin.get<CaptureHealth>('/v1/health'),
      ({ body }) =>
        body.clusters.every(
          ({ resources }) =>
            resources.length > 0 &&
            resources.every(({ state }) => state === 'watching'),
        ),
    );
    startReplay();
    await until(
      () => plugin.get<ListRunsResponse>('/v1/runs?limit=100'),
      ({ body }) =>
        body.items.length === 15 &&
        body.items.filter(run => run.goneAt).length === 2 &&
        body.items.every(run => run.completedAt),
    );
  });

  afterAll(async () => {
    await plugin?.backend.stop();
    await cluster?.close();
  });

  it('captures all 15 runs with their outcomes, and keeps what the cluster deleted', async () => {
    const { body } = await plugin.get<ListRunsResponse>('/v1/runs?limit=100');
    expect(
      Object.fromEntries(body.items.map(run => [run.name, run.status])),
    ).toEqual({
      'checkout-build-9f3c2ab': 'succeeded',
      'checkout-build-2b7e151': 'succeeded',
      'checkout-build-1d20c77': 'failed',
      'checkout-build-c0ffee1': 'failed',
      'payments-matrix-01': 'completed',
      'slow-timeout': 'timedOut',
      'slow-cancelled': 'cancelled',
      'missing-task-run': 'couldNotStart',
      'gate-2026-11': 'succeeded',
      'lint-evt': 'succeeded',
      'scan-evt': 'failed',
      'retry-me': 'failed',
      'big-log': 'succeeded',
      'no-image': 'couldNotStart',
      'unicode-log': 'succeeded',
    });
    expect(
      body.items
        .filter(run => run.goneAt)
        .map(run => run.name)
        .sort(),
    ).toEqual(['checkout-build-9f3c2ab', 'retry-me']);
    expect(body.total).toEqual({ count: 15, exact: true });
  });

  it('signals that runs have changed, and not which', () => {
    expect(publish).toHaveBeenCalledWith({
      channel: 'tekton-results:runs-changed',
      recipients: { type: 'broadcast' },
      message: {},
    });
    expect(
      new Set(publish.mock.calls.map(call => JSON.stringify(call))).size,
    ).toBe(1);
  });

  it('lists the runs of an entity by its annotations', async () => {
    const { body } = await plugin.get<ListEntityRunsResponse>(
      '/v1/entities/component/default/checkout/runs?kind=PipelineRun',
    );
    expect(body.items.map(run => run.name).sort()).toEqual([
      'checkout-build-1d20c77',
      'checkout-build-2b7e151',
      'checkout-build-9f3c2ab',
      'checkout-build-c0ffee1',
    ]);
    expect(body.scope).toEqual({
      filter:
        'data.metadata.labels["backstage.io/kubernetes-id"] == "checkout"',
      rule: 'backstage.io/kubernetes-id',
    });
    const plain = await plugin.get<ListEntityRunsResponse>(
      '/v1/entities/component/default/plain/runs',
    );
    expect(plain.body).toMatchObject({ items: [], scope: null });
  });

  it('tells what the capture knows of a run', async () => {
    const list = await plugin.get<ListRunsResponse>('/v1/runs?limit=100');
    const gone = list.body.items.find(({ goneAt }) => goneAt);
    const { body } = await plugin.get<RunDetails>(`/v1/runs/rec/${gone?.uid}`);
    // At this speed pods are deleted before a busy machine has read their logs.
    const { gaps, ...facts } = body.capture;
    expect(facts).toEqual({
      result: expect.stringContaining('/results/'),
      firstStoredAt: expect.any(String),
      lastStoredAt: expect.any(String),
      finalStateStoredAt: expect.any(String),
      lastSeenAt: gone?.goneAt,
    });
  });

  it('tells the tasks, attempts and steps of a run', async () => {
    const list = await plugin.get<ListRunsResponse>('/v1/runs?limit=100');
    const run = list.body.items.find(
      ({ name }) => name === 'checkout-build-1d20c77',
    );
    const { body } = await plugin.get<RunDetails>(`/v1/runs/rec/${run?.uid}`);
    expect(body.run.failure).toEqual({
      task: 'unit-test',
      step: 'test',
      exitCode: 1,
    });
    expect(
      body.tasks.map(task => [
        task.name,
        task.status,
        task.attempts.map(({ status }) => status),
        task.attempts
          .at(-1)
          ?.steps.map(step => `${step.name} ${step.exitCode}`),
      ]),
    ).toEqual([
      ['clone', 'succeeded', ['succeeded'], ['clone 0']],
      ['lint', 'succeeded', ['succeeded'], ['eslint 0']],
      ['unit-test', 'failed', ['failed', 'failed'], ['install 0', 'test 1']],
      ['image', 'skipped', [], undefined],
      ['notify', 'succeeded', ['succeeded'], ['post 0']],
    ]);
    expect(body.tasks[3].reason).toBe('PipelineRun was stopping');
    expect(body.tasks[4].finally).toBe(true);

    const object = await plugin.get<{ metadata: object }>(
      `/v1/runs/rec/${run?.uid}/object`,
    );
    expect(object.body.metadata).toMatchObject({ name: run?.name });
    expect(object.body.metadata).not.toHaveProperty('managedFields');
  });

  it('pages there and back again', async () => {
    const first = await plugin.get<ListRunsResponse>('/v1/runs?limit=10');
    expect(first.body.prevCursor).toBeUndefined();
    const second = await plugin.get<ListRunsResponse>(
      `/v1/runs?limit=10&cursor=${first.body.nextCursor}`,
    );
    expect(second.body.items).toHaveLength(5);
    expect(second.body.nextCursor).toBeUndefined();
    const back = await plugin.get<ListRunsResponse>(
      `/v1/runs?limit=10&cursor=${second.body.prevCursor}`,
    );
    expect(back.body.items).toEqual(first.body.items);
  });

  it.each([
    ['/v1/runs?limit=0', 400, /'limit'/],
    ['/v1/runs?limit=101', 400, /'limit'/],
    ['/v1/runs?kind=Pod', 400, /'kind/],
    ['/v1/runs?staus=failed', 400, /staus/],
    ['/v1/runs?cursor=abc', 400, /cursor/],
    ['/v1/runs?entityRef=component:default/checkout', 400, /entityRef/],
    ['/v1/entities/component/default/checkout/runs?limit=0', 400, /'limit'/],
    [
      '/v1/entities/component/default/none/runs',
      404,
      /component:default\/none/,
    ],
    [
      '/v1/entities/component/default/odd/runs',
      400,
      /'a b' is not a label selector/,
    ],
    ['/v1/runs?cluster=%00', 400, /'cluster'/],
    ['/v1/runs?namespace=a%00b', 400, /'namespace'/],
    ['/v1/runs/rec/%00', 404, /No run/],
    ['/v1/runs/%00/x/object', 404, /No run/],
    ['/v1/runs/rec/none', 404, /none/],
    ['/v1/runs/none/none/object', 404, /none/],
  ])('refuses %s with %i and says why', async (path, status, message) => {
    const answer = await plugin.get<{ error: { message: string } }>(path);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(message);
  });

  it('refuses a cursor of another list', async () => {
    const { body } = await plugin.get<ListRunsResponse>('/v1/runs?limit=2');
    const answer = await plugin.get<{ error: { message: string } }>(
      `/v1/runs?limit=2&status=failed&cursor=${body.nextCursor}`,
    );
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/other filters/);
  });

  it('answers nobody who is not signed in', async () => {
    for (const path of ['/v1/runs', '/v1/health']) {
      const { status } = await request(plugin.backend.server)
        .get(`/api/tekton-results${path}`)
        .set('Authorization', mockCredentials.none.header());
      expect(status).toBe(401);
    }
  });

  it.each([
    '/apis/results.tekton.dev/v1alpha2/parents/-/results',
    '/APIS/results.tekton.dev/v1alpha2/parents/-/results',
    '/apis/results.tekton.dev/none',
    '/clusters/rec/apis/results.tekton.dev/v1alpha2/parents/-/results',
    '/clusters/none/apis/results.tekton.dev/v1alpha2/parents/-/results',
    '/healthz',
    '/healthz/none',
    '/clusters/rec/healthz',
  ])('answers nobody who is not signed in, as upstream, at %s', async path => {
    const { status, body } = await request(plugin.backend.server)
      .get(`/api/tekton-results${path}`)
      .set('Authorization', mockCredentials.none.header());
    expect({ status, body }).toEqual({
      status: 401,
      body: { code: 16, message: 'permission denied' },
    });
  });

  it('serves nothing at the root unless it is told to', async () => {
    const { status } = await request(plugin.backend.server).get(
      '/apis/results.tekton.dev/v1alpha2/parents/-/results',
    );
    expect(status).toBe(404);
  });

  describe('Results API', () => {
    const base = '/apis/results.tekton.dev/v1alpha2/parents';
    /** What tells of logs is there as soon as they are stored. */
    const RUNS_ONLY = encodeURIComponent('data_type.startsWith("tekton.dev/")');

    it('groups the runs of a trigger event, and the tasks with their pipeline', async () => {
      const { body } = await plugin.get<{ results: Array<{ name: string }> }>(
        `${base}/payments/results`,
      );
      expect(body.results).toHaveLength(2);
      const names = body.results.map(({ name }) => name);
      expect(names).toContain(
        'payments/results/5d4c9a52-6a6e-4f5b-9d1b-0c9ad0f0a001',
      );
      const { body: list } = await plugin.get<{ records: unknown[] }>(
        `${base}/payments/results/-/records?filter=${RUNS_ONLY}`,
      );
      expect(list.records).toHaveLength(10);
    });

    it('shows a Result as upstream does', async () => {
      const { body } = await plugin.get<{ results: Array<{ name: string }> }>(
        `${base}/payments/results`,
      );
      const matrix = body.results.find(
        ({ name }) => !name.includes('5d4c9a52'),
      );
      const { body: result } = await plugin.get<object>(
        `${base}/${matrix?.name}`,
      );
      expect(Object.keys(result)).toEqual([
        'name',
        'id',
        'uid',
        'created_time',
        'create_time',
        'updated_time',
        'update_time',
        'annotations',
        'etag',
        'summary',
      ]);
      expect(result).toMatchObject({
        annotations: {
          commit: '77aa01c',
          'object.metadata.name': 'payments-matrix-01',
          repo: 'acme/payments',
        },
        summary: {
          type: 'tekton.dev/v1.PipelineRun',
          status: 'SUCCESS',
          annotations: { team: 'payments' },
        },
      });
    });

    it('shows a Record with the object as base64', async () => {
      const { body } = await plugin.get<{
        records: Array<{ name: string; data: { type: string; value: string } }>;
      }>(`${base}/shop/results/-/records?page_size=1`);
      const [{ name, data }] = body.records;
      const { body: record } = await plugin.get<unknown>(`${base}/${name}`);
      expect(record).toEqual(body.records[0]);
      expect(data.type).toMatch(/^tekton.dev\/v1\.(Pipeline|Task)Run$/);
      expect(
        JSON.parse(Buffer.from(data.value, 'base64').toString()),
      ).toMatchObject({
        metadata: { namespace: 'shop' },
      });
    });

    it('pages through all records', async () => {
      const names: string[] = [];
      let token = '';
      do {
        const { body } = await plugin.get<{
          records: Array<{ name: string }>;
          next_page_token?: string;
        }>(
          `${base}/-/results/-/records?filter=${RUNS_ONLY}&page_size=20&page_token=${token}`,
        );
        names.push(...body.records.map(({ name }) => name));
        token = body.next_page_token ?? '';
      } while (token);
      expect(new Set(names).size).toBe(45);
      expect(names).toHaveLength(45);
    });

    it('covers one cluster below the path of that cluster', async () => {
      const all = await plugin.get(`${base}/-/results`);
      expect(await plugin.get(`/clusters/rec${base}/-/results`)).toEqual(all);
      expect(
        await plugin.get(`/clusters/other${base}/-/results`),
      ).toMatchObject({ status: 404, body: { code: 5 } });
    });

    it('answers an empty list with an empty object', async () => {
      expect(await plugin.get(`${base}/nobody/results`)).toMatchObject({
        status: 200,
        type: 'application/json',
        body: {},
      });
    });

    it.each([
      ['/shop/results/UPPER', 400, 3, /^name must match/],
      ['/shop/results/none', 404, 5, /^record not found$/],
      ['/shop/results/none/records/none', 404, 5, /^record not found$/],
      ['/shop/results/a.b/records', 400, 3, /^name must match/],
      ['/shop/results?page_size=10001', 400, 3, /page size/],
      ['/shop/results?page_size=x', 400, 3, /page_size/],
      ['/shop/results?page_token=x', 400, 3, /^invalid page token/],
      [
        `/shop/results?page_token=${forgedToken(9e15)}`,
        400,
        3,
        /^invalid page token/,
      ],
      [
        `/shop/results?page_token=${forgedToken(-1)}`,
        400,
        3,
        /^invalid page token/,
      ],
      ['/%00/results', 400, 3, /NUL/],
      ['/shop/results?page_size=1&page_size=2', 400, 3, /too many values/],
      ['/shop/results?filter=bogus', 400, 3, /bogus/],
      ['/shop/nothing', 404, 5, /^Not Found$/],
    ])('refuses %s with %i, code %i', async (path, status, code, message) => {
      const answer = await plugin.get<{ code: number; message: string }>(
        `${base}${path}`,
      );
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual({
        code,
        message: expect.stringMatching(message),
      });
    });
  });
});

describe('the plugin with clusters that do not work', () => {
  async function healthWith(clusters: object[]) {
    const { backend, get } = await startPlugin(clusters);
    const { body } = await until(
      () => get<CaptureHealth>('/v1/health'),
      answer => answer.body.state === 'degraded',
    );
    await backend.stop();
    return body;
  }

  it('names a cluster that is away', async () => {
    const health = await healthWith([{ name: 'a', url: 'http://127.0.0.1:1' }]);
    expect(health.clusters).toMatchObject([
      {
        name: 'a',
        state: 'failing',
        problem: {
          code: 'unreachable',
          message: expect.stringContaining('ECONNREFUSED'),
        },
      },
    ]);
  });

  it('names a wrong token', async () => {
    const cluster = await startExampleCluster({
      port: 0,
      tokens: [{ token: 'right', user: 'a' }],
    });
    const health = await healthWith([
      { name: 'a', url: cluster.url, token: 'wrong' },
    ]);
    await cluster.close();
    expect(health.clusters[0].problem).toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('401'),
    });
    expect(JSON.stringify(health)).not.toContain('wrong');
  });

  it('names a missing custom resource definition', async () => {
    const cluster = await startExampleCluster({
      port: 0,
      installed: false,
    });
    const health = await healthWith([{ name: 'a', url: cluster.url }]);
    await cluster.close();
    expect(health.clusters[0].problem).toMatchObject({ code: 'notInstalled' });
  });

  it('names a mistake in the configuration, and serves what it has', async () => {
    const health = await healthWith([{ name: 'Not good', url: 'nowhere' }]);
    expect(health).toMatchObject({
      clusters: [{ name: 'not-good', state: 'unsupported' }],
      configProblems: [
        { path: 'tektonResults.clusters[0].name' },
        { path: 'tektonResults.clusters[0].url' },
      ],
    });
  });

  it('removes nothing with a mistake in what is removed, and watches on', async () => {
    const cluster = await startExampleCluster({ port: 0 });
    const { backend, get } = await startPlugin(
      [{ name: 'a', url: cluster.url }],
      { retention: { defaultRetention: 0 } },
    );
    const { body } = await until(
      () => get<CaptureHealth>('/v1/health'),
      health =>
        health.body.clusters.every(
          ({ resources, state }) => resources.length > 0 && state === 'ok',
        ),
    );
    const path = 'tektonResults.retention.defaultRetention';
    expect(body).toMatchObject({
      state: 'degraded',
      configProblems: [{ path }],
    });
    const answer = await request(backend.server).post(
      '/api/tekton-results/v1/retention/run',
    );
    await backend.stop();
    await cluster.close();
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toContain(path);
  });

  it('recovers when the cluster comes back', async () => {
    const away = await startExampleCluster({ port: 0 });
    const { url, port } = away;
    await away.close();
    const { backend, get } = await startPlugin([{ name: 'a', url }]);
    const health = () => get<CaptureHealth>('/v1/health');
    await until(health, ({ body }) => body.state === 'degraded');
    const back = await startExampleCluster({ port });
    const { body } = await until(
      health,
      answer => answer.body.clusters[0].state === 'ok',
    );
    expect(body.state).toBe('ok');
    await backend.stop();
    await back.close();
  });
});

describe('the plugin at the root', () => {
  let plugin: Awaited<ReturnType<typeof startPlugin>>;

  beforeAll(async () => {
    plugin = await startPlugin([], { api: { rootMount: true } });
  });

  afterAll(() => plugin?.backend.stop());

  it.each([
    ['/apis/results.tekton.dev/v1alpha2/parents/-/results', {}],
    ['/healthz', { status: 'SERVING' }],
  ])('serves %s to those who are signed in', async (path, body) => {
    const answer = await request(plugin.backend.server).get(path);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(body);
    const stranger = await request(plugin.backend.server)
      .get(path)
      .set('Authorization', mockCredentials.none.header());
    expect(stranger.status).toBe(401);
    expect(stranger.body).toEqual({ code: 16, message: 'permission denied' });
  });

  it('has no clusters there, and leaves what is not its own alone', async () => {
    for (const path of [
      '/clusters/default/apis/results.tekton.dev/v1alpha2/parents/-/results',
      '/apis/other',
    ]) {
      const { status, body } = await request(plugin.backend.server).get(path);
      expect(status).toBe(404);
      expect(body).not.toHaveProperty('code');
    }
  });
});
