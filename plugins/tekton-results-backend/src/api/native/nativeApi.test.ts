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

import type { Entity } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import type {
  CaptureHealth,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import type { TestPolicy } from '../../__testUtils__/callers';
import {
  createTestStores,
  TEST_NOW,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { storeRuns, type MadeUpRun } from '../../__testUtils__/madeUpRuns';
import { lastRecordedEvents } from '../../__testUtils__/recordedRuns';
import type { Stores } from '../../store';
import { nativeApi } from './__testUtils__/nativeApi';

jest.setTimeout(120_000);

const DAY = 86_400;
const REVISION = '0123456789abcdef';

const run = (name: string, facts: Partial<MadeUpRun>): MadeUpRun => ({
  name,
  uid: `uid-of-${name}`,
  ago: 0,
  seconds: 10,
  ...facts,
});

/** Runs of one component, newest first, among others. */
const RUNS: MadeUpRun[] = [
  run('b7', { ago: 100, seconds: undefined, outcome: 'Unknown' }),
  run('b6', { ago: 200, outcome: 'False', revision: REVISION }),
  run('b5', { ago: 300, outcome: 'False', branch: 'feat' }),
  run('b4', { ago: 400, outcome: 'False' }),
  run('b3', { ago: 500, revision: REVISION, seconds: 30 }),
  run('b2', { ago: 600, branch: 'feat', seconds: 20 }),
  run('b1', { ago: 31 * DAY }),
].map(each => ({
  pipeline: 'build',
  branch: 'main',
  labels: { 'backstage.io/kubernetes-id': 'checkout' },
  ...each,
}));

const OTHERS: MadeUpRun[] = [
  run('hidden', {
    namespace: 'secret',
    ago: 450,
    pipeline: 'build',
    revision: REVISION,
    branch: 'hidden-branch',
    labels: { 'backstage.io/kubernetes-id': 'checkout', hidden: 'label' },
  }),
  run('b3-compile', {
    kind: 'TaskRun',
    ago: 499,
    owner: 'uid-of-b3',
    task: 'compile',
  }),
  run('b3', { uid: 'older-b3', ago: 2 * DAY, pipeline: 'other' }),
];

const COMPONENT: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'checkout' },
  },
};
const PLAIN: Entity = {
  ...COMPONENT,
  metadata: { name: 'plain', namespace: 'default' },
};

/** Jo may see all but one namespace, nobody else anything. */
const POLICY: TestPolicy = (_permission, credentials) => {
  const { userEntityRef } = credentials.principal as { userEntityRef: string };
  if (userEntityRef !== 'user:default/jo') {
    return { result: AuthorizeResult.DENY };
  }
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'tekton-results',
    resourceType: 'tekton-run',
    conditions: {
      rule: 'IS_IN_NAMESPACE',
      resourceType: 'tekton-run',
      params: { namespaces: ['shop', 'platform', 'payments'] },
    },
  };
};

const HEALTH: CaptureHealth = {
  state: 'degraded',
  configProblems: [],
  clusters: [
    {
      name: 'test',
      title: 'Test cluster',
      state: 'failing',
      resources: [],
      problem: {
        code: 'unreachable',
        message: 'no answer',
        since: '2026-11-21T10:00:00.000Z',
      },
    },
    { name: 'good', title: 'Good', state: 'ok', resources: [] },
  ],
};

const names = (runs: readonly RunSummary[]) => runs.map(({ name }) => name);

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the native API on %s',
  id => {
    let stores: Stores;
    let api: ReturnType<typeof nativeApi>;
    let now: number;

    beforeAll(async () => {
      now = TEST_NOW;
      ({ stores } = await createTestStores(id, { now: () => now }));
      await storeRuns(stores, [...RUNS, ...OTHERS]);
      api = nativeApi(stores, {
        policy: POLICY,
        entities: [COMPONENT, PLAIN],
        health: HEALTH,
        now: () => now,
      });
    });
    afterAll(() => stores.close());

    const ENTITY = '/entities/component/default/checkout';
    const NO_ENTITY = '/entities/component/default/plain';
    const runPath = (name: string) => `/runs/test/uid-of-${name}`;

    it('pages through an order with its cursors, to the end and back', async () => {
      const query = { sort: '-duration', limit: 3, pipeline: 'build' };
      const first = await api.get('/runs', query);
      expect(names(first.body.items)).toEqual(['b3', 'b2', 'b6']);
      expect(first.body.prevCursor).toBeUndefined();
      const last = await api.get('/runs', {
        ...query,
        cursor: first.body.lastCursor,
      });
      expect(names(last.body.items).at(-1)).toBe('b7');
      expect(last.body.nextCursor).toBeUndefined();
      const middle = await api.get('/runs', {
        ...query,
        cursor: first.body.nextCursor,
      });
      const back = await api.get('/runs', {
        ...query,
        cursor: middle.body.prevCursor,
      });
      expect(back.body.items).toEqual(first.body.items);
      expect(first.body.total).toEqual({ count: 7, exact: true });
    });

    it('says that the caller may not see all runs, and nothing of the others', async () => {
      const { body } = await api.get('/runs', { search: 'b3' });
      expect(body.limited).toBe(true);
      const ofEntity = await api.get(`${ENTITY}/runs`, { search: 'b3' });
      expect(ofEntity.body.limited).toBe(true);

      const unlimited = nativeApi(stores, { entities: [COMPONENT] });
      const all = await unlimited.get('/runs', { search: 'b3' });
      expect(all.body).not.toHaveProperty('limited');
    });

    it('takes a cursor in its own list only, whenever that begins', async () => {
      const query = { limit: 2, from: '2026-01-01T00:00:00Z' };
      const { body } = await api.get('/runs', query);
      const cursor = body.nextCursor;
      const later = { ...query, from: '2026-01-01T00:00:01+02:00', cursor };
      expect((await api.get('/runs', later)).status).toBe(200);
      for (const other of [
        { sort: 'start' },
        { branch: 'main' },
        { search: 'b' },
        { label: 'a=b' },
      ]) {
        const refused = await api.get('/runs', { ...query, ...other, cursor });
        expect(refused.status).toBe(400);
        expect(refused.body.error.message).toMatch(/'cursor'/);
      }
    });

    it('does not tell by its cursor how long a name is', async () => {
      const lengths = await Promise.all(
        ['b1', 'b2'].map(async search => {
          const { body } = await api.get('/runs', { sort: 'name', limit: 1 });
          return [search, body.nextCursor.length];
        }),
      );
      expect(lengths[0][1]).toBe(lengths[1][1]);
      expect(lengths[0][1]).toBeGreaterThan(512);
    });

    it.each<[object, string[]]>([
      [{ branch: 'feat' }, ['b5', 'b2']],
      [{ branch: ['feat', 'none'], status: 'failed' }, ['b5']],
      [{ label: 'backstage.io/kubernetes-id=checkout', search: 'b4' }, ['b4']],
      [{ revision: REVISION }, ['b6', 'b3']],
      [{ search: '01234' }, ['b6', 'b3']],
      [{ minDurationMs: 15_000 }, ['b3', 'b2']],
      [
        { from: new Date(TEST_NOW - 450_000).toISOString(), status: 'failed' },
        ['b6', 'b5', 'b4'],
      ],
      [{ cluster: ['none', 'test'], namespace: 'secret' }, []],
    ])('lists the runs that %p selects', async (query, expected) => {
      const { body } = await api.get('/runs', query);
      expect(names(body.items)).toEqual(expected);
      expect(body.total).toEqual({ count: expected.length, exact: true });
    });

    it.each([
      [{ sort: 'size' }, /'sort'/],
      [{ label: 'a' }, /'label'/],
      [{ label: 'results.tekton.dev/x=y' }, /use a filter/],
      [{ from: 'yesterday' }, /'from'/],
      [{ search: '' }, /'search'/],
      [{ branch: 'a\u0000' }, /NUL/],
      [{ nothing: '1' }, /nothing/],
    ])('refuses %p and says why', async (query, message) => {
      const { status, body } = await api.get('/runs', query);
      expect(status).toBe(400);
      expect(body.error.message).toMatch(message);
    });

    it('tells the tasks of the runs of a list, if asked', async () => {
      const { body } = await api.get('/runs', { search: 'b3', tasks: true });
      expect(body.items.map(({ tasks }: RunSummary) => tasks)).toEqual([
        [{ name: 'compile', status: 'succeeded' }],
        [],
      ]);
    });

    it('counts facets without what narrows each of them, and nothing hidden', async () => {
      const { body } = await api.get('/facets', {
        facet: [
          'branch',
          'status',
          'label',
          'label:backstage.io/kubernetes-id',
        ],
        branch: 'main',
        label: 'backstage.io/kubernetes-id=none',
        status: 'failed',
      });
      expect(body.facets.map(({ name }: { name: string }) => name)).toEqual([
        'branch',
        'status',
        'label',
        'label:backstage.io/kubernetes-id',
      ]);
      expect(body.facets[3].values).toEqual([{ value: 'checkout', count: 2 }]);
      const all = await api.get('/facets', { facet: ['branch', 'label'] });
      expect(all.body.facets[0].values).toEqual([
        { value: 'main', count: 5 },
        { value: 'feat', count: 2 },
      ]);
      expect(JSON.stringify(all.body)).not.toMatch(/hidden/);
    });

    it('refuses what is no facet', async () => {
      expect((await api.get('/facets')).status).toBe(400);
      expect((await api.get('/facets', { facet: 'uid' })).status).toBe(400);
    });

    it('adds up runs', async () => {
      const { body } = await api.get(`${ENTITY}/statistics`, {
        branch: 'main',
      });
      expect(body).toEqual({
        total: 5,
        statuses: { waiting: 1, failed: 2, succeeded: 2 },
        successRate: 0.5,
        durations: { count: 2, p50Ms: 10_000, p95Ms: 30_000, maxMs: 30_000 },
        exact: true,
        pipelines: [
          {
            pipeline: 'build',
            durations: {
              count: 2,
              p50Ms: 10_000,
              p95Ms: 30_000,
              maxMs: 30_000,
            },
          },
        ],
      });
    });

    it('sums up the runs of an entity, and since when they fail', async () => {
      const { body } = await api.get(`${ENTITY}/card`);
      expect(names(body.runs)).toEqual(RUNS.map(({ name }) => name));
      expect(body.current.statuses).toEqual({
        waiting: 1,
        failed: 3,
        succeeded: 2,
      });
      expect(body.previous.total).toBe(1);
      expect(body.failingSince.run.name).toBe('b4');
      expect(body.failingSince.exact).toBe(true);
      const branch = await api.get(`${ENTITY}/card`, { branch: 'feat' });
      expect(names(branch.body.runs)).toEqual(['b5', 'b2']);
      expect(branch.body.failingSince.run.name).toBe('b5');
    });

    it('tells nothing of an entity that has no runs of its own', async () => {
      const card = await api.get(`${NO_ENTITY}/card`);
      expect(card.body).toMatchObject({ runs: [], scope: null });
      const facets = await api.get(`${NO_ENTITY}/facets`, { facet: 'status' });
      expect(facets.body.facets[0].values).toEqual([]);
      const changes = await api.get(`${NO_ENTITY}/changes`);
      expect(changes.body.items).toEqual([]);
    });

    it('finds runs by name, newest first, and by uid, Result and Record', async () => {
      const byName = await api.get('/find', { namespace: 'shop', name: 'b3' });
      expect(byName.body.items.map(({ uid }: RunSummary) => uid)).toEqual([
        'uid-of-b3',
        'older-b3',
      ]);
      const [newest] = byName.body.items;
      const byUid = await api.get('/find', { uid: 'uid-of-b3' });
      expect(byUid.body.items).toEqual([newest]);
      const details = await api.get(runPath('b3'));
      const { result } = details.body.capture;
      const byResult = await api.get('/find', { result });
      expect(names(byResult.body.items)).toEqual(['b3-compile', 'b3']);
      const record = `${result}/records/uid-of-b3`;
      const byRecord = await api.get('/find', { record, cluster: 'test' });
      expect(byRecord.body.items).toEqual([newest]);
      expect(
        names(
          (await api.get('/find', { name: 'b3', kind: 'TaskRun' })).body.items,
        ),
      ).toEqual([]);
    });

    it('says the same of a run that is hidden and of one that is not', async () => {
      const hidden = { namespace: 'secret', cluster: 'test' };
      const answers = await Promise.all([
        api.get('/find', { ...hidden, name: 'hidden' }),
        api.get('/find', { ...hidden, name: 'nothing' }),
      ]);
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0].body).toEqual({
        items: [],
        more: false,
        absence: {
          failingClusters: [
            {
              cluster: 'test',
              title: 'Test cluster',
              since: '2026-11-21T10:00:00.000Z',
            },
          ],
        },
      });
      const elsewhere = await api.get('/find', {
        name: 'none',
        cluster: 'good',
      });
      expect(elsewhere.body.absence).toEqual({ failingClusters: [] });
      const visible = await api.get('/find', { name: 'none' });
      expect(visible.body.absence.oldestStart).toBe(
        new Date(TEST_NOW - 31 * DAY * 1_000).toISOString(),
      );
      for (const path of ['', '/object', '/events', '/related']) {
        const [there, none] = await Promise.all([
          api.get(`${runPath('hidden')}${path}`),
          api.get(`${runPath('nothing')}${path}`),
        ]);
        expect(there.status).toBe(404);
        expect(JSON.stringify(there).replaceAll('hidden', 'nothing')).toEqual(
          JSON.stringify(none),
        );
      }
    });

    it.each([
      [{}, /needs one of/],
      [{ name: 'a', uid: 'b' }, /needs one of/],
      [{ record: 'shop/results/r' }, /'record'/],
      [{ result: 'shop/results/r/records/x' }, /'result'/],
    ])('does not find by %p', async (query, message) => {
      const { status, body } = await api.get('/find', query);
      expect(status).toBe(400);
      expect(body.error.message).toMatch(message);
    });

    it('tells the runs that have to do with a run', async () => {
      const { body } = await api.get(`${runPath('b5')}/related`);
      expect({
        previous: body.previous.name,
        next: body.next.name,
        previousOnBranch: body.previousOnBranch.name,
        nextOnBranch: body.nextOnBranch,
        lastSuccess: body.lastSuccess.name,
        lastSuccessOnBranch: body.lastSuccessOnBranch.name,
      }).toEqual({
        previous: 'b4',
        next: 'b6',
        previousOnBranch: 'b2',
        nextOnBranch: undefined,
        lastSuccess: 'b3',
        lastSuccessOnBranch: 'b2',
      });
      const b3 = await api.get(`${runPath('b3')}/related`);
      expect(names(b3.body.sameRevision)).toEqual(['b6']);
      expect(names(b3.body.children)).toEqual(['b3-compile']);
      const child = await api.get(`${runPath('b3-compile')}/related`);
      expect(child.body.parent.name).toBe('b3');
      expect(child.body.previous).toBeUndefined();
    });

    it('tells the events of a run and of those it owns, in the order of time', async () => {
      const at = (seconds: number) =>
        new Date(TEST_NOW + seconds * 1_000).toISOString();
      const subject = (kind: string, name: string) => ({
        kind,
        namespace: 'shop',
        name,
        uid: `uid-of-${name}`,
      });
      const event = (
        about: ReturnType<typeof subject>,
        seconds: number,
        item: JsonObject,
      ) => ({
        subject: about,
        time: TEST_NOW + seconds * 1_000,
        item: {
          metadata: { name: `event-${seconds}`, namespace: 'shop' },
          involvedObject: about,
          firstTimestamp: at(seconds),
          ...item,
        },
      });
      const unknown = await stores.events.record('test', [
        event(subject('PipelineRun', 'b3'), 2, {
          type: 'Normal',
          reason: 'Succeeded',
          message: 'Tasks Completed: 1',
          source: { component: 'PipelineRun' },
        }),
        event(subject('Pod', 'b3-compile-pod'), 1, {
          type: 'Warning',
          reason: 'BackOff',
          count: 7,
          lastTimestamp: at(30),
          reportingComponent: 'kubelet',
        }),
        event(subject('PipelineRun', 'b4'), 3, { reason: 'OfAnother' }),
        event({ ...subject('PipelineRun', 'hidden'), namespace: 'secret' }, 4, {
          reason: 'Hidden',
        }),
      ]);
      expect(unknown).toEqual([]);
      const { body } = await api.get(`${runPath('b3')}/events`);
      expect(body).toEqual({
        items: [
          {
            runUid: 'uid-of-b3-compile',
            about: {
              kind: 'Pod',
              name: 'b3-compile-pod',
              uid: 'uid-of-b3-compile-pod',
            },
            type: 'Warning',
            reason: 'BackOff',
            count: 7,
            firstAt: at(1),
            lastAt: at(30),
            source: 'kubelet',
          },
          {
            runUid: 'uid-of-b3',
            about: { kind: 'PipelineRun', name: 'b3', uid: 'uid-of-b3' },
            type: 'Normal',
            reason: 'Succeeded',
            message: 'Tasks Completed: 1',
            count: 1,
            firstAt: at(2),
            lastAt: at(2),
            source: 'PipelineRun',
          },
        ],
        more: false,
      });
      expect((await api.get(`${runPath('b5')}/events`)).body).toEqual({
        items: [],
        more: false,
      });
    });

    it('tells which runs changed since, as far as they may be seen', async () => {
      now = TEST_NOW + 60_000;
      const first = await api.get('/changes', { includeOwned: true });
      expect(first.body).toMatchObject({
        items: [],
        more: false,
        pollAfterMs: 10_000,
      });
      now += 30_000;
      await storeRuns(stores, [
        { ...RUNS[0], outcome: 'True', seconds: 5, resourceVersion: 2 },
        { ...OTHERS[0], resourceVersion: 2 },
        { ...OTHERS[1], resourceVersion: 2 },
      ]);
      const { cursor: after } = first.body;
      const next = await api.get('/changes', { includeOwned: true, after });
      const changedAt = new Date(now).toISOString();
      expect(next.body.items).toEqual(
        expect.arrayContaining([
          { cluster: 'test', uid: 'uid-of-b7', changedAt },
          {
            cluster: 'test',
            uid: 'uid-of-b3-compile',
            ownerUid: 'uid-of-b3',
            changedAt,
          },
        ]),
      );
      expect(next.body.items).toHaveLength(2);
      expect(next.body.pollAfterMs).toBe(60_000);
      const narrowed = await api.get(`${ENTITY}/changes`, { after });
      expect(narrowed.body.items).toHaveLength(1);
      const elsewhere = { after, pipeline: 'other' };
      expect((await api.get('/changes', elsewhere)).body.items).toEqual([]);

      // It is told of a run that was waiting to those who list what waits.
      const { body } = await api.get('/changes', {
        after,
        status: 'waiting',
        maxDurationMs: 1,
        filter: 'data.status.conditions[0].status == "Unknown"',
      });
      expect(body.items).toEqual([
        { cluster: 'test', uid: 'uid-of-b7', changedAt },
      ]);

      now += 30_000;
      await stores.capture.markGone(
        { cluster: 'test', resource: 'pipelineruns', kind: 'PipelineRun' },
        ['uid-of-b4', 'uid-of-hidden'],
        { listVersion: 10 },
      );
      const gone = await api.get('/changes', { after: next.body.cursor });
      // What changed shortly before is told again.
      expect(gone.body.items).toEqual([
        { cluster: 'test', uid: 'uid-of-b7', changedAt },
        {
          cluster: 'test',
          uid: 'uid-of-b4',
          changedAt: new Date(now).toISOString(),
        },
      ]);
      expect((await api.get('/changes', { after: 'something' })).status).toBe(
        400,
      );
    });

    it.each([
      '/runs',
      '/facets?facet=status',
      '/statistics',
      '/changes',
      '/find?name=b1',
      `${ENTITY}/runs`,
      `${ENTITY}/card`,
    ])('tells who may see no runs so, at %s', async path => {
      const [name, query = ''] = path.split('?');
      const { status, body } = await api.get(
        name,
        Object.fromEntries(new URLSearchParams(query)),
        'kim',
      );
      expect(status).toBe(403);
      expect(body.error.message).toBe('You may not see runs');
    });

    it('takes no run of another namespace for one that a run owns, whatever it says', async () => {
      now = TEST_NOW;
      const own = await createTestStores(id);
      await storeRuns(own.stores, [
        run('main', { ago: 60 }),
        run('forged', {
          kind: 'TaskRun',
          namespace: 'payments',
          ago: 50,
          owner: 'uid-of-main',
          task: 'forged',
          status: { conditions: [] },
        }),
      ]);
      const asked = nativeApi(own.stores, { policy: POLICY });
      const main = await asked.get(runPath('main'));
      expect(main.body.tasks).toEqual([]);
      const listed = await asked.get('/runs', { tasks: true });
      expect(listed.body.items).toMatchObject([{ name: 'main', tasks: [] }]);
      const related = await asked.get(`${runPath('main')}/related`);
      expect(related.body.children).toEqual([]);
      const forged = await asked.get(`${runPath('forged')}/related`);
      expect(forged.status).toBe(200);
      expect(forged.body.parent).toBeUndefined();
      await own.stores.close();
    });

    it('describes itself, and its health', async () => {
      const { body } = await api.get('/openapi.json');
      expect(body.servers).toEqual([{ url: '/v1' }]);
      expect((await api.get('/health')).status).toBe(200);
    });

    it('tells in its health when clusters were not captured', async () => {
      const own = await createTestStores(id, { now: () => TEST_NOW });
      const scope = {
        cluster: 'test',
        resource: 'x',
        kind: 'TaskRun',
      } as const;
      const missedUntil = TEST_NOW + 600_000;
      for (const cluster of ['test', 'secret']) {
        const { capture } = own.stores;
        await capture.record({ ...scope, cluster }, [], { resumePoint: '1' });
        await capture.record({ ...scope, cluster }, [], {
          resumePoint: '2',
          missedUntil,
        });
      }
      const asked = nativeApi(own.stores, { health: HEALTH });
      const { body } = await asked.get('/health');
      const told = body.clusters.map(
        ({ name, outages }: CaptureHealth['clusters'][number]) => [
          name,
          outages,
        ],
      );
      const from = new Date(TEST_NOW).toISOString();
      const until = new Date(missedUntil).toISOString();
      expect(told).toEqual([
        ['test', [{ from, until }]],
        ['good', undefined],
      ]);
      await own.stores.close();
    });

    it('answers for every recorded run as it is described', async () => {
      const recorded = await createTestStores(id);
      for (const { scope, captured } of lastRecordedEvents()) {
        await recorded.stores.capture.record(scope, [captured]);
      }
      const own = nativeApi(recorded.stores);
      const { body } = await own.get('/runs', {
        includeOwned: true,
        limit: 100,
        tasks: true,
      });
      for (const { cluster, uid, status } of body.items) {
        const path = `/runs/${cluster}/${uid}`;
        const details = await own.get(path);
        expect(details.status).toBe(200);
        expect(details.body.failureCause !== undefined).toBe(
          ['failed', 'couldNotStart', 'timedOut', 'cancelled'].includes(status),
        );
        expect((await own.get(`${path}/related`)).status).toBe(200);
        expect((await own.get(`${path}/events`)).status).toBe(200);
        expect((await own.get(`${path}/object`)).status).toBe(200);
      }
      const failed = body.items.find(
        ({ name }: RunSummary) => name === 'checkout-build-1d20c77',
      );
      const { failureCause } = (await own.get(`/runs/test/${failed.uid}`)).body;
      expect(failureCause).toMatchObject({
        class: 'code',
        decidedBy: 'exitCode',
      });
      await recorded.stores.close();
    });
  },
);
