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
import type { RunQuery } from '../../../src/store';
import { endOfHistory, HISTORY } from '../benchedHistory';
import type { BenchOptions } from '../BenchOptions';
import type { BenchCell } from '../BenchReport';
import { openBenchDatabase, type BenchDatabase } from '../database';
import { jsonPath } from '../jsonPath';
import { loadHistory } from '../loadHistory';
import { withProgress } from '../progress';
import type { UpstreamTable } from '../upstreamTable';

const ROUNDS = 7;
/** As many as upstream's. */
const PAGE = 50;
const FAR_ROWS = 5_000;
const DAY_MS = 86_400_000;
const PIPELINE_RUN = 'tekton.dev/v1.PipelineRun';

const COMPONENT: RunQuery = {
  labels: [
    {
      key: 'backstage.io/kubernetes-id',
      operator: 'in',
      values: ['checkout'],
    },
  ],
};

const { rareLabel } = HISTORY;

const SELECTIONS: Readonly<Record<string, RunQuery>> = {
  'all runs': {},
  'a component': COMPONENT,
  'a label that few have': {
    labels: [{ key: rareLabel.key, operator: 'in', values: [rareLabel.value] }],
  },
  'a namespace': { namespaces: ['docs'] },
  'a branch': { fields: { branch: ['main'] } },
  'no author': { fields: { author: ['nobody'] } },
  'the last weeks': { startedFrom: endOfHistory().getTime() - 21 * DAY_MS },
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

interface UpstreamCondition {
  /** Conditions on paths of objects, as SQL. */
  readonly where: string;
  readonly bindings: readonly string[];
}

/**
 * What upstream asks its database for to list the same, as far as it can: that a
 * TaskRun has no owner it cannot ask, so these are of PipelineRuns.
 */
function upstreamLists(
  database: Pick<BenchDatabase, 'engine'>,
): Readonly<Partial<Record<string, UpstreamCondition>>> {
  const topLevel = { where: 'type = ?', bindings: [PIPELINE_RUN] };
  const narrowed = (where: string, value: string): UpstreamCondition => ({
    where: `${topLevel.where} and ${where} = ?`,
    bindings: [...topLevel.bindings, value],
  });
  const at = (...path: string[]) => jsonPath(database, path);
  const annotation = (name: string) =>
    at('metadata', 'annotations', `pipelinesascode.tekton.dev/${name}`);
  return {
    'all runs': topLevel,
    'a component': narrowed(
      at('metadata', 'labels', 'backstage.io/kubernetes-id'),
      'checkout',
    ),
    'a label that few have': narrowed(
      at('metadata', 'labels', rareLabel.key),
      rareLabel.value,
    ),
    'a namespace': narrowed('parent', 'docs'),
    'a branch': narrowed(annotation('branch'), 'main'),
    'no author': narrowed(annotation('sender'), 'nobody'),
  };
}

type Work = () => Promise<unknown>;

interface Task {
  readonly title: string;
  readonly ours: Work;
  /** The same of upstream's table; absent: upstream cannot. */
  readonly upstream?: Work;
}

/**
 * Lists, counts and sums of runs as the screens ask for them: how they stand to the
 * newest page of all runs, and to upstream where it has the same.
 */
export async function benchLists(options: BenchOptions): Promise<void> {
  for (const { engine, connection } of options.databases) {
    const database = await openBenchDatabase(engine, connection);
    try {
      const { report, records } = options;
      await report.databaseVersion(database);
      const { upstream } = await loadHistory(database, { records });
      await database.db.raw('analyze');
      const { stores } = database;
      const page = await measured(() =>
        stores.runs.list({ query: {}, limit: PAGE }),
      );
      const rows: BenchCell[][] = [];
      const tasks = await tasksOf(database, upstream);
      for (const task of withProgress('Requests', tasks)) {
        rows.push(await benchTask(task, page.median));
      }
      report.table({
        title: `Lists of ${records} records, ${engine}`,
        columns: [
          'request',
          'median ms',
          'worst ms',
          'to a page',
          'upstream ms',
          'upstream to ours',
        ],
        rows,
        chart: {
          kind: 'bars',
          columns: ['median ms', 'upstream ms'],
          unit: 'ms',
        },
      });
    } finally {
      await database.close();
    }
  }
}

async function benchTask(
  { title, ours, upstream }: Task,
  pageMs: number,
): Promise<BenchCell[]> {
  const { median, worst } = await measured(ours);
  const theirs = upstream && (await measured(upstream)).median;
  return [
    title,
    median,
    worst,
    median / pageMs,
    theirs,
    theirs && theirs / median,
  ];
}

async function tasksOf(
  { stores: { runs, runAggregates }, engine }: BenchDatabase,
  upstream: UpstreamTable,
): Promise<Task[]> {
  const ofUpstream = upstreamLists({ engine });
  const ofSelections = Object.entries(SELECTIONS).flatMap(
    ([title, query]): Task[] => {
      const theirs = ofUpstream[title];
      return [
        {
          title: `list of ${title}`,
          ours: () => runs.list({ query, limit: PAGE }),
          upstream:
            theirs && (() => upstream.list(theirs.where, theirs.bindings)),
        },
        {
          title: `list of ${title}, longest first`,
          ours: () => runs.list({ query, sort: '-duration', limit: PAGE }),
        },
        {
          title: `count of ${title}`,
          ours: () => runs.count(query, 10_000),
        },
        {
          title: `facets of ${title}`,
          ours: () =>
            runAggregates.facets({
              query,
              facets: ['status', 'pipeline', 'branch', 'author', 'namespace'],
              limit: 50,
            }),
        },
        {
          title: `statistics of ${title}`,
          ours: () => runAggregates.statistics(query),
        },
      ];
    },
  );
  const sorts = RUN_SORTS.map(
    (sort): Task => ({
      title: `list by ${sort}`,
      ours: () => runs.list({ query: {}, sort, limit: PAGE }),
    }),
  );
  const far = await runs.list({ query: {}, limit: FAR_ROWS });
  const page = await runs.list({ query: {}, limit: PAGE });
  return [
    ...sorts,
    {
      title: `list after ${FAR_ROWS} rows`,
      ours: () =>
        runs.list({
          query: {},
          limit: PAGE,
          from: { position: far.next, direction: 'next' },
        }),
    },
    {
      title: 'last page',
      ours: () =>
        runs.list({
          query: {},
          limit: PAGE,
          from: { direction: 'previous' },
        }),
    },
    {
      title: 'tasks of a page',
      ours: () => runs.withTasks(page.runs, undefined),
    },
    {
      title: 'labels',
      ours: () =>
        runAggregates.facets({ query: {}, facets: ['label'], limit: 50 }),
    },
    {
      title: 'changes of the last minute',
      ours: () =>
        runAggregates.changes({
          query: {},
          since: Date.now() - 60_000,
          limit: 200,
        }),
    },
    ...ofSelections,
  ];
}

async function measured(
  work: Work,
): Promise<{ median: number; worst: number }> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return {
    median: times[Math.floor(times.length / 2)],
    worst: times[times.length - 1],
  };
}
