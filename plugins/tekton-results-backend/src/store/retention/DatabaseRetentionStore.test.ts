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

import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import { storeRuns, type MadeUpRun } from '../../__testUtils__/madeUpRuns';
import { parseFilter } from '../../filter';
import { captureRun } from '../../watcher';
import { EVERYTHING, type AccessFilter } from '../AccessFilter';
import type { ExpiryQuery, RetentionStore } from '../RetentionStore';
import type { Stores } from '../createStores';

jest.setTimeout(120_000);

const DAY = 24 * 60 * 60;
const DAY_MS = DAY * 1_000;

/** A run that took a minute, so many days ago. */
function run(name: string, daysAgo: number, rest: Partial<MadeUpRun> = {}) {
  return {
    name,
    uid: `uid-${name}`,
    ago: daysAgo * DAY + 60,
    seconds: 60,
    ...rest,
  };
}

function task(
  name: string,
  owner: string,
  daysAgo: number,
  rest: Partial<MadeUpRun> = {},
) {
  return run(name, daysAgo, {
    kind: 'TaskRun',
    task: 'build',
    owner: `uid-${owner}`,
    ...rest,
  });
}

const SCOPE = {
  cluster: 'test',
  resource: 'pipelineruns',
  kind: 'PipelineRun',
} as const;

const PAC_NAME = 'pipelinesascode.tekton.dev/original-prname';

/** A run that brings its pipeline along: Tekton calls that as the run. */
function ownRun(name: string, daysAgo: number, rest: Partial<MadeUpRun> = {}) {
  return run(name, daysAgo, {
    pipeline: name,
    spec: { pipelineSpec: { tasks: [] } },
    ...rest,
  });
}

function repository(name: string): Pick<MadeUpRun, 'annotations'> & object {
  return {
    annotations: {
      'pipelinesascode.tekton.dev/repo-url': `https://git.example.com/${name}`,
    },
  };
}

/** Older than 10 days. */
const OLD: ExpiryQuery = {
  within: EVERYTHING,
  endedBefore: TEST_NOW - 10 * DAY_MS,
};

/** All that is found, page by page. */
async function findAll(
  store: Pick<RetentionStore, 'expiring'>,
  query: ExpiryQuery,
  limit = 100,
) {
  const found = [];
  let page = await store.expiring(query, { limit });
  found.push(...page.runs);
  while (page.next) {
    page = await store.expiring(query, { limit, after: page.next });
    found.push(...page.runs);
  }
  return found;
}

async function namesOf(stores: Stores, query: ExpiryQuery, limit?: number) {
  return (await findAll(stores.retention, query, limit)).map(
    ({ name }) => name,
  );
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs to be removed on %s',
  databaseId => {
    async function open(runs: readonly MadeUpRun[]) {
      const opened = await createTestStores(databaseId);
      await storeRuns(opened.stores, runs);
      return opened;
    }

    it('are those that ended before a time, oldest end first, whatever the page', async () => {
      const { stores } = await open([
        run('young', 9),
        run('older', 30),
        run('long', 11, { seconds: 2 * DAY }),
        run('old', 20),
        run('oldest', 40),
      ]);
      for (const limit of [1, 2, 100]) {
        expect(await namesOf(stores, OLD, limit)).toEqual([
          'oldest',
          'older',
          'old',
        ]);
      }
      const [oldest] = await findAll(stores.retention, OLD);
      expect(oldest).toEqual({
        cluster: 'test',
        uid: 'uid-oldest',
        kind: 'PipelineRun',
        namespace: 'shop',
        name: 'oldest',
        status: 'succeeded',
        endTime: TEST_NOW - 40 * DAY_MS,
        bytes: expect.any(Number),
        etag: expect.any(String),
      });
      expect(oldest.bytes).toBeGreaterThan(0);
    });

    it('are never those that run, or own one that runs, or are owned by one', async () => {
      const running = { outcome: 'Unknown', seconds: 60 } as const;
      const { db, stores } = await open([
        run('running', 30, running),
        task('of-running', 'running', 30),
        run('waiting', 30, { outcome: 'Unknown', seconds: undefined }),
        run('done', 30),
        task('still-running', 'done', 30, running),
        run('lost', 30, running),
      ]);
      expect(await namesOf(stores, OLD)).toEqual([]);
      await stores.capture.markGone(SCOPE, ['uid-lost'], { listVersion: 5 });
      expect(await namesOf(stores, OLD)).toEqual(['lost']);
      await db('records').where({ run_name: 'still-running' }).delete();
      expect(await namesOf(stores, OLD)).toEqual(['lost', 'done']);
    });

    it('are those, too, that never ended as far as anybody will ever know', async () => {
      const running = { outcome: 'Unknown', seconds: 60 } as const;
      const { db, stores } = await open([
        run('imported', 50, { ...running, cluster: 'elsewhere' }),
        task('part', 'imported', 50, { ...running, cluster: 'elsewhere' }),
        run('written', 50, { ...running, cluster: 'elsewhere' }),
        run('young', 8, { ...running, cluster: 'elsewhere' }),
        run('watched', 50, { ...running, cluster: 'watched' }),
        run('left', 50, { ...running, cluster: 'left' }),
      ]);
      const daysAgo = (days: number) => new Date(TEST_NOW - days * DAY_MS);
      await db('records')
        .whereNot({ run_name: 'written' })
        .update({ update_time: daysAgo(31) });
      const point = { resource: 'pipelineruns', resource_version: '1' };
      await db('capture_points').insert([
        { ...point, cluster: 'watched', update_time: daysAgo(29) },
        { ...point, cluster: 'left', update_time: daysAgo(31) },
      ]);
      expect(await namesOf(stores, OLD)).toEqual(['imported', 'left']);
      const found = await findAll(stores.retention, OLD);
      expect(found[0].endTime).toBe(TEST_NOW - 50 * DAY_MS - 60_000);
      // From now on somebody watches it.
      await db('capture_points')
        .where({ cluster: 'left' })
        .update({ update_time: daysAgo(0) });
      expect(
        await stores.retention.remove(found, { policy: 'old' }),
      ).toMatchObject({ runs: 1, left: 1 });
      expect(await db('records').orderBy('run_name').pluck('run_name')).toEqual(
        ['left', 'watched', 'written', 'young'],
      );
    });

    describe('that were imported without an end', () => {
      let now: number;
      let opened: Awaited<ReturnType<typeof createTestStores>>;

      beforeEach(async () => {
        now = TEST_NOW;
        opened = await createTestStores(databaseId, { now: () => now });
      });

      /** An object as old as upstream's times are. */
      function endless(resourceVersion: string) {
        const createTime = TEST_NOW - 50 * DAY_MS;
        const payload = {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          metadata: {
            name: 'endless',
            namespace: 'shop',
            uid: 'uid-endless',
            resourceVersion,
            creationTimestamp: new Date(createTime).toISOString(),
          },
          status: { conditions: [{ type: 'Succeeded', status: 'Unknown' }] },
        };
        return { createTime, payload };
      }

      async function importEndless(resourceVersion = '7') {
        const { importer } = opened.stores;
        const { createTime, payload } = endless(resourceVersion);
        const times = { createTime, updateTime: createTime };
        const result = { parent: 'shop', result: 'r1' };
        await importer.importResults(
          [{ ...times, name: result, content: { annotations: {} } }],
          { cluster: 'test' },
        );
        return importer.importRecords(
          [
            {
              ...times,
              name: { ...result, record: 'endless' },
              data: {
                type: 'tekton.dev/v1.PipelineRun',
                payload,
                json: Buffer.from(JSON.stringify(payload)),
              },
            },
          ],
          { cluster: 'test' },
        );
      }

      const old = () => namesOf(opened.stores, OLD);

      /** As every list and every event of a cluster does. */
      async function hear(listed: string[] = []) {
        await opened.stores.capture.record(
          SCOPE,
          listed.flatMap(
            version =>
              captureRun(endless(version).payload, 'listed').captured ?? [],
          ),
          { resumePoint: '9' },
        );
      }

      it.each([
        ['is not known here', async () => {}],
        ['is watched, and does not have them', hear],
      ])('count as over after 30 days if the cluster %s', async (_, listen) => {
        await importEndless();
        await listen();
        expect(await old()).toEqual([]);
        now += 30 * DAY_MS - 1;
        await listen();
        expect(await old()).toEqual([]);
        now += 2;
        await listen();
        const found = await findAll(opened.stores.retention, OLD);
        expect(found).toMatchObject([
          { status: 'incomplete', endTime: endless('7').createTime },
        ]);
        expect(
          await opened.stores.retention.remove(found, { policy: 'old' }),
        ).toMatchObject({ runs: 1, left: 0 });
      });

      it('keep the run that owns them', async () => {
        await storeRuns(opened.stores, [run('done', 30)]);
        await importEndless();
        await opened.db('records').where({ run_name: 'endless' }).update({
          owner_run_uid: 'uid-done',
          root: 0,
        });
        expect(await old()).toEqual([]);
        now += 31 * DAY_MS;
        expect(await old()).toEqual(['done']);
      });

      it('wait anew when an import brings a newer state', async () => {
        await importEndless();
        now += 20 * DAY_MS;
        expect(await importEndless('8')).toEqual(['updated']);
        now += 20 * DAY_MS;
        expect(await old()).toEqual([]);
        // What is there already is not written again.
        expect(await importEndless('8')).toEqual(['present']);
        now += 11 * DAY_MS;
        expect(await old()).toEqual(['endless']);
      });

      it('stay for as long as the cluster is heard of and has them', async () => {
        await importEndless();
        await hear(['7']);
        now += 100 * DAY_MS;
        await hear();
        expect(await old()).toEqual([]);
        await opened.stores.capture.markGone(SCOPE, ['uid-endless'], {
          listVersion: 10,
        });
        expect(await old()).toEqual(['endless']);
      });
    });

    it('are those alone whose owner is not stored, nor kept aside', async () => {
      const { stores } = await open([
        task('alone', 'unknown', 30),
        task('owned', 'aside', 30),
      ]);
      expect((await namesOf(stores, OLD)).sort()).toEqual(['alone', 'owned']);
      const { captured } = captureRun(
        {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          metadata: {
            name: 'aside',
            namespace: 'shop',
            uid: 'uid-aside',
            resourceVersion: '1',
            creationTimestamp: '2026-10-01T00:00:00Z',
          },
        },
        'changed',
      );
      await stores.capture.record(SCOPE, [], {
        unfinished: { keep: captured ? [captured] : [], forget: [] },
      });
      expect(await namesOf(stores, OLD)).toEqual(['alone']);
    });

    it('are within an access, also where objects must be read', async () => {
      const { stores } = await open([
        run('a', 30, { labels: { team: 'x' } }),
        run('b', 30, { namespace: 'other', labels: { team: 'x' } }),
        run('c', 30, { spec: { params: [{ name: 'size', value: 'big' }] } }),
      ]);
      const within = async (access: AccessFilter) =>
        (await namesOf(stores, { ...OLD, within: access })).sort();
      expect(
        await within({ kind: 'label', key: 'team', values: ['x'] }),
      ).toEqual(['a', 'b']);
      expect(
        await within({
          kind: 'not',
          part: { kind: 'namespace', values: ['shop'] },
        }),
      ).toEqual(['b']);
      expect(
        await within({
          kind: 'filter',
          filter: parseFilter(
            'data.spec.params.exists(p, p.value == "big")',
            'records',
          )!,
        }),
      ).toEqual(['c']);
      await stores.close();
    });

    it('leave the last of each pipeline, which those that run do not count for', async () => {
      const { stores } = await open([
        run('p1', 50, { pipeline: 'p', branch: 'main' }),
        run('p2', 40, { pipeline: 'p', branch: 'main' }),
        run('p3', 30, { pipeline: 'p', branch: 'fix' }),
        run('p4', 20, { pipeline: 'p', branch: 'fix', outcome: 'Unknown' }),
        run('q1', 60, { pipeline: 'q', branch: 'main' }),
        run('elsewhere', 70, { pipeline: 'p', namespace: 'other' }),
        run('t1', 45, { kind: 'TaskRun', task: 't' }),
        run('t2', 44, { kind: 'TaskRun', task: 't' }),
      ]);
      const last = async (count: number, per: 'pipeline' | 'branch') =>
        namesOf(stores, { ...OLD, keepLast: { count, per } });
      expect(await last(1, 'pipeline')).toEqual(['p1', 't1', 'p2']);
      expect(await last(2, 'pipeline')).toEqual(['p1']);
      expect(await last(1, 'branch')).toEqual(['p1', 't1']);
      expect(await last(3, 'pipeline')).toEqual([]);
    });

    it('leave the last of each task of a pipeline whose run is nowhere', async () => {
      const orphan = (name: string, daysAgo: number, taskName: string) =>
        run(name, daysAgo, {
          kind: 'TaskRun',
          pipeline: 'release',
          task: taskName,
          owner: `uid-nowhere-${name}`,
          labels: { 'tekton.dev/pipelineRun': 'nowhere' },
        });
      const { stores } = await open([
        orphan('build1', 50, 'build'),
        orphan('build2', 40, 'build'),
        orphan('deploy', 30, 'deploy'),
      ]);
      expect(
        await namesOf(stores, {
          ...OLD,
          keepLast: { count: 1, per: 'pipeline' },
        }),
      ).toEqual(['build1']);
    });

    it('leave the last of a pipeline that each run brings along', async () => {
      const { stores } = await open([
        ownRun('pac1', 50, { annotations: { [PAC_NAME]: 'nightly' } }),
        ownRun('pac2', 40, { annotations: { [PAC_NAME]: 'nightly' } }),
        ownRun('pac3', 30, { annotations: { [PAC_NAME]: 'release' } }),
        ownRun('made1', 49, { generateName: 'nightly-' }),
        ownRun('made2', 39, { generateName: 'smoke-' }),
        ownRun('made3', 29, { generateName: 'smoke-' }),
        // Nothing tells what these are runs of.
        ownRun('named1', 48),
        ownRun('named2', 38),
        run('task1', 47, { kind: 'TaskRun', generateName: 'lint-' }),
        run('task2', 37, { kind: 'TaskRun', generateName: 'scan-' }),
        run('task3', 27, { kind: 'TaskRun', generateName: 'scan-' }),
      ]);
      for (const per of ['pipeline', 'branch'] as const) {
        expect(
          await namesOf(stores, { ...OLD, keepLast: { count: 1, per } }),
        ).toEqual(['pac1', 'made1', 'named1', 'made2', 'task2']);
      }
      expect(
        await namesOf(stores, {
          ...OLD,
          keepLast: { count: 3, per: 'branch' },
        }),
      ).toEqual([]);
    });

    it('leave the last of each branch of each repository', async () => {
      const cart = { pipeline: 'p', branch: 'main', ...repository('cart') };
      const { stores } = await open([
        run('cart1', 50, cart),
        run('cart2', 40, cart),
        run('cart3', 39, { ...cart, branch: 'fix' }),
        run('pay1', 49, { ...cart, ...repository('pay') }),
        run('pay2', 30, { ...cart, ...repository('pay') }),
        run('none1', 48, { pipeline: 'p', branch: 'main' }),
        run('none2', 29, { pipeline: 'p', branch: 'main' }),
      ]);
      const last = async (per: 'pipeline' | 'branch') =>
        namesOf(stores, { ...OLD, keepLast: { count: 1, per } });
      expect(await last('branch')).toEqual(['cart1', 'pay1', 'none1']);
      // All are runs of one pipeline of the namespace.
      expect(await last('pipeline')).toEqual([
        'cart1',
        'pay1',
        'none1',
        'cart2',
        'cart3',
        'pay2',
      ]);
    });

    it('leave the last of what each repository calls the same', async () => {
      const { stores } = await open(
        ['cart', 'pay'].flatMap((name, index) =>
          [50, 40].map(ago => {
            const { annotations } = repository(name);
            return ownRun(`${name}-${ago - index}`, ago - index, {
              annotations: { ...annotations, [PAC_NAME]: 'shared' },
            });
          }),
        ),
      );
      const { stores: others } = await open([
        ...[45, 35].map(ago =>
          run(`shared-${ago}`, ago, {
            pipeline: 'shared',
            ...repository('cart'),
          }),
        ),
        ownRun('cart-30', 30, {
          annotations: {
            ...repository('cart').annotations,
            [PAC_NAME]: 'shared',
          },
        }),
      ]);
      for (const per of ['pipeline', 'branch'] as const) {
        const query: ExpiryQuery = { ...OLD, keepLast: { count: 1, per } };
        expect(await namesOf(stores, query)).toEqual(['cart-50', 'pay-49']);
        // A pipeline of the cluster is another one.
        expect(await namesOf(others, query)).toEqual(['shared-45']);
      }
    });

    it('are those of a pipeline, also one that each run brings along', async () => {
      const { stores } = await open([
        run('p', 50, { pipeline: 'nightly' }),
        ownRun('pac', 40, { annotations: { [PAC_NAME]: 'nightly' } }),
        ownRun('made', 30, { generateName: 'nightly-' }),
        ownRun('named', 29),
        run('task', 28, { kind: 'TaskRun', task: 'nightly' }),
      ]);
      const nightly: AccessFilter = { kind: 'pipeline', values: ['nightly'] };
      const within = async (access: AccessFilter) =>
        namesOf(stores, { ...OLD, within: access });
      expect(await within(nightly)).toEqual(['p', 'pac', 'made']);
      expect(await within({ kind: 'not', part: nightly })).toEqual([
        'named',
        'task',
      ]);
      expect(
        await within({ kind: 'pipeline', values: ['made', 'named', 'x'] }),
      ).toEqual([]);
      // As well where objects must be read.
      const asked: AccessFilter = {
        kind: 'filter',
        filter: parseFilter('size(data.metadata.name) > 3', 'records')!,
      };
      const both: AccessFilter = { kind: 'anyOf', parts: [nightly, asked] };
      expect(await within(both)).toEqual(['p', 'pac', 'made', 'named', 'task']);
      expect(await within({ kind: 'not', part: both })).toEqual([]);
      await stores.close();
    });

    it('leave the last of those that are within the access alone', async () => {
      const failed = { outcome: 'False' } as const;
      const { stores } = await open([
        run('f1', 50, { pipeline: 'p', ...failed }),
        run('f2', 40, { pipeline: 'p', ...failed }),
        run('s1', 30, { pipeline: 'p' }),
        run('s2', 29, { pipeline: 'p' }),
      ]);
      const within: AccessFilter = {
        kind: 'filter',
        filter: parseFilter(
          'data.status.conditions[0].reason == "Failed"',
          'records',
        )!,
      };
      expect(
        await namesOf(stores, {
          ...OLD,
          within,
          keepLast: { count: 1, per: 'pipeline' },
        }),
      ).toEqual(['f1']);
    });

    it('neither are nor count as the last ones if they are to be looked at as gone', async () => {
      const { stores } = await open([
        run('p1', 50, { pipeline: 'p' }),
        run('p2', 40, { pipeline: 'p' }),
        run('p3', 30, { pipeline: 'p' }),
        run('p4', 20, { pipeline: 'p' }),
      ]);
      const gone = ['uid-p2', 'uid-p4'];
      const { runs } = await stores.retention.expiring(
        { ...OLD, keepLast: { count: 1, per: 'pipeline' } },
        { limit: 10, isGone: ({ uid }) => gone.includes(uid) },
      );
      expect(runs.map(({ name }) => name)).toEqual(['p1']);
    });
  },
);
