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

import { performance } from 'perf_hooks';
import { parseFilter } from '../../../src/filter';
import { EVERYTHING, type RunQuery } from '../../../src/store';
import { answerRecords } from '../answerRecords';
import { endOfHistory, HISTORY } from '../benchedHistory';
import type { BenchCell, BenchReport } from '../BenchReport';
import type { BenchDatabase } from '../database';
import { measure, median } from '../measure';
import { withProgress } from '../progress';
import { benchedWrites } from './benchedWrites';
import { explain } from './explain';
import { refusal } from './refusal';
import type { RequestFigures } from './StoreFigures';

type Work = () => Promise<unknown>;

const AT_ONCE = 32;
const PAGE = 50;
/** The second is the longest that may be asked for. */
const LONG_PAGES = [1_000, 10_000];
const COUNTED = 10_000;
const DAY_MS = 86_400_000;
const LOOK_MS = 1_000;
const NEWEST_FIRST = [{ field: 'create_time', direction: 'desc' }] as const;

const COMPONENT: RunQuery = {
  labels: [
    {
      key: 'backstage.io/kubernetes-id',
      operator: 'in',
      values: [HISTORY.commonComponent],
    },
  ],
};

const QUERIES: Readonly<Record<string, RunQuery>> = {
  'all runs': {},
  'all runs, owned ones too': { includeOwned: true },
  'a status': { statuses: ['failed'] },
  'a pipeline': { fields: { pipeline: [HISTORY.pipeline] } },
  'a namespace': { namespaces: [HISTORY.namespace] },
  'a component': COMPONENT,
  'a component, owned runs too': { ...COMPONENT, includeOwned: true },
  'a label that few have': {
    labels: [
      {
        key: HISTORY.rareLabel.key,
        operator: 'in',
        values: [HISTORY.rareLabel.value],
      },
    ],
  },
  'a component, by access': {
    access: {
      kind: 'label',
      key: 'backstage.io/kubernetes-id',
      values: [HISTORY.commonComponent],
    },
  },
  'a search': { search: 'checkout fix' },
  'a search in vain': { search: 'no such text' },
};

const FILTERS: Readonly<Record<string, string>> = {
  'all PipelineRuns': 'data_type == PIPELINE_RUN',
  'a status': 'data.status.conditions[0].reason == "Failed"',
  'a pipeline': `data.metadata.labels["tekton.dev/pipeline"] == "${HISTORY.pipeline}"`,
  'a label that few have': `data.metadata.labels["${HISTORY.rareLabel.key}"] == "${HISTORY.rareLabel.value}"`,
  'a branch': `data.metadata.annotations["pipelinesascode.tekton.dev/branch"] == "${HISTORY.branch}"`,
  'a name in vain': 'data.metadata.name.contains("no-such")',
  'a path in vain, asked of objects': 'data.status.podName.contains("no-such")',
};

/**
 * How long requests keep others waiting, one by one and many lists at once. Their
 * plans are kept under a name.
 */
export async function benchBlocks(
  database: BenchDatabase,
  { report, title, name }: { report: BenchReport; title: string; name: string },
): Promise<RequestFigures[]> {
  const figures: RequestFigures[] = [];
  const rows: BenchCell[][] = [];
  const plans: string[] = [];
  const bench = async (request: string, work: Work) => {
    try {
      const { ms, usuallyBlockedMs, blockedMs, turnMs } = await measure(work);
      figures.push({ title: request, ms });
      rows.push([request, ms, usuallyBlockedMs, blockedMs, turnMs]);
    } catch (error) {
      const refused = refusal(error);
      figures.push({ title: request, ms: refused });
      rows.push([request, refused]);
    }
  };
  const requests = Object.entries(requestsTo(database));
  for (const [request, work] of withProgress('Requests', requests)) {
    await bench(request, work);
    // What is refused has sent statements, too.
    const answered = () => work().catch(refusal);
    plans.push(`=== ${request}\n\n${await explain(database, answered)}`);
  }
  const writes = Object.entries(await benchedWrites(database));
  for (const [request, work] of withProgress('Writes', writes)) {
    await bench(request, work);
  }
  report.text(`requests-${name}`, plans.join('\n\n'));
  report.table({
    title: `Longest block of the event loop, ${title}`,
    columns: [
      'request',
      'ms',
      'blocked ms',
      'blocked at most ms',
      'processor in a turn ms',
    ],
    rows,
    chart: {
      kind: 'bars',
      columns: ['blocked ms', 'blocked at most ms'],
      unit: 'ms',
    },
  });
  const { stores } = database;
  report.table({
    title: `${AT_ONCE} lists at once, ${title}`,
    columns: [
      'lists',
      'median ms',
      'slowest ms',
      'blocked ms',
      'blocked at most ms',
      'processor in a turn ms',
    ],
    rows: [
      [
        'screens',
        ...(await benchAtOnce(
          Object.values(QUERIES).map(
            query => () => stores.runs.list({ query, limit: PAGE }),
          ),
        )),
      ],
      [
        'Results API',
        ...(await benchAtOnce(
          Object.entries(FILTERS)
            // Those take all the time that a request has.
            .filter(([filter]) => !filter.includes('in vain'))
            .map(([, text]) => listRecords(database, { text })),
        )),
      ],
    ],
  });
  return figures;
}

/** Median and slowest of the lists, the longest blocks, and the longest turn; each in ms. */
async function benchAtOnce(
  lists: readonly Work[],
): Promise<[number, number, number, number, number]> {
  let times: number[] = [];
  const { usuallyBlockedMs, blockedMs, turnMs } = await measure(async () => {
    const start = performance.now();
    times = await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, index) => {
        await lists[index % lists.length]();
        return performance.now() - start;
      }),
    );
  });
  return [
    median(times),
    Math.max(...times),
    usuallyBlockedMs,
    blockedMs,
    turnMs,
  ];
}

function requestsTo(database: BenchDatabase): Record<string, Work> {
  const { runs, runAggregates, summaries, retention } = database.stores;
  const ofQueries = Object.entries(QUERIES).flatMap(
    ([title, query]): Array<[string, Work]> => [
      [`list of ${title}`, () => runs.list({ query, limit: PAGE })],
      [
        `list of ${title}, longest first`,
        () => runs.list({ query, sort: '-duration', limit: PAGE }),
      ],
      [`count of ${title}`, () => runs.count(query, COUNTED)],
      [
        `facets of ${title}`,
        () =>
          runAggregates.facets({
            query,
            facets: ['status', 'pipeline', 'branch', 'author', 'label'],
            limit: PAGE,
          }),
      ],
      [`statistics of ${title}`, () => runAggregates.statistics(query)],
    ],
  );
  const ofFilters = Object.entries(FILTERS).map(
    ([title, text]): [string, Work] => [
      `list of the Results API, ${title}`,
      listRecords(database, { text }),
    ],
  );
  const ofSummaries = ['all Records', 'all PipelineRuns', 'a pipeline'].map(
    (title): [string, Work] => [
      `summary by day, ${title}`,
      () =>
        summaries.summarize({
          view: {},
          filter: parseFilter(FILTERS[title] ?? '', 'records'),
          groupBy: { by: 'time', unit: 'day', time: 'startTime' },
        }),
    ],
  );
  const expiring = (having: 'runs' | 'logs' | 'events') => () =>
    retention.expiring(
      {
        within: EVERYTHING,
        endedBefore: endOfHistory().getTime() - 100 * DAY_MS,
        having,
      },
      { limit: 100 },
    );
  return {
    ...Object.fromEntries([...ofQueries, ...ofFilters, ...ofSummaries]),
    ...Object.fromEntries(
      LONG_PAGES.map((limit): [string, Work] => [
        `list of ${limit} of the Results API`,
        listRecords(database, { limit }),
      ]),
    ),
    'list with tasks': async () => {
      const page = await runs.list({ query: {}, limit: PAGE });
      return runs.withTasks(page.runs, undefined);
    },
    'what is stored': () => retention.usage(),
    'what a policy selects': () =>
      retention.matching(EVERYTHING, { maxMs: LOOK_MS }),
    'runs that may go': expiring('runs'),
    'logs that may go': expiring('logs'),
    'events that may go': expiring('events'),
    health: () => database.stores.outages.recent(),
  };
}

function listRecords(
  { stores }: BenchDatabase,
  { text = '', limit = PAGE }: { text?: string; limit?: number },
): Work {
  const filter = parseFilter(text, 'records');
  return () =>
    answerRecords(stores, {
      view: {},
      filter,
      order: NEWEST_FIRST,
      limit,
    });
}
