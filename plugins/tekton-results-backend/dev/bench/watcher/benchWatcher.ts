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
import { setTimeout as sleep } from 'timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import type { WatcherConfig } from '../../../src/config';
import type { CapturedRun } from '../../../src/store';
import type { BenchOptions } from '../BenchOptions';
import type { BenchCell, BenchReport } from '../BenchReport';
import { openBenchDatabase, type BenchDatabase } from '../database';
import { quantile } from '../measure';
import { withProgress } from '../progress';
import { withNewDatabase } from '../store/withNewDatabase';
import { SENT_AT } from './eventSource';
import { benchManyClusters } from './manyClusters/benchManyClusters';
import { usedHeap } from './memory';
import { startWatch } from './startWatch';
import { UpstreamSample } from './UpstreamSample';

const TRICKLE_PER_SECOND = 100;
const TRICKLE_SECONDS = 20;
/** Of the records, so many are in the cluster at once: 50,000 by default. */
const LIVE_SHARE = 0.25;
const CHANGED_SHARE = 0.01;
const LOOK_AGAIN_MS = 50;
/** When none was stored for so long, none will be. */
const EVENTS_GIVEN_UP_MS = 15_000;
const BYTES_PER_MB = 1024 * 1024;

/** A way in which clusters are watched. */
interface Variant {
  readonly title: string;
  readonly cluster: string;
  readonly config: Partial<WatcherConfig>;
}

const READ_ONLY: Variant = {
  title: 'runs only',
  cluster: 'runs',
  config: { finalizers: 'never', storeEvents: false },
};

const VARIANTS: readonly Variant[] = [
  READ_ONLY,
  {
    title: 'and a Kubernetes Event with each',
    cluster: 'events',
    config: { finalizers: 'never', storeEvents: true },
  },
  {
    title: 'finalizers and annotations are written',
    cluster: 'writes',
    config: { finalizers: 'always', annotations: true, storeEvents: false },
  },
];

/** The watcher of a cluster as it runs, from the socket to the committed row. */
export async function benchWatcher(options: BenchOptions): Promise<void> {
  for (const { engine, connection } of options.databases) {
    const database = await openBenchDatabase(engine, connection);
    try {
      const { report, records } = options;
      await report.databaseVersion(database);
      const rows: BenchCell[][] = [];
      for (const variant of withProgress('Floods of events', VARIANTS)) {
        rows.push(await benchEvents(database, variant, records));
      }
      report.table({
        title: `${records} events to rows, ${engine}`,
        columns: [
          'watched',
          'events/s',
          'states stored/s',
          'upstream, states/s',
          'ours to upstream',
          'cores used',
          'Kubernetes Events',
          'Kubernetes Events/s',
          'writes to runs/s',
          `p50 ms at ${TRICKLE_PER_SECOND}/s`,
          'p95 ms',
        ],
        rows,
        chart: {
          kind: 'bars',
          columns: ['events/s', 'states stored/s', 'upstream, states/s'],
          unit: 'events/s',
        },
      });
      await benchLists(database, {
        runs: Math.round(records * LIVE_SHARE),
        report,
      });
      await withNewDatabase(
        { engine, connection },
        'bench_many_clusters',
        empty =>
          benchManyClusters(empty, {
            runs: Math.round(records * LIVE_SHARE),
            report,
          }),
      );
    } finally {
      await database.close();
    }
  }
}

async function benchEvents(
  database: BenchDatabase,
  variant: Variant,
  events: number,
): Promise<BenchCell[]> {
  const latencies: number[] = [];
  let states = 0;
  // Upstream does not wait for the cluster here, nor store Kubernetes Events.
  const upstream = variant === READ_ONLY ? new UpstreamSample() : undefined;
  const watched = await startWatch(database, {
    ...variant,
    onCommitted: runs => {
      states += runs.length;
      upstream?.note(runs);
      latencies.push(...latenciesOf(runs));
    },
    logger: mockServices.rootLogger({ level: 'error' }),
  });
  const { source, stores } = watched;
  const { storeEvents, annotations = false } = variant.config;

  const startedAt = performance.now();
  const startedTime = Date.now();
  const cpu = process.cpuUsage();
  const { version } = await source.order({
    order: 'flood',
    events,
    told: storeEvents,
  });
  await stores.until(version);
  const storedAt = performance.now();
  const storedStates = states;
  const seconds = (storedAt - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  // Those whose run is not stored yet come later than the others.
  while (
    storeEvents &&
    stores.storedEvents < events &&
    performance.now() <
      Math.max(storedAt, stores.lastEventAt) + EVENTS_GIVEN_UP_MS
  ) {
    await sleep(LOOK_AGAIN_MS);
  }
  const { storedEvents, lastEventAt } = stores;
  const { writes, lastWriteAt } = await calmDown(watched);

  latencies.length = 0;
  await stores.until(
    (
      await source.order({
        order: 'trickle',
        perSecond: TRICKLE_PER_SECOND,
        seconds: TRICKLE_SECONDS,
      })
    ).version,
  );
  await watched.stop();
  const upstreamPerSecond = await upstream?.perSecond(database);
  return [
    variant.title,
    events / seconds,
    storedStates / seconds,
    upstreamPerSecond,
    upstreamPerSecond && storedStates / seconds / upstreamPerSecond,
    (user + system) / 1e6 / seconds,
    storeEvents ? storedEvents : undefined,
    storeEvents ? rate(storedEvents, lastEventAt - startedAt) : undefined,
    annotations ? rate(writes, lastWriteAt - startedTime) : undefined,
    quantile(latencies, 0.5),
    quantile(latencies, 0.95),
  ];
}

/** Waits until nothing of the flood is left, neither to be written nor stored. */
async function calmDown({
  source,
  stores,
}: Pick<Awaited<ReturnType<typeof startWatch>>, 'source' | 'stores'>) {
  let report = await source.order({ order: 'calm' });
  for (let stored = -1; stored < report.version; ) {
    stored = report.version;
    await stores.until(stored);
    report = await source.order({ order: 'calm' });
  }
  return report;
}

async function benchLists(
  database: BenchDatabase,
  options: { runs: number; report: BenchReport },
): Promise<void> {
  const { runs, report } = options;
  const variant = { ...READ_ONLY, cluster: 'lists' };
  const watched = await startWatch(database, {
    ...variant,
    onCommitted: () => {},
    logger: mockServices.rootLogger({ level: 'error' }),
  });
  const { source, stores } = watched;
  const relist = (changedRuns: number, metadataLists: boolean) =>
    timed(async () => {
      const { version } = await source.order({
        order: 'expire',
        changedRuns,
        metadataLists,
      });
      await stores.until(version);
    });
  // How soon a watch that was cut is opened again is not what is measured.
  const row = (title: string, seconds: number): BenchCell[] => [
    title,
    Math.min(seconds, watched.sinceListing()),
  ];

  await source.order({ order: 'hold', runs });
  const rows = [row('all new', await relist(0, false))];
  const changedRuns = Math.ceil(runs * CHANGED_SHARE);
  rows.push(
    row('metadata, then what changed', await relist(changedRuns, true)),
    row('whole objects', await relist(changedRuns, false)),
  );

  // The same process with and without them: all else is alike.
  const watching = usedHeap();
  await source.order({ order: 'hold', runs: 0 });
  await relist(0, true);
  const heap = watching - usedHeap();
  await watched.stop();
  report.table({
    title: `Lists of ${runs} TaskRuns, ${database.engine}`,
    columns: ['list', 'seconds'],
    rows,
    chart: { kind: 'bars', columns: ['seconds'], unit: 's' },
  });
  report.table({
    title: `Heap while they are watched, ${database.engine}`,
    columns: ['runs', 'bytes each', 'MB for 10,000'],
    rows: [[runs, heap / runs, (heap / runs) * (10_000 / BYTES_PER_MB)]],
  });
}

/** Of those that tell when they were sent: how long they took, in ms. */
function latenciesOf(runs: readonly CapturedRun[]): number[] {
  const now = Date.now();
  return runs.flatMap(({ facts }) => {
    const [, sentAt] = facts.message?.split(SENT_AT) ?? [];
    return sentAt ? now - Number(sentAt) : [];
  });
}

/** How long something takes, in seconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

function rate(count: number, ms: number): number {
  return (count / ms) * 1_000;
}
