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

import fc from 'fast-check';
import type { Knex } from 'knex';
import {
  RUN_SORTS,
  type RunFacetName,
  type RunField,
  type RunSort,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import {
  createTestStores,
  TEST_NOW,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { storeRuns, type MadeUpRun } from '../../__testUtils__/madeUpRuns';
import { parseFilter } from '../../filter';
import type { AccessFilter } from '../AccessFilter';
import type { Stores } from '../createStores';
import type { ListRunsOptions, RunQuery } from '../RunStore';

jest.setTimeout(240_000);

const RUNS = 150;

const pick = <T>(values: readonly T[], index: number): T =>
  values[index % values.length];

/** Many equal starts, durations and names, some without a duration. */
const HISTORY: MadeUpRun[] = Array.from({ length: RUNS }, (_, index) => ({
  uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  cluster: pick(['east', 'west', 'east'], index),
  namespace: pick(['shop', 'pay', 'hidden', 'shop', 'pay'], index),
  kind: pick(['PipelineRun', 'PipelineRun', 'TaskRun'] as const, index),
  name: pick(['build', 'Build', 'deploy-1', 'deploy-10', 'É'], index * 7),
  outcome: pick(['True', 'False', 'True', 'Unknown'] as const, index * 5),
  reason: pick(
    [undefined, undefined, 'PipelineRunTimeout', 'Cancelled', undefined],
    index * 3,
  ),
  ago: 60 * (index % 40),
  seconds: pick([10, 10, 20, 30, undefined, 0, 5], index),
  pipeline: pick(['a', 'b', 'c%', undefined], index),
  task: pick([undefined, 'compile', 'test'], index * 2),
  branch: pick(['main', 'feat/x', undefined], index * 11),
  author: pick(['jo', 'Kim_1', undefined], index),
  revision: pick(['abc1234', 'def5678', undefined], index * 13),
  labels: pick<Record<string, string> | undefined>(
    [{ app: 'one' }, { app: 'two', team: 'x' }, undefined],
    index,
  ),
  owner: index % 6 === 5 ? 'owner' : undefined,
}));

const NOT_HIDDEN: AccessFilter = {
  kind: 'namespace',
  values: ['shop', 'pay'],
};
/** Labels are asked of the objects of some runs. */
const LABELLED: AccessFilter = { kind: 'label', key: 'app' };

type Narrowing = Pick<
  RunQuery,
  | 'clusters'
  | 'namespaces'
  | 'kinds'
  | 'statuses'
  | 'includeOwned'
  | 'labels'
  | 'fields'
  | 'startedFrom'
  | 'startedBefore'
  | 'minDurationMs'
  | 'maxDurationMs'
  | 'search'
> & { readonly cel?: string; readonly within?: 'all' | 'place' | 'label' };

const field = (values: string[]) => fc.subarray(values, { minLength: 1 });
const narrowings: fc.Arbitrary<Narrowing> = fc.record(
  {
    clusters: field(['east', 'west']),
    namespaces: field(['shop', 'pay', 'hidden']),
    kinds: fc.subarray(['PipelineRun', 'TaskRun'] as const, { minLength: 1 }),
    statuses: fc.subarray(
      ['succeeded', 'failed', 'timedOut', 'running', 'cancelled'] as const,
      { minLength: 1 },
    ),
    includeOwned: fc.boolean(),
    labels: fc.constantFrom(
      [{ key: 'app', operator: 'in' as const, values: ['one'] }],
      [{ key: 'app', operator: 'in' as const, values: ['one', 'two'] }],
      [
        { key: 'app', operator: 'in' as const, values: ['two'] },
        { key: 'team', operator: 'exists' as const },
      ],
      [
        { key: 'app', operator: 'exists' as const },
        { key: 'app', operator: 'notIn' as const, values: ['two'] },
      ],
    ),
    fields: fc.record(
      {
        pipeline: field(['a', 'b', 'c%']),
        branch: field(['main', 'feat/x']),
        author: field(['jo', 'Kim_1']),
        revision: field(['abc1234']),
        task: field(['compile']),
        reason: field(['Failed', 'Cancelled']),
      },
      { requiredKeys: [] },
    ),
    startedFrom: fc.integer({ min: 0, max: 40 }).map(ago => startOf(ago)),
    startedBefore: fc.integer({ min: 0, max: 40 }).map(ago => startOf(ago)),
    minDurationMs: fc.constantFrom(0, 10_000, 20_000),
    maxDurationMs: fc.constantFrom(10_000, 20_000),
    search: fc.constantFrom(
      'BUILD',
      'deploy 1',
      '%',
      'kim_',
      'abc1',
      'jo a',
      'é',
    ),
    cel: fc.constantFrom(
      'data.kind == "TaskRun"',
      'data.metadata.name.contains("o") && size(data.metadata.name) > 5',
    ),
    within: fc.constantFrom('all', 'place', 'label'),
  },
  { requiredKeys: [] },
);

function startOf(minutesAgo: number): number {
  return TEST_NOW - minutesAgo * 60_000;
}

function queryOf({ cel, within, ...query }: Narrowing): RunQuery {
  const access = { all: undefined, place: NOT_HIDDEN, label: LABELLED };
  return {
    ...query,
    filter: cel === undefined ? undefined : parseFilter(cel, 'records'),
    access: access[within ?? 'all'],
  };
}

const FIELD_OF: Partial<
  Record<RunField, (run: RunSummary) => string | undefined>
> = {
  pipeline: run => run.pipeline,
  branch: run => run.source.branch,
  author: run => run.source.author,
  revision: run => run.source.revision,
  task: run => run.task,
  reason: run => run.reason,
};

/** What a query means, worked out from what was stored. */
function isSelected(run: RunSummary, query: Narrowing): boolean {
  const made = HISTORY.find(({ uid }) => uid === run.uid);
  const labels = made?.labels ?? {};
  const start = Date.parse(run.startedAt ?? run.createdAt);
  const oneOf = (value: string | undefined, values?: readonly string[]) =>
    values === undefined || (value !== undefined && values.includes(value));
  const words = (query.search ?? '').toLowerCase().split(' ').filter(Boolean);
  const texts = [run.name, run.displayName, run.pipeline, run.source.author];
  return [
    oneOf(run.cluster, query.clusters),
    oneOf(run.namespace, query.namespaces),
    oneOf(run.kind, query.kinds),
    oneOf(run.status, query.statuses),
    query.includeOwned || made?.owner === undefined,
    (query.labels ?? []).every(requirement => {
      const value = labels[requirement.key];
      const has =
        'values' in requirement
          ? oneOf(value, requirement.values)
          : value !== undefined;
      return has !== (requirement.operator === 'notIn');
    }),
    Object.entries(query.fields ?? {}).every(([name, values]) =>
      oneOf(FIELD_OF[name as RunField]?.(run), values),
    ),
    start >= (query.startedFrom ?? 0),
    start < (query.startedBefore ?? Infinity),
    query.minDurationMs === undefined ||
      (run.durationMs ?? -1) >= query.minDurationMs,
    query.maxDurationMs === undefined ||
      (run.durationMs ?? Infinity) <= query.maxDurationMs,
    words.every(
      word =>
        texts.some(text => text?.toLowerCase().includes(word)) ||
        run.source.revision?.startsWith(word),
    ),
    !query.cel ||
      (query.cel.includes('TaskRun')
        ? run.kind === 'TaskRun'
        : run.name.includes('o') && run.name.length > 5),
    query.within !== 'place' || run.namespace !== 'hidden',
    query.within !== 'label' || labels.app !== undefined,
  ].every(Boolean);
}

/** The value by which a run stands in a list; equal ones may be in any order. */
function rank(run: RunSummary, sort: RunSort): string | number {
  const sign = sort.startsWith('-') ? -1 : 1;
  switch (sort) {
    case 'start':
    case '-start':
      return sign * Date.parse(run.startedAt ?? run.createdAt);
    case 'duration':
    case '-duration':
      return run.durationMs === undefined ? Infinity : sign * run.durationMs;
    case 'name':
    case '-name':
      return run.name;
    default:
      return run.status;
  }
}

const uidsOf = (runs: readonly RunSummary[]) => runs.map(({ uid }) => uid);

describe.each(TESTED_DATABASES.eachSupportedId())('lists of runs on %s', id => {
  let db: Knex;
  let stores: Stores;
  let all: RunSummary[];

  beforeAll(async () => {
    ({ db, stores } = await createTestStores(id));
    await storeRuns(stores, HISTORY);
    const { runs } = await stores.runs.list({
      query: { includeOwned: true },
      limit: 1_000,
    });
    all = [...runs];
  });
  afterAll(() => stores.close());

  /** All pages, from the beginning or back from the end. */
  async function pages(
    options: Omit<ListRunsOptions, 'from'>,
    direction: 'next' | 'previous',
    onPage: (page: number) => Promise<void> = async () => {},
  ): Promise<RunSummary[]> {
    const read: RunSummary[][] = [];
    let from: ListRunsOptions['from'] =
      direction === 'next' ? undefined : { direction };
    for (;;) {
      const page = await stores.runs.list({ ...options, from });
      read.push([...page.runs]);
      await onPage(read.length);
      const position = page[direction];
      if (!position) {
        return (direction === 'next' ? read : read.reverse()).flat();
      }
      from = { position, direction };
    }
  }

  it('stored all that was made up', () => {
    expect(uidsOf(all).sort()).toEqual(HISTORY.map(({ uid }) => uid).sort());
  });

  it.each([
    ['nothing', async () => {}],
    ['how many have a label', async () => db.raw('analyze')],
  ])(
    'have each run that is selected once, forth and back alike, and count them, if the database knows %s',
    async (_, prepare) => {
      await prepare();
      await fc.assert(
        fc.asyncProperty(
          narrowings,
          fc.constantFrom(...RUN_SORTS),
          fc.integer({ min: 1, max: 40 }),
          async (narrowing, sort, limit) => {
            const query = queryOf(narrowing);
            const expected = all.filter(run => isSelected(run, narrowing));
            const forth = await pages({ query, sort, limit }, 'next');
            expect(uidsOf(forth).sort()).toEqual(uidsOf(expected).sort());
            const back = await pages({ query, sort, limit }, 'previous');
            expect(uidsOf(back)).toEqual(uidsOf(forth));
            const starts = sort.endsWith('start')
              ? forth.map(run => Number(rank(run, sort)))
              : [];
            expect(starts).toEqual([...starts].sort((a, b) => a - b));
            expect(await stores.runs.count(query, 1_000)).toEqual({
              count: expected.length,
              exact: true,
            });
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('are of about so many runs beyond what is counted, for who may see all', async () => {
    await db.raw('analyze');
    const query = { includeOwned: true };
    expect(await stores.runs.count(query, RUNS)).toEqual({
      count: RUNS,
      exact: true,
    });
    expect(await stores.runs.count(query, 100)).toEqual(
      id.startsWith('POSTGRES')
        ? { count: RUNS, exact: false, estimated: true }
        : { count: 100, exact: false },
    );
    // The estimate would be of hidden runs, too.
    expect(
      await stores.runs.count({ ...query, access: NOT_HIDDEN }, 50),
    ).toEqual({ count: 50, exact: false });
  });

  it.each(RUN_SORTS.filter(sort => !sort.endsWith('status')))(
    'are in the order %s, whatever is selected',
    async sort => {
      const runs = await pages({ query: {}, sort, limit: 7 }, 'next');
      const ranks = runs.map(run => rank(run, sort));
      const inOrder = [...ranks].sort((a, b) => (a < b ? -1 : Number(a > b)));
      expect(ranks).toEqual(sort === '-name' ? inOrder.reverse() : inOrder);
    },
  );

  it('put statuses that need attention first, and the newest of each', async () => {
    const runs = await pages({ query: {}, sort: 'status', limit: 9 }, 'next');
    const statuses = [...new Set(runs.map(({ status }) => status))];
    expect(statuses).toEqual([
      'failed',
      'timedOut',
      'cancelled',
      'running',
      'waiting',
      'succeeded',
    ]);
    for (const status of statuses) {
      const starts = runs
        .filter(run => run.status === status)
        .map(run => Date.parse(run.startedAt ?? run.createdAt));
      expect(starts).toEqual([...starts].sort((a, b) => b - a));
    }
    const reversed = await pages(
      { query: {}, sort: '-status', limit: 9 },
      'next',
    );
    expect([...new Set(reversed.map(({ status }) => status))]).toEqual(
      statuses.reverse(),
    );
  });

  it('go back to the page before from any page, also from an empty one', async () => {
    const query = { namespaces: ['shop'] };
    for (const sort of RUN_SORTS) {
      const first = await stores.runs.list({ query, sort, limit: 10 });
      const second = await stores.runs.list({
        query,
        sort,
        limit: 10,
        from: { position: first.next, direction: 'next' },
      });
      const again = await stores.runs.list({
        query,
        sort,
        limit: 10,
        from: { position: second.previous, direction: 'previous' },
      });
      expect(uidsOf(again.runs)).toEqual(uidsOf(first.runs));
      expect(again.previous).toBeUndefined();

      // As if all that came after had gone.
      const { status, name } = first.runs[9];
      const none = await stores.runs.list({
        query: { ...query, statuses: [status], search: `${name} nothing` },
        sort,
        limit: 10,
        from: { position: first.next, direction: 'next' },
      });
      expect(none.runs).toEqual([]);
      const before = await stores.runs.list({
        query,
        sort,
        limit: 10,
        from: { position: none.previous, direction: 'previous' },
      });
      expect(uidsOf(before.runs)).toEqual(uidsOf(first.runs));
    }
  });

  it('repeat and lose none while runs are added', async () => {
    const { stores: growing } = await createTestStores(id);
    await storeRuns(growing, HISTORY.slice(0, 60));
    const before = stores;
    stores = growing;
    try {
      for (const [round, sort] of RUN_SORTS.entries()) {
        const known = uidsOf(
          await pages({ query: {}, sort, limit: 100 }, 'next'),
        );
        const read = uidsOf(
          await pages({ query: {}, sort, limit: 7 }, 'next', async page => {
            await storeRuns(
              growing,
              HISTORY.slice(page, page + 2).map(run => ({
                ...run,
                uid: `${round}-${page}-${run.uid}`,
              })),
            );
          }),
        );
        expect(new Set(read).size).toBe(read.length);
        expect(read.filter(uid => known.includes(uid))).toEqual(known);
      }
    } finally {
      stores = before;
      await growing.close();
    }
  });

  it('tell facets that equal a count, and none of what is hidden', async () => {
    const values: Partial<
      Record<RunFacetName, (run: RunSummary) => Array<string | undefined>>
    > = {
      status: run => [run.status],
      kind: run => [run.kind],
      cluster: run => [run.cluster],
      namespace: run => [run.namespace],
      pipeline: run => [run.pipeline],
      branch: run => [run.source.branch],
      author: run => [run.source.author],
      reason: run => [run.reason],
      label: run =>
        Object.keys(HISTORY.find(({ uid }) => uid === run.uid)?.labels ?? {}),
      'label:app': run => [
        HISTORY.find(({ uid }) => uid === run.uid)?.labels?.app,
      ],
    };
    const names = Object.keys(values) as RunFacetName[];
    await fc.assert(
      fc.asyncProperty(narrowings, async narrowing => {
        const facets = await stores.runAggregates.facets({
          query: queryOf(narrowing),
          facets: names,
          limit: 100,
        });
        const runs = all.filter(run => isSelected(run, narrowing));
        expect(facets.map(({ name }) => name)).toEqual(names);
        for (const { name, values: counted, more, exact } of facets) {
          const expected = new Map<string, number>();
          for (const value of runs.flatMap(run => values[name]?.(run) ?? [])) {
            if (value !== undefined) {
              expected.set(value, (expected.get(value) ?? 0) + 1);
            }
          }
          const seen = counted.filter(
            ({ value }) => name !== 'label' || ['app', 'team'].includes(value),
          );
          expect(
            new Map(seen.map(({ value, count }) => [value, count])),
          ).toEqual(expected);
          expect([more, exact]).toEqual([false, true]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('tell the most frequent values first, as many as asked for', async () => {
    const options = { query: {}, facets: ['pipeline' as const] };
    const [{ values }] = await stores.runAggregates.facets({
      ...options,
      limit: 100,
    });
    const counts = values.map(({ count }) => count);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    const [first] = await stores.runAggregates.facets({ ...options, limit: 1 });
    expect(first).toEqual({
      name: 'pipeline',
      values: values.slice(0, 1),
      more: true,
      exact: true,
    });
    const [like] = await stores.runAggregates.facets({
      ...options,
      contains: 'C%',
      limit: 100,
    });
    expect(like.values.map(({ value }) => value)).toEqual(['c%']);
  });

  it('add up to statistics that equal a count', async () => {
    await fc.assert(
      fc.asyncProperty(narrowings, async narrowing => {
        const runs = all.filter(run => isSelected(run, narrowing));
        const counts = await stores.runAggregates.statistics(
          queryOf(narrowing),
        );
        const statuses = new Map<string, number>();
        for (const { status } of runs) {
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
        expect(counts.statuses).toEqual(statuses);
        expect(counts.durations).toEqual(durationsOf(runs));
        expect(counts.exact).toBe(true);
        for (const { pipeline, durations } of counts.pipelines) {
          expect(durations).toEqual(
            durationsOf(runs.filter(run => run.pipeline === pipeline)),
          );
        }
        expect(counts.pipelines.map(({ pipeline }) => pipeline).sort()).toEqual(
          [...new Set(runs.flatMap(run => run.pipeline ?? []))].sort(),
        );
      }),
      { numRuns: 40 },
    );
  });
});

function durationsOf(runs: readonly RunSummary[]) {
  const durations = runs
    .filter(({ status }) => status === 'succeeded')
    .flatMap(({ durationMs }) => durationMs ?? [])
    .sort((a, b) => a - b);
  const percentile = (percent: number) =>
    durations[Math.ceil((durations.length * percent) / 100) - 1];
  return durations.length === 0
    ? undefined
    : {
        count: durations.length,
        p50Ms: percentile(50),
        p95Ms: percentile(95),
        maxMs: durations[durations.length - 1],
      };
}
