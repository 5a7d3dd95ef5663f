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

import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../__testUtils__/databases';
import { SteppingClock } from '../__testUtils__/SteppingClock';
import { storeRuns, type MadeUpRun } from '../__testUtils__/madeUpRuns';
import { storeLog } from '../__testUtils__/storeLog';
import { parseFilter } from '../filter';
import { EVERYTHING } from './AccessFilter';
import type { Stores } from './createStores';
import type { ExpiryQuery, RetentionStore } from './RetentionStore';

jest.setTimeout(120_000);

const TREES = 90;
const WITH_LOGS = [3, 50, 77];
const NEWEST_FIRST = [{ field: 'create_time', direction: 'desc' }] as const;

/** Runs with a TaskRun each; the last ones are oldest. */
const HISTORY: readonly MadeUpRun[] = Array.from({ length: TREES }).flatMap(
  (_, index) => {
    const ago = (index + 1) * 100;
    return [
      {
        name: `run-${index}`,
        uid: `uid-${index}`,
        ago,
        seconds: 60,
        pipeline: 'build',
        labels: index % 3 ? { app: 'shop' } : undefined,
      },
      {
        name: `task-${index}`,
        uid: `uid-task-${index}`,
        kind: 'TaskRun',
        owner: `uid-${index}`,
        ago: ago - 10,
        seconds: 30,
      },
    ] as const;
  },
);

/** All runs that may go, page by page. */
async function expiring(
  retention: RetentionStore,
  query: Omit<ExpiryQuery, 'within'>,
) {
  const found = [];
  let page = await retention.expiring(
    { within: EVERYTHING, ...query },
    { limit: 40 },
  );
  found.push(...page.runs);
  while (page.next) {
    page = await retention.expiring(
      { within: EVERYTHING, ...query },
      { limit: 40, after: page.next },
    );
    found.push(...page.runs);
  }
  return found;
}

const REQUESTS: ReadonlyArray<[string, (stores: Stores) => Promise<unknown>]> =
  [
    [
      'runs that may go',
      ({ retention }) =>
        expiring(retention, { endedBefore: TEST_NOW - 2_000_000 }),
    ],
    ['all runs that may go', ({ retention }) => expiring(retention, {})],
    [
      'runs that may go but the last',
      ({ retention }) =>
        expiring(retention, { keepLast: { count: 70, per: 'pipeline' } }),
    ],
    [
      'logs that may go',
      ({ retention }) => expiring(retention, { having: 'logs' }),
    ],
    [
      'events that may go',
      ({ retention }) => expiring(retention, { having: 'events' }),
    ],
    [
      'what a policy selects',
      ({ retention }) => retention.matching(EVERYTHING, { maxMs: 60_000 }),
    ],
    ['what is stored', ({ retention }) => retention.usage()],
    [
      'a count of a search',
      ({ runs }) => runs.count({ search: '-1', includeOwned: true }, 1_000),
    ],
    [
      'facets of a search',
      ({ runAggregates }) =>
        runAggregates.facets({
          query: { search: 'run-1' },
          facets: ['status', 'label:app'],
          limit: 10,
        }),
    ],
    [
      'a list of Results by access',
      ({ results }) =>
        results.listResults({
          view: { access: { kind: 'label', key: 'app', values: ['shop'] } },
          limit: 80,
          order: NEWEST_FIRST,
        }),
    ],
    [
      'a summary',
      async ({ summaries }) => {
        const { groups } = await summaries.summarize({
          view: {},
          filter: parseFilter('data.metadata.name.contains("1")', 'records'),
          groupBy: { by: 'time', unit: 'minute', time: 'startTime' },
        });
        return new Map(groups.map(group => [group.value, group]));
      },
    ],
    [
      'a summary of which objects are asked',
      async ({ summaries }) => {
        const { groups } = await summaries.summarize({
          view: {},
          filter: parseFilter('data.spec.none != "no"', 'records'),
          groupBy: { by: 'time', unit: 'minute', time: 'startTime' },
        });
        return new Map(groups.map(group => [group.value, group]));
      },
    ],
  ];

describe.each(TESTED_DATABASES.eachSupportedId())(
  'what is read in pieces on %s',
  id => {
    let db: Knex;
    let stores: Stores;
    const clock = new SteppingClock(0);

    beforeEach(async () => {
      clock.stepMs = 0;
      ({ db, stores } = await createTestStores(id, {
        clock: clock.read,
      }));
      await storeRuns(stores, HISTORY);
      for (const index of WITH_LOGS) {
        await storeLog(stores, {
          runUid: `uid-task-${index}`,
          storedBytes: 10,
        });
        await stores.events.record('test', [
          {
            subject: {
              kind: 'TaskRun',
              namespace: 'shop',
              name: `task-${index}`,
              uid: `uid-task-${index}`,
            },
            time: TEST_NOW,
            item: { metadata: { name: 'event', namespace: 'shop' } },
          },
        ]);
      }
    });

    afterEach(() => stores.close());

    /** What a request answers, and by how many statements. */
    async function answerTo(
      request: (of: Stores) => Promise<unknown>,
      ms: number,
    ) {
      clock.stepMs = ms;
      let statements = 0;
      const count = () => {
        statements += 1;
      };
      db.on('query', count);
      const answer = await request(stores);
      db.removeListener('query', count);
      return { answer, statements };
    }

    it.each(REQUESTS)(
      'is the same however long pieces take: %s',
      async (_, request) => {
        const quick = await answerTo(request, 0);
        const slow = await answerTo(request, 1_000);
        expect(slow.answer).toEqual(quick.answer);
        expect(slow.statements > quick.statements).toBe(id === 'SQLITE_3');
      },
    );

    it('is removed in part, however long that takes', async () => {
      const logs = await expiring(stores.retention, { having: 'logs' });
      const events = await expiring(stores.retention, { having: 'events' });
      await answerTo(async ({ retention }) => {
        await retention.removeLogs(logs, { policy: 'all' });
        await retention.removeEvents(events, { policy: 'all' });
      }, 1_000);
      expect(await db('log_segments').select('*')).toEqual([]);
      expect(await db('capture_gaps').select('*')).toHaveLength(
        2 * WITH_LOGS.length,
      );
      expect(await db('records').where('kind', 'TaskRun')).toHaveLength(TREES);
      for (const having of ['logs', 'events'] as const) {
        expect(await expiring(stores.retention, { having })).toEqual([]);
      }
    });

    it('is removed as a whole, however long that takes', async () => {
      const found = await expiring(stores.retention, {});
      expect(found).toHaveLength(TREES);
      const { answer } = await answerTo(
        ({ retention }) => retention.remove(found, { policy: 'all' }),
        1_000,
      );
      expect(answer).toMatchObject({ runs: TREES, left: 0 });
      for (const table of ['records', 'record_payloads', 'results']) {
        expect(await db(table).select('*')).toEqual([]);
      }
      expect(await db('tombstones').select('seq')).toHaveLength(2 * TREES);
    });
  },
);
