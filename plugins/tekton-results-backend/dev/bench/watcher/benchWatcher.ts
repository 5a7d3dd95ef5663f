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
import { mockServices } from '@backstage/backend-test-utils';
import { readClusters, RUN_RESOURCES } from '../../../src/cluster';
import { CaptureMonitor } from '../../../src/watcher';
import { noResourceMetrics } from '../../../src/watcher/metrics';
import { Reflector } from '../../../src/watcher/Reflector';
import type { BenchOptions } from '../BenchOptions';
import { openBenchDatabase, type BenchDatabase } from '../database';
import { printTable } from '../printTable';
import { SENT_AT } from './eventSource';
import { peakMemory, usedHeap } from './memory';
import { ObservedStore } from './ObservedStore';
import { Source } from './Source';

const TRICKLE_PER_SECOND = 100;
const TRICKLE_SECONDS = 20;
/** Of the records, so many are in the cluster at once: 50,000 by default. */
const LIVE_SHARE = 0.25;
const CHANGED_SHARE = 0.01;
const BYTES_PER_MB = 1024 * 1024;

/** The watcher, from the socket to the committed row. */
export async function benchWatcher(options: BenchOptions): Promise<void> {
  for (const { engine, connection } of options.databases) {
    const database = await openBenchDatabase(engine, connection);
    try {
      await benchEvents(database, options.records);
      await benchLists(database, Math.round(options.records * LIVE_SHARE));
    } finally {
      await database.close();
    }
  }
}

async function benchEvents(
  database: BenchDatabase,
  events: number,
): Promise<void> {
  const latencies: number[] = [];
  const watched = await startWatch(database, 'events', latencies);
  const { source, store } = watched;
  await store.until(await source.order({ order: 'hold', runs: 0 }));

  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  await store.until(await source.order({ order: 'flood', events }));
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);

  latencies.length = 0;
  await store.until(
    await source.order({
      order: 'trickle',
      perSecond: TRICKLE_PER_SECOND,
      seconds: TRICKLE_SECONDS,
    }),
  );
  latencies.sort((a, b) => a - b);
  await watched.stop();
  printTable(`Events to rows, ${database.engine}`, [
    ['measured', 'value'],
    ['events as fast as they are taken', String(events)],
    ['  events per second', (events / seconds).toFixed(0)],
    ['  cores used', ((user + system) / 1e6 / seconds).toFixed(2)],
    [
      `states stored at ${TRICKLE_PER_SECOND} events a second`,
      String(latencies.length),
    ],
    ['  p50 to queryable, ms', percentile(latencies, 0.5)],
    ['  p95 to queryable, ms', percentile(latencies, 0.95)],
  ]);
}

async function benchLists(
  database: BenchDatabase,
  runs: number,
): Promise<void> {
  const watched = await startWatch(database, 'lists', [], runs);
  const { source, store } = watched;
  const first = await timed(async () =>
    store.until(await source.order({ order: 'flood', events: 0 })),
  );
  const changedRuns = Math.ceil(runs * CHANGED_SHARE);
  // How soon a watch that was cut is opened again is not what is measured.
  const relist = (metadataLists: boolean) =>
    timed(async () =>
      store.until(
        await source.order({ order: 'expire', changedRuns, metadataLists }),
      ),
    );
  const rows: string[][] = [];
  for (const [title, metadataLists] of [
    ['metadata, then what changed', true],
    ['whole objects', false],
  ] as const) {
    const { seconds, peak } = await relist(metadataLists);
    rows.push([
      title,
      Math.min(seconds, watched.sinceListing()).toFixed(1),
      megabytes(peak),
    ]);
  }

  // The same process with and without them: all else is alike.
  const watching = usedHeap();
  await source.order({ order: 'hold', runs: 0 });
  await store.until(
    await source.order({
      order: 'expire',
      changedRuns: 0,
      metadataLists: true,
    }),
  );
  const heap = watching - usedHeap();
  await watched.stop();
  printTable(`Lists of ${runs} TaskRuns, ${database.engine}`, [
    ['list', 'seconds', 'peak memory of the process, MB'],
    ['all new', first.seconds.toFixed(1), megabytes(first.peak)],
    ...rows,
  ]);
  printTable('Heap while they are watched', [
    ['runs', 'bytes each', 'MB for 10,000'],
    [
      String(runs),
      (heap / runs).toFixed(0),
      ((heap / runs) * (10_000 / BYTES_PER_MB)).toFixed(1),
    ],
  ]);
}

async function startWatch(
  { stores }: BenchDatabase,
  cluster: string,
  latencies: number[],
  runs = 0,
) {
  const source = await Source.start();
  await source.order({ order: 'hold', runs });
  const store = new ObservedStore(stores.capture, committed => {
    const now = Date.now();
    for (const { facts } of committed) {
      const [, sentAt] = facts.message?.split(SENT_AT) ?? [];
      if (sentAt) {
        latencies.push(now - Number(sentAt));
      }
    }
  });
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: [
        { name: cluster, url: source.url, skipTLSVerify: false, ca: undefined },
      ],
    },
  });
  const stop = new AbortController();
  const [resource] = RUN_RESOURCES.filter(({ kind }) => kind === 'TaskRun');
  const monitor = new CaptureMonitor({ configProblems: [] });
  let listingSince = 0;
  const watching = new Reflector({
    cluster,
    connection: clusters[0].connection,
    resource,
    store,
    monitor: monitor
      .addCluster({ name: cluster, title: cluster })
      .resource(resource.plural),
    metrics: {
      ...noResourceMetrics,
      relisted: () => {
        listingSince = performance.now();
      },
    },
    logger: mockServices.rootLogger({ level: 'error' }),
  }).run(stop.signal);
  return {
    source,
    store,
    /** Seconds since the last list began. */
    sinceListing: () => (performance.now() - listingSince) / 1_000,
    async stop() {
      stop.abort();
      await watching;
      source.stop();
    },
  };
}

async function timed(
  work: () => Promise<unknown>,
): Promise<{ seconds: number; peak: number }> {
  const startedAt = performance.now();
  const peak = await peakMemory(work);
  return { seconds: (performance.now() - startedAt) / 1_000, peak };
}

function percentile(sorted: readonly number[], share: number): string {
  return String(sorted[Math.floor(sorted.length * share)] ?? '-');
}

function megabytes(bytes: number): string {
  return (bytes / BYTES_PER_MB).toFixed(0);
}
