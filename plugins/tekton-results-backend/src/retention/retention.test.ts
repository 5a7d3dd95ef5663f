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
  type TestDatabaseId,
} from '../__testUtils__/databases';
import type { ExpiryPart, Lease, RetentionStore } from '../store';
import { storeFateRuns } from './__testUtils__/fateRuns';
import { testParts } from './__testUtils__/jobParts';
import { RETENTION_LEASE_MS, RetentionJobRun } from './job/RetentionJobRun';
import { previewRetention } from './preview/previewRetention';

jest.setTimeout(120_000);

/** Two policies, a default, a limit, and a namespace that is gone. */
const SECTION = {
  policies: [
    {
      name: 'team a',
      selector: { matchLabels: { team: ['a'] } },
      retention: 10,
      keepLast: 1,
    },
    {
      name: 'failures',
      selector: { matchStatuses: ['Failed', 'PipelineRunTimeout'] },
      retention: '30d',
    },
  ],
  defaultRetention: 42,
  deletedNamespaces: { after: 2 },
};

const GONE = [{ cluster: 'test', namespace: 'bare' }];

async function open(databaseId: TestDatabaseId) {
  const opened = await createTestStores(databaseId);
  await storeFateRuns(opened.db, opened.stores);
  const partsOf = (
    section: object,
    store: RetentionStore = opened.stores.retention,
  ) =>
    testParts({
      section,
      store,
      leases: opened.stores.leases,
      now: TEST_NOW,
      goneNamespaces: async () => GONE,
    });
  const namesLeft = async (): Promise<string[]> => {
    const rows: Array<{ run_name: string }> = await opened
      .db('records')
      .whereNotNull('capture_uid')
      .orderBy('run_name')
      .select('run_name');
    return rows.map(row => row.run_name);
  };
  /** A job of a process that has just started. */
  const perform = async (
    section: object,
    store: RetentionStore = opened.stores.retention,
  ) => {
    const lease = (await opened.stores.leases.acquire({
      name: 'retention',
      holder: 'me',
      ttlMs: RETENTION_LEASE_MS,
    })) as Lease;
    const job = await opened.stores.retention.startJob({
      trigger: 'schedule',
      lease,
    });
    await new RetentionJobRun(partsOf(section, store), {
      job,
      lease,
      signal: new AbortController().signal,
    }).perform();
    await opened.stores.leases.release(lease);
  };
  return { ...opened, partsOf, namesLeft, perform };
}

/** A store whose process dies at its nth write: before, or after it was committed. */
function dyingStore(
  store: RetentionStore,
  dying: { atWrite: number; committed: boolean },
): RetentionStore {
  let writes = 0;
  const mortal =
    <Args extends unknown[], T>(write: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      writes += 1;
      if (writes < dying.atWrite) {
        return write(...args);
      }
      if (writes === dying.atWrite && dying.committed) {
        await write(...args);
      }
      throw new Error('The process died');
    };
  return {
    expiring: store.expiring.bind(store),
    matching: store.matching.bind(store),
    usage: store.usage.bind(store),
    jobs: store.jobs.bind(store),
    isNaming: store.isNaming.bind(store),
    startJob: mortal(store.startJob.bind(store)),
    remove: mortal(store.remove.bind(store)),
    removeLogs: mortal(store.removeLogs.bind(store)),
    removeEvents: mortal(store.removeEvents.bind(store)),
    removeTombstones: mortal(store.removeTombstones.bind(store)),
    updateJob: mortal(store.updateJob.bind(store)),
  };
}

const LEFT = [
  'audited-40',
  'branch-30',
  'builds-1',
  'custom-40',
  'failed-20',
  'half-40',
  'half-40-task',
  'long-40',
  'own-20',
  'own-30',
  'own-40',
  'pinned-50',
  'running-100',
  'task-40',
  'tree-40',
  'tree-40-task',
  'waiting-100',
  'west-40',
];

describe.each(TESTED_DATABASES.eachSupportedId())(
  'removing old runs on %s',
  databaseId => {
    let opened: Awaited<ReturnType<typeof open>>;

    beforeEach(async () => {
      opened = await open(databaseId);
    });

    afterEach(() => opened.stores.close());

    it('removes what it previewed, and nothing else', async () => {
      const { stores, partsOf, perform, namesLeft } = opened;
      const preview = await previewRetention(partsOf(SECTION));
      const usageBefore = await stores.retention.usage();
      await perform(SECTION);
      expect(await namesLeft()).toEqual(LEFT);

      const [job] = await stores.retention.jobs(1);
      expect(job.state).toBe('finished');
      const previewed = preview.policies.flatMap(({ policy, expiring }) =>
        expiring.map(({ part, amount }) => ({ policy, part, ...amount })),
      );
      const ofNamespaces = preview.deletedNamespaces;
      const removed = (policy: string, part: ExpiryPart) =>
        job.counts.find(
          count => count.policy === policy && count.part === part,
        );
      expect(previewed).toEqual([
        { ...removed('team a', 'runs'), exact: true },
        { ...removed('failures', 'runs'), exact: true },
        { ...removed('default', 'runs'), exact: true },
      ]);
      expect(previewed.map(({ policy, runs }) => [policy, runs])).toEqual([
        ['team a', 2],
        ['failures', 1],
        ['default', 2],
      ]);
      // What the default takes there is not counted twice.
      expect(ofNamespaces?.amount).toEqual({ runs: 0, bytes: 0, exact: true });
      expect(sumOf(usageBefore) - sumOf(await stores.retention.usage())).toBe(
        previewed.reduce((sum, { bytes }) => sum + bytes, 0),
      );
    });

    it('tells how much each policy decides on', async () => {
      const { policies } = await previewRetention(opened.partsOf(SECTION));
      expect(
        policies.map(({ policy, matching }) => [policy, matching.runs]),
      ).toEqual([
        // Running and pinned ones, too; of trees their tops.
        ['team a', 6],
        ['failures', 2],
        ['default', 13],
      ]);
    });

    it('removes nothing for a preview', async () => {
      const { partsOf, namesLeft } = opened;
      const before = await namesLeft();
      await previewRetention(
        partsOf({ ...SECTION, maxBytes: { total: 1_000 } }),
      );
      expect(await namesLeft()).toEqual(before);
    });

    it('removes what a limit makes it, as previewed', async () => {
      const { stores, partsOf, perform } = opened;
      const total = sumOf(await stores.retention.usage());
      const section = { maxBytes: { total: total - 100 } };
      const { limits } = await previewRetention(partsOf(section));
      expect(limits).toEqual([
        {
          maxBytes: total - 100,
          bytes: total,
          expiring: {
            runs: expect.any(Number),
            bytes: expect.any(Number),
            exact: true,
          },
        },
      ]);
      expect(limits[0].expiring.bytes).toBeGreaterThanOrEqual(100);
      await perform(section);
      const [job] = await stores.retention.jobs(1);
      const { runs, bytes } = limits[0].expiring;
      expect(job).toMatchObject({
        state: 'finished',
        counts: [{ policy: 'maxBytes', part: 'runs', runs, bytes }],
      });
      expect(sumOf(await stores.retention.usage())).toBe(total - bytes);
    });

    it('says of a limit that cannot be met how much may go, and removes nothing', async () => {
      const { partsOf, perform, namesLeft, stores } = opened;
      const before = await namesLeft();
      const section = { maxBytes: { total: 1 } };
      const { limits } = await previewRetention(partsOf(section));
      expect(limits).toMatchObject([
        { maxBytes: 1, expiring: { runs: 0 }, unmetBytes: expect.any(Number) },
      ]);
      await perform(section);
      expect(await namesLeft()).toEqual(before);
      expect(await stores.retention.jobs(1)).toMatchObject([
        { state: 'failed', counts: [] },
      ]);
    });

    it.each(
      [1, 2, 3, 4].flatMap(atWrite => [
        { atWrite, committed: false },
        { atWrite, committed: true },
      ]),
    )(
      'comes to the same end when its process dies at write $atWrite (committed: $committed)',
      async dying => {
        const { stores, perform, namesLeft } = opened;
        await perform(SECTION, dyingStore(stores.retention, dying));
        await perform(SECTION);
        expect(await namesLeft()).toEqual(LEFT);
        expect(await stores.retention.jobs(5)).toMatchObject([
          { state: 'finished' },
          {},
        ]);
      },
    );
  },
);

function sumOf(usage: ReadonlyArray<{ bytes: number }>): number {
  return usage.reduce((sum, { bytes }) => sum + bytes, 0);
}
