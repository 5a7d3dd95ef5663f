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

import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  RESOURCE_TYPE_TEKTON_RUN,
  tektonRunPinPermission,
} from 'backstage-plugin-tekton-results-common';
import request from 'supertest';
import type { TestPolicy } from '../../__testUtils__/callers';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import { parseFilter } from '../../filter';
import type { Retention } from '../../retention';
import {
  EVERYTHING,
  RETENTION_LEASE,
  type AccessFilter,
  type Lease,
} from '../../store';
import { nativeApi } from './__testUtils__/nativeApi';

jest.setTimeout(120_000);

const DAY = 24 * 60 * 60;
const PIN = '/v1/runs/test/uid-a/pin';
/** What there is of a run, below its path. */
const RUN_PARTS: ReadonlyArray<readonly [string, object?]> = [
  [''],
  ['/object'],
  ['/events'],
  ['/related'],
  ['/logs'],
  ['/logs/download'],
  ['/logs/search', { q: 'text' }],
  ['/logs/1/step-x/lines'],
  ['/logs/1/step-x/lines/1'],
  ['/logs/1/step-x/download'],
  ['/logs/1/step-x/follow'],
];
const jo = {
  Authorization: mockCredentials.user.header('user:default/jo'),
};

const ALLOW = { result: AuthorizeResult.ALLOW } as const;
const DENY = { result: AuthorizeResult.DENY } as const;

/** Only runs with a label of a value. */
function withLabel(key: string, value: string) {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'tekton-results',
    resourceType: RESOURCE_TYPE_TEKTON_RUN,
    conditions: {
      rule: 'HAS_LABEL',
      resourceType: RESOURCE_TYPE_TEKTON_RUN,
      params: { key, value },
    },
  } as const;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'retention over HTTP on %s',
  databaseId => {
    async function open(
      options: { policy?: TestPolicy; retention?: Partial<Retention> } = {},
    ) {
      const { db, stores } = await createTestStores(databaseId);
      const old = { ago: 30 * DAY + 60, seconds: 60 };
      await storeRuns(stores, [
        { ...old, name: 'a', uid: 'uid-a', labels: { team: 'shop' } },
        { ...old, name: 'b', uid: 'uid-b', labels: { team: 'pay' } },
      ]);
      const remove = async (within: AccessFilter = EVERYTHING) => {
        const { runs } = await stores.retention.expiring(
          { within, endedBefore: TEST_NOW },
          { limit: 10 },
        );
        return stores.retention.remove(runs, { policy: 'a month' });
      };
      return { db, stores, remove, ...nativeApi(stores, options) };
    }

    it('tells of a removed run when, and by which policy', async () => {
      const { get, remove } = await open();
      await remove();
      const removed = {
        cluster: 'test',
        uid: 'uid-a',
        kind: 'PipelineRun',
        namespace: 'shop',
        name: 'a',
        status: 'succeeded',
        createdAt: '2026-10-22T11:59:00.000Z',
        startedAt: '2026-10-22T11:59:00.000Z',
        completedAt: '2026-10-22T12:00:00.000Z',
        removedAt: '2026-11-21T12:00:00.000Z',
        policy: 'a month',
      };
      for (const [path, query] of RUN_PARTS) {
        const { status, body } = await get(`/runs/test/uid-a${path}`, query);
        expect(status).toBe(404);
        expect(body.error).toMatchObject({
          name: 'NotFoundError',
          message:
            "PipelineRun 'a' was removed on 2026-11-21T12:00:00.000Z by the retention policy 'a month'",
          removed,
        });
      }
      for (const query of [
        { name: 'a' },
        { uid: 'uid-a' },
        { result: 'shop/results/uid-a' },
        { record: 'shop/results/uid-a/records/uid-a' },
      ]) {
        const { body } = await get('/find', query);
        expect(body).toMatchObject({
          items: [],
          absence: { removed: [removed] },
        });
      }
    });

    it.each([
      ['no runs of the namespace', { kind: 'namespace', values: ['other'] }],
      ['runs of another team', { kind: 'label', key: 'team', values: ['pay'] }],
      [
        'all but the runs of the team',
        {
          kind: 'not',
          part: { kind: 'label', key: 'team', values: ['shop'] },
        },
      ],
      [
        'runs that a filter asks more of',
        {
          kind: 'filter',
          filter: parseFilter('data.metadata.name == "a"', 'records')!,
        },
      ],
      [
        'all runs but those that a filter asks more of',
        {
          kind: 'not',
          part: {
            kind: 'filter',
            filter: parseFilter('data.spec.secret == "yes"', 'records')!,
          },
        },
      ],
    ] satisfies Array<[string, AccessFilter]>)(
      'tells nothing to those who may see %s',
      async (_, access) => {
        const { stores, remove } = await open();
        const query = {
          cluster: 'test',
          by: { uid: 'uid-a' },
          access,
        } as const;
        await remove();
        expect(await stores.tombstones.find(query, 1)).toEqual([]);
        expect(
          await stores.tombstones.find({ ...query, access: EVERYTHING }, 1),
        ).toHaveLength(1);
      },
    );

    it('answers as if there had been nothing to who might not see the run', async () => {
      const { get, remove } = await open({
        policy: ({ name }) =>
          name === 'tekton-results.run.read'
            ? withLabel('team', 'shop')
            : ALLOW,
      });
      const before = await get('/runs/test/uid-b');
      const found = await get('/find', { uid: 'uid-b' });
      await remove();
      expect(await get('/runs/test/uid-b')).toEqual(before);
      const after = await get('/find', { uid: 'uid-b' });
      expect(after.body.items).toEqual(found.body.items);
      expect(after.body.absence).not.toHaveProperty('removed');
      const seen = await get('/runs/test/uid-a');
      expect(seen.body.error.removed).toMatchObject({ policy: 'a month' });
    });

    it('keeps runs that are pinned, says so, and lets go of them again', async () => {
      const { app, get, remove } = await open();
      const pin = await request(app)
        .post(PIN)
        .set(jo)
        .send({ reason: 'evidence' });
      const pinned = {
        actor: 'user:default/jo',
        reason: 'evidence',
        since: '2026-11-21T12:00:00.000Z',
      };
      expect([pin.status, pin.body]).toEqual([200, pinned]);
      const again = await request(app)
        .post(PIN)
        .set(jo)
        .send({ reason: 'another' });
      expect(again.body).toEqual(pinned);
      expect(await remove()).toMatchObject({ runs: 1 });
      expect((await get('/runs/test/uid-a')).body.pin).toEqual(pinned);

      expect((await request(app).delete(PIN).set(jo)).status).toBe(204);
      expect((await get('/runs/test/uid-a')).body).not.toHaveProperty('pin');
      expect(await remove()).toMatchObject({ runs: 1 });
      const gone = await request(app).post(PIN).set(jo).send({ reason: 'x' });
      expect(gone.status).toBe(404);
    });

    it('marks runs that are pinned, in lists too', async () => {
      const { get, stores } = await open();
      await storeRuns(stores, [
        { name: 'c', uid: 'uid-a', cluster: 'west', ago: 60, seconds: 60 },
      ]);
      await stores.pins.pin({
        cluster: 'test',
        uid: 'uid-a',
        actor: 'user:default/jo',
        reason: 'evidence',
      });
      const { items } = (await get('/runs')).body;
      expect(
        items.map(({ name, pinned }: { name: string; pinned?: true }) => [
          name,
          pinned,
        ]),
      ).toEqual([
        ['c', undefined],
        ['b', undefined],
        ['a', true],
      ]);
      expect((await get('/runs/test/uid-a')).body.run.pinned).toBe(true);
      expect((await get('/runs/test/uid-b')).body.run).not.toHaveProperty(
        'pinned',
      );
    });

    it('tells how long a run is kept, unless something of it is pinned', async () => {
      const keepingOf = jest.fn().mockReturnValue({
        policy: 'a month',
        forever: false,
        expiryTime: TEST_NOW,
        keepLast: { count: 3, per: 'branch' },
        unless: ['space'],
      });
      const { get, stores } = await open({ retention: { keepingOf } });
      await storeRuns(stores, [
        {
          name: 'a-task',
          uid: 'uid-a-task',
          kind: 'TaskRun',
          owner: 'uid-a',
          ago: 60,
          seconds: 60,
        },
      ]);
      const keeping = async (uid: string) =>
        (await get(`/runs/test/${uid}`)).body.keeping;
      const kept = {
        policy: 'a month',
        forever: false,
        expiresAt: '2026-11-21T12:00:00.000Z',
        keepLast: { count: 3, per: 'branch' },
        unless: ['space'],
      };
      expect(await keeping('uid-a')).toEqual(kept);
      expect(keepingOf).toHaveBeenCalledWith(
        expect.objectContaining({ dataType: 'tekton.dev/v1.PipelineRun' }),
      );
      const pin = { actor: 'user:default/jo', reason: 'evidence' };
      await stores.pins.pin({ cluster: 'test', uid: 'uid-a-task', ...pin });
      await stores.pins.pin({ cluster: 'test', uid: 'uid-b', ...pin });
      expect(await keeping('uid-a')).toBeUndefined();
      expect(await keeping('uid-b')).toBeUndefined();
      await stores.pins.unpin({ cluster: 'test', uid: 'uid-a-task' });
      expect(await keeping('uid-a')).toEqual(kept);
    });

    it('tells with lists how long policies keep runs at most', async () => {
      const { get } = await open({
        retention: {
          report: () => ({
            state: 'on',
            problems: [],
            warnings: [],
            longest: { policy: 'default', ms: 7 * DAY * 1_000 },
          }),
        },
      });
      expect((await get('/runs')).body.kept).toEqual({
        policy: 'default',
        forMs: 7 * DAY * 1_000,
      });
      const { get: getAll } = await open();
      expect((await getAll('/runs')).body).not.toHaveProperty('kept');
    });

    it('lets only those pin who may, for a reason', async () => {
      const { app } = await open({
        policy: ({ name }) =>
          name === tektonRunPinPermission.name
            ? withLabel('team', 'pay')
            : ALLOW,
      });
      const pin = async (uid: string, body: object) =>
        (await request(app).post(`/v1/runs/test/${uid}/pin`).set(jo).send(body))
          .status;
      expect(await pin('uid-a', { reason: 'x' })).toBe(403);
      expect(await pin('uid-none', { reason: 'x' })).toBe(404);
      expect(await pin('uid-b', {})).toBe(400);
      expect(await pin('uid-b', { reason: '' })).toBe(400);
      expect(await pin('uid-b', { reason: 'x' })).toBe(200);
      const unpin = await request(app).delete(PIN).set(jo);
      expect(unpin.status).toBe(403);
    });

    it('tells how it stands, what it would do and what it did', async () => {
      const amount = { runs: 2, bytes: 10, exact: true };
      const { get, stores } = await open({
        retention: {
          report: () => ({
            state: 'on',
            schedule: '5 5 * * 0',
            nextTime: TEST_NOW,
            resumeTime: TEST_NOW + 600_000,
            problems: [],
            warnings: [{ path: 'x', message: 'y' }],
          }),
          preview: async () => ({
            time: TEST_NOW,
            policies: [
              {
                policy: 'default',
                forever: true,
                keepLast: { count: 1, per: 'branch' },
                matching: amount,
                expiring: [{ part: 'runs', afterMs: 5, amount }],
              },
            ],
            limits: [{ maxBytes: 1, bytes: 2, expiring: amount }],
          }),
        },
      });
      const job = await stores.retention.startJob({
        trigger: 'request',
        actor: 'user:default/jo',
      });
      await stores.retention.updateJob(job.id, {
        state: 'stopped',
        counts: [{ policy: 'default', part: 'runs', runs: 1, bytes: 5 }],
        problem: 'time was over',
      });
      const lease = (await stores.leases.acquire({
        name: RETENTION_LEASE,
        holder: 'me',
        ttlMs: 60_000,
      })) as Lease;
      await stores.retention.startJob({ trigger: 'schedule', lease });
      const last = await stores.retention.startJob({
        trigger: 'schedule',
        lease,
      });
      const counts = [
        { policy: 'default', part: 'logs' as const, runs: 2, bytes: 7 },
      ];
      await stores.retention.updateJob(
        last.id,
        { state: 'running', counts },
        { lease },
      );
      expect((await get('/retention')).body).toEqual({
        state: 'on',
        schedule: '5 5 * * 0',
        nextAt: '2026-11-21T12:00:00.000Z',
        problems: [],
        warnings: [{ path: 'x', message: 'y' }],
      });
      expect((await get('/retention/preview')).body).toMatchObject({
        time: '2026-11-21T12:00:00.000Z',
        policies: [{ policy: 'default', forever: true, matching: amount }],
      });
      const time = '2026-11-21T12:00:00.000Z';
      expect((await get('/retention/runs')).body.items).toEqual([
        {
          id: job.id + 2,
          trigger: 'schedule',
          state: 'running',
          startedAt: time,
          counts,
        },
        {
          id: job.id + 1,
          trigger: 'schedule',
          state: 'interrupted',
          startedAt: time,
          endedAt: time,
          counts: [],
        },
        {
          id: job.id,
          trigger: 'request',
          actor: 'user:default/jo',
          state: 'stopped',
          startedAt: time,
          endedAt: time,
          counts: [{ policy: 'default', part: 'runs', runs: 1, bytes: 5 }],
          problem: 'time was over',
        },
      ]);

      // As when its process has died.
      await stores.leases.release(lease);
      const interrupted = {
        id: job.id + 2,
        trigger: 'schedule',
        state: 'interrupted',
        startedAt: time,
        counts,
      };
      const jobs = async () => (await get('/retention/runs')).body.items;
      expect((await jobs())[0]).toEqual({
        ...interrupted,
        resumesAt: '2026-11-21T12:10:00.000Z',
      });
      // What goes on is another job; the first one keeps what it has removed.
      await stores.retention.startJob({ trigger: 'schedule' });
      expect((await jobs())[1]).toEqual({ ...interrupted, endedAt: time });
    });

    it('tells how much is stored, and how much may be', async () => {
      const maxBytes = { perNamespace: 1_000 };
      const { get, stores } = await open({
        retention: {
          report: () => ({ state: 'on', problems: [], warnings: [], maxBytes }),
        },
      });
      await storeRuns(stores, [
        { name: 'c', uid: 'uid-c', namespace: 'ci', ago: 60, seconds: 60 },
      ]);
      await stores.pins.pin({
        cluster: 'test',
        uid: 'uid-c',
        actor: 'user:default/jo',
        reason: 'evidence',
      });
      const [ci, shop] = [...(await stores.retention.usage())].sort(
        (left, right) => left.bytes - right.bytes,
      );
      expect([ci.namespace, shop.namespace]).toEqual(['ci', 'shop']);
      const { body } = await get('/retention/usage', { limit: '1' });
      expect(body).toEqual({
        time: '2026-11-21T12:00:00.000Z',
        total: {
          runs: 3,
          records: 3,
          logs: 0,
          eventLists: 0,
          bytes: shop.bytes + ci.bytes,
          recordBytes: shop.bytes + ci.bytes,
          logBytes: 0,
          eventBytes: 0,
          addedBytes: {
            week: shop.bytes + ci.bytes,
            month: shop.bytes + ci.bytes,
          },
        },
        items: [shop],
        namespaces: 2,
        pinnedRuns: 1,
        maxBytes,
      });
      expect((await get('/retention/usage', { limit: '0' })).status).toBe(400);
    });

    it('tells of an empty archive that nothing is stored', async () => {
      const { stores } = await createTestStores(databaseId);
      const { body } = await nativeApi(stores).get('/retention/usage');
      expect(body).toMatchObject({
        total: { runs: 0, bytes: 0 },
        items: [],
        namespaces: 0,
        pinnedRuns: 0,
        maxBytes: {},
      });
    });

    it('is started by those who may, and seen by those who may', async () => {
      const run: Retention['run'] = async ({ actor }) => ({
        id: 7,
        trigger: 'request',
        actor,
        state: 'running',
        startTime: TEST_NOW,
        counts: [],
      });
      const start = (app: Parameters<typeof request>[0]) =>
        request(app).post('/v1/retention/run').set(jo);
      const { app } = await open({ retention: { run } });
      const started = await start(app);
      expect([started.status, started.body]).toEqual([
        200,
        {
          id: 7,
          trigger: 'request',
          actor: 'user:default/jo',
          state: 'running',
          startedAt: '2026-11-21T12:00:00.000Z',
          counts: [],
        },
      ]);

      const denied = await open({
        policy: ({ name }) =>
          name.startsWith('tekton-results.retention.') ? DENY : ALLOW,
        retention: { run },
      });
      expect((await start(denied.app)).status).toBe(403);
      for (const path of ['', '/preview', '/usage', '/runs']) {
        expect((await denied.get(`/retention${path}`)).status).toBe(403);
      }
    });

    it('refuses what cannot be done as it is not on', async () => {
      const { app, get } = await open();
      expect((await get('/retention')).body.state).toBe('unset');
      expect((await get('/retention/preview')).status).toBe(409);
      const started = await request(app).post('/v1/retention/run').set(jo);
      expect(started.status).toBe(409);
    });
  },
);
