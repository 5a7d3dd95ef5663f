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

import { RUN_SORTS } from 'backstage-plugin-tekton-results-common';
import { parseFilter } from '../../../src/filter';
import type { RunQuery, Stores } from '../../../src/store';
import type { BenchOptions } from '../BenchOptions';
import { openBenchDatabase } from '../database';
import { loadHistory } from '../loadHistory';
import { printTable } from '../printTable';

const ROUNDS = 7;
const PAGE = 25;
const FAR_ROWS = 5_000;
const DAY_MS = 86_400_000;

const COMPONENT: RunQuery = {
  labels: [
    {
      key: 'backstage.io/kubernetes-id',
      operator: 'in',
      values: ['checkout'],
    },
  ],
};

const SELECTIONS: Readonly<Record<string, RunQuery>> = {
  'all runs': {},
  'a component': COMPONENT,
  'a namespace': { namespaces: ['docs'] },
  'a branch': { fields: { branch: ['main'] } },
  'no author': { fields: { author: ['nobody'] } },
  'the last week': { startedFrom: Date.now() - 7 * DAY_MS },
  'a search': { search: 'checkout fix' },
  'a search in vain': { search: 'no such text' },
  'a namespace, by access': {
    access: { kind: 'namespace', values: ['docs', 'data'] },
  },
  'a label, by access': {
    access: {
      kind: 'label',
      key: 'backstage.io/kubernetes-id',
      values: ['checkout'],
    },
  },
  'a filter on objects': {
    filter: parseFilter('size(data.metadata.name) > 20', 'records'),
  },
};

type Task = () => Promise<unknown>;

/** Lists, counts and sums of runs as the screens ask for them. */
export async function benchLists(options: BenchOptions): Promise<void> {
  for (const { engine, connection } of options.databases) {
    const database = await openBenchDatabase(engine, connection);
    try {
      await loadHistory(database, options.records);
      await database.db.raw('analyze');
      const rows: string[][] = [];
      for (const [title, task] of await tasksOf(database.stores)) {
        const { median, worst } = await measured(task);
        rows.push([title, median.toFixed(1), worst.toFixed(1)]);
      }
      printTable(`Lists of ${options.records} records, ${engine}`, [
        ['request', 'median ms', 'worst ms'],
        ...rows,
      ]);
    } finally {
      await database.close();
    }
  }
}

async function tasksOf({
  runs,
  runAggregates,
}: Stores): Promise<Array<[string, Task]>> {
  const ofSelections = Object.entries(SELECTIONS).flatMap(
    ([title, query]): Array<[string, Task]> => [
      [`list of ${title}`, () => runs.list({ query, limit: PAGE })],
      [
        `list of ${title}, longest first`,
        () => runs.list({ query, sort: '-duration', limit: PAGE }),
      ],
      [`count of ${title}`, () => runs.count(query, 10_000)],
      [
        `facets of ${title}`,
        () =>
          runAggregates.facets({
            query,
            facets: ['status', 'pipeline', 'branch', 'author', 'namespace'],
            limit: 50,
          }),
      ],
      [`statistics of ${title}`, () => runAggregates.statistics(query)],
    ],
  );
  const sorts = RUN_SORTS.map((sort): [string, Task] => [
    `list by ${sort}`,
    () => runs.list({ query: {}, sort, limit: PAGE }),
  ]);
  const far = await runs.list({ query: {}, limit: FAR_ROWS });
  const page = await runs.list({ query: {}, limit: PAGE });
  return [
    ...sorts,
    [
      `list after ${FAR_ROWS} rows`,
      () =>
        runs.list({
          query: {},
          limit: PAGE,
          from: { position: far.next, direction: 'next' },
        }),
    ],
    [
      'last page',
      () =>
        runs.list({
          query: {},
          limit: PAGE,
          from: { direction: 'previous' },
        }),
    ],
    ['tasks of a page', () => runs.withTasks(page.runs, undefined)],
    [
      'labels',
      () => runAggregates.facets({ query: {}, facets: ['label'], limit: 50 }),
    ],
    [
      'changes of the last minute',
      () =>
        runAggregates.changes({
          query: {},
          since: Date.now() - 60_000,
          limit: 200,
        }),
    ],
    ...ofSelections,
  ];
}

async function measured(
  task: Task,
): Promise<{ median: number; worst: number }> {
  await task();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await task();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return {
    median: times[Math.floor(times.length / 2)],
    worst: times[times.length - 1],
  };
}
