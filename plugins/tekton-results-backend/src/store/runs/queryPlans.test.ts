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

import { setTimeout as sleep } from 'timers/promises';
import {
  RUN_SORTS,
  type RunSort,
} from 'backstage-plugin-tekton-results-common';
import { generateHistory } from 'example-cluster';
import type { Knex } from 'knex';
import {
  createTestStores,
  POSTGRES_DATABASES,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { plansOf } from '../../__testUtils__/queryPlans';
import { testScope } from '../../__testUtils__/recordedRuns';
import { captureRun } from '../../watcher';
import type { CapturedRun } from '../CapturedRun';
import type { Stores } from '../createStores';
import type { RunQuery } from '../RunStore';

jest.setTimeout(120_000);

const RUNS = 1_500;
/** What must not be in a plan: reading a whole table, or sorting what was read. */
const READS_ALL = /Seq Scan on (records|record_attributes)|SCAN [ar]$/m;
const SORTS = /Sort|TEMP B-TREE/;

const COMPONENT: RunQuery = {
  labels: [
    { key: 'backstage.io/kubernetes-id', operator: 'in', values: ['checkout'] },
  ],
};

function history(): CapturedRun[] {
  const groups = generateHistory({ runs: RUNS, until: new Date(), days: 90 });
  return [...groups].flatMap(({ objects }) =>
    objects.flatMap(object => captureRun(object, 'deleted').captured ?? []),
  );
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the plan of a list on %s',
  databaseId => {
    let db: Knex;
    let stores: Stores;

    beforeAll(async () => {
      ({ db, stores } = await createTestStores(databaseId));
      const runs = history();
      for (let start = 0; start < runs.length; start += 300) {
        await stores.capture.record(
          testScope('history', 'PipelineRun'),
          runs.slice(start, start + 300),
        );
      }
      await db.raw('analyze');
    });

    it.each<[string, RunQuery]>([
      ['all root runs', {}],
      ['all runs', { includeOwned: true }],
      ['a namespace', { namespaces: ['shop'] }],
      ['a status', { statuses: ['failed'] }],
      ['the runs of a component', COMPONENT],
    ])(
      'reads the first page of %s from an index, in order',
      async (_, query) => {
        const plans = await plansOf(db, () =>
          stores.runs.list({ query, limit: 25 }),
        );
        expect(plans.length).toBeGreaterThan(0);
        for (const plan of plans) {
          expect(plan).toMatch(/Index|INDEX/);
          expect(plan).not.toMatch(READS_ALL);
          expect(plan).not.toMatch(SORTS);
        }
      },
    );

    it.each(RUN_SORTS)(
      'reads a page by %s from indexes, in order, forth and back',
      async sort => {
        const plans = await plansOf(db, async () => {
          const { next } = await stores.runs.list({
            query: {},
            sort,
            limit: 25,
          });
          await stores.runs.list({
            query: {},
            sort,
            limit: 25,
            from: { position: next, direction: 'next' },
          });
          await stores.runs.list({
            query: {},
            sort,
            limit: 25,
            from: { direction: 'previous' },
          });
        });
        expect(plans.length).toBeGreaterThan(2);
        for (const plan of plans) {
          expect(plan).not.toMatch(READS_ALL);
          expect(plan).not.toMatch(SORTS);
        }
      },
    );

    it('finds what changed, and a revision, by an index', async () => {
      const [newest] = (await stores.runs.list({ query: {}, limit: 1 })).runs;
      const plans = await plansOf(db, async () => {
        await stores.runAggregates.changes({
          query: { includeOwned: true },
          since: Date.now() + 60_000,
          limit: 100,
        });
        await stores.runs.list({
          query: { fields: { revision: [newest.source.revision ?? ''] } },
          limit: 10,
        });
        await stores.runs.find({ by: { name: newest.name } }, 10);
        await stores.runs.find({ by: { uid: newest.uid } }, 10);
      });
      expect(plans.length).toBeGreaterThan(4);
      for (const plan of plans) {
        expect(plan).not.toMatch(READS_ALL);
      }
    });

    it('finds one run, and its children, by an index', async () => {
      const { runs } = await stores.runs.list({ query: {}, limit: 1 });
      const plans = await plansOf(db, async () => {
        await stores.runs.get(runs[0]);
        await stores.runs.children(runs[0]);
      });
      for (const plan of plans) {
        expect(plan).not.toMatch(READS_ALL);
      }
    });
  },
);

describe.each(POSTGRES_DATABASES)(
  'the plan on %s, when it knows that all rows are visible,',
  databaseId => {
    let db: Knex;
    let stores: Stores;

    beforeAll(async () => {
      ({ db, stores } = await createTestStores(databaseId));
      const runs = history();
      await stores.capture.record(testScope('history', 'PipelineRun'), runs);
      await vacuumed(db);
    });

    it.each<[string, RunQuery]>([
      ['all root runs', {}],
      ['a status', { statuses: ['failed'] }],
      ['a namespace', { namespaces: ['shop'] }],
      ['a cluster', { clusters: ['history'] }],
      ['a pipeline', { fields: { pipeline: ['build-and-push'] } }],
    ])('counts %s by an index alone', async (_, query) => {
      const plans = await plansOf(db, () => stores.runs.count(query, 10_000));
      expect(plans.join('\n')).toMatch(/Index Only Scan using root_runs_by_/);
      expect(plans.join('\n')).not.toMatch(READS_ALL);
    });
  },
);

describe('the plan of SQLite, which has no statistics unless it is told to make some,', () => {
  let db: Knex;
  let stores: Stores;

  beforeAll(async () => {
    ({ db, stores } = await createTestStores('SQLITE_3'));
    await stores.capture.record(
      testScope('history', 'PipelineRun'),
      history().slice(0, 300),
    );
  });

  it('finds the tasks of a page by the runs that own them', async () => {
    const { runs } = await stores.runs.list({ query: {}, limit: 25 });
    const plans = await plansOf(db, () =>
      stores.runs.withTasks(runs, undefined),
    );
    expect(plans).toHaveLength(2);
    expect(plans.join('\n')).toContain(
      'SEARCH r USING INDEX records_by_owner_run_uid_cluster (owner_run_uid=? AND cluster=?)',
    );
    expect(plans.join('\n')).not.toContain('capture_uid>?');
  });

  it('finds what changed by the time of the change', async () => {
    const plans = await plansOf(db, () =>
      stores.runAggregates.changes({
        query: {
          namespaces: ['shop'],
          ...COMPONENT,
        },
        since: Date.now(),
        limit: 100,
      }),
    );
    expect(plans.join('\n')).toMatch(
      /INDEX records_by_update_time[^]*INDEX records_by_gone_time/,
    );
    expect(plans.join('\n')).not.toMatch(SORTS);
  });
});

describe('the plan of SQLite, with runs that somebody owns and others,', () => {
  let db: Knex;
  let stores: Stores;

  beforeAll(async () => {
    ({ db, stores } = await createTestStores('SQLITE_3'));
    const runs = history();
    for (let start = 0; start < runs.length; start += 300) {
      await stores.capture.record(
        testScope('history', 'PipelineRun'),
        runs.slice(start, start + 300),
      );
    }
  });

  const ALL: RunQuery = { includeOwned: true };

  it.each<[string, RunSort, RunQuery]>([
    ...RUN_SORTS.map((sort): [string, RunSort, RunQuery] => [
      'all runs',
      sort,
      ALL,
    ]),
    ['a status', '-start', { ...ALL, statuses: ['failed'] }],
    ['a namespace', 'start', { ...ALL, namespaces: ['shop'] }],
    ['a component', '-start', { ...ALL, ...COMPONENT }],
    ['a component', 'name', { ...ALL, ...COMPONENT }],
  ])('reads %s by %s from indexes, in order', async (_, sort, query) => {
    const plans = await plansOf(db, () =>
      stores.runs.list({ query, sort, limit: 25 }),
    );
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) {
      expect(plan).not.toMatch(/SCAN (r|a|records|record_attributes)$/m);
      expect(plan).not.toMatch(SORTS);
    }
  });

  it('finds the runs to be counted from an index, and their labels by the runs', async () => {
    const plans = await plansOf(db, async () => {
      await stores.runAggregates.statistics(ALL);
      await stores.runAggregates.statistics({ ...ALL, ...COMPONENT });
      await stores.runAggregates.facets({
        query: {},
        facets: ['label', 'label:backstage.io/kubernetes-id'],
        limit: 10,
      });
    });
    for (const plan of plans) {
      expect(plan).not.toMatch(/SCAN (r|a|records|record_attributes)$/m);
      expect(plan).not.toMatch(/TEMP B-TREE FOR ORDER BY/);
      expect(plan).not.toMatch(/SEARCH a USING .*\(pair_id=\?\)$/m);
    }
  });

  it('begins with the label that few have, whatever the order', async () => {
    const [few]: Array<{ key: string; value: string }> = await db(
      'attribute_pairs as p',
    )
      .join('record_attributes as a', 'a.pair_id', 'p.id')
      .where('p.type', 'label')
      .groupBy('p.id')
      .orderByRaw('count(*), p.id')
      .select('p.key', 'p.value')
      .limit(1);
    const query: RunQuery = {
      ...ALL,
      labels: [
        ...(COMPONENT.labels ?? []),
        { key: few.key, operator: 'in', values: [few.value] },
      ],
    };
    const plans = await plansOf(db, async () => {
      for (const sort of RUN_SORTS) {
        await stores.runs.list({ query, sort, limit: 25 });
      }
    });
    const lists = plans.filter(plan => plan.includes('SEARCH r '));
    expect(lists.length).toBeGreaterThanOrEqual(RUN_SORTS.length);
    for (const plan of lists) {
      expect(plan).toContain('SEARCH r USING INTEGER PRIMARY KEY');
    }
  });
});

/** What else the database does may hold rows back as maybe not visible for a moment. */
async function vacuumed(db: Knex): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    await db.raw('vacuum analyze records');
    const [row]: Array<{ relpages: number; relallvisible: number }> = await db(
      'pg_class',
    ).where('relname', 'records');
    if (row.relallvisible === row.relpages) {
      return;
    }
    await sleep(200);
  }
  throw new Error('Not all rows became visible');
}
