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
import { createRetention } from '../../../src/retention';
import { noRetentionAudit } from '../../../src/retention/RetentionAudit';
import { noRetentionMetrics } from '../../../src/retention/RetentionMetrics';
import type { BenchOptions } from '../BenchOptions';
import { openBenchDatabase, type BenchDatabase } from '../database';
import { median, quantile } from '../measure';
import { startProgress } from '../progress';
import { askForLists } from '../retention/askForLists';
import { tableSizes } from '../store/tableSizes';
import { startWatch } from '../watcher/startWatch';
import { CountingLogger } from './CountingLogger';
import { growthPerHour, type Sample } from './growthPerHour';
import { sampleProcess } from './sampleProcess';
import { writeAndReadLogs } from './writeAndReadLogs';

const CLUSTER = 'soak';
const RUNS_PER_SECOND = 50;
/** Removed so long after their end, so that as many go as come. */
const KEPT_SECONDS = 180;
/** Of so many that ended one has logs. */
const RUNS_FOR_A_LOG = 5;
const RETENTION_EVERY_MS = 60_000;
const LOOK_AGAIN_MS = 100;
/** What is used and stored grows until as much goes as comes. */
const WARM_UP_SECONDS = 300;
const MB = 1024 * 1024;

/**
 * Everything at once for a long time: runs come and go in a cluster, lists are asked
 * for, logs written and read, and old runs removed. Of the records that are asked for,
 * all come, at fifty a second.
 */
export async function benchSoak(options: BenchOptions): Promise<void> {
  for (const { engine, connection } of options.databases) {
    const database = await openBenchDatabase(engine, connection);
    try {
      await options.report.databaseVersion(database);
      await soak(database, options);
    } finally {
      await database.close();
    }
  }
}

async function soak(
  database: BenchDatabase,
  { records, report }: BenchOptions,
): Promise<void> {
  const seconds = Math.ceil(records / RUNS_PER_SECOND);
  const logger = new CountingLogger();
  const watched = await watch(database, logger);
  const over = new AbortController();
  const { signal } = over;
  const start = performance.now();
  const progress = startProgress('Seconds', seconds);
  const others = Promise.all([
    askForLists(database, signal),
    writeAndReadLogs(database, {
      cluster: CLUSTER,
      nextRun: watched.nextFinished,
      logger,
      signal,
    }),
    removeOldRuns(database, { logger, signal }),
    sampleProcess(signal, second => progress.update(Math.round(second))),
    spaceAfterWarmUp(database, signal),
  ]);
  // It is awaited below, and may fail before.
  others.catch(() => over.abort());
  const { version } = await watched.source.order({
    order: 'flow',
    runsPerSecond: RUNS_PER_SECOND,
    seconds,
  });
  await watched.stores.until(version);
  const minutes = (performance.now() - start) / 60_000;
  over.abort();
  progress.end();
  const [lists, logs, jobs, samples, spaceBefore] = await others;
  await watched.stop();

  const { db } = database;
  const left = await countRuns(db('records').where({ cluster: CLUSTER }));
  const gone = await countRuns(db('tombstones').where({ cluster: CLUSTER }));
  const sent = RUNS_PER_SECOND * seconds;
  const space = await bytesOf(database);
  const afterWarmUp = (all: readonly Sample[]) =>
    all.filter(({ second }) => second > WARM_UP_SECONDS);
  const heap = afterWarmUp(samples.heap);
  const memory = afterWarmUp(samples.memory);
  const valuesOf = (all: readonly Sample[]) =>
    afterWarmUp(all).map(({ value }) => value);
  const blocked = valuesOf(samples.blockedMs);
  report.table({
    title: `${minutes.toFixed(1)} minutes of everything at once, ${
      database.engine
    }`,
    columns: ['figure', 'value'],
    rows: [
      ['runs sent', sent],
      ['runs stored', left],
      ['runs removed by retention', gone],
      ['runs lost', sent - left - gone],
      ['states stored', watched.states()],
      ['retention jobs', jobs],
      ['lists asked for', lists.length],
      ['median of a list, ms', quantile(lists, 0.5)],
      ['p99 of a list, ms', quantile(lists, 0.99)],
      ['logs written', logs.written],
      ['logs read', logs.read],
      ['logs that were wrong', logs.wrong],
      ['logs removed before they were read', logs.gone],
      ['errors', logger.errors],
      ['warnings', logger.warnings],
      ['the first of them', logger.first ?? 'none'],
      ['heap in use at the end, MB', (heap.at(-1)?.value ?? 0) / MB],
      ['its growth, MB/h', growthPerHour(heap) / MB],
      [
        'memory of the process at the end, MB',
        (memory.at(-1)?.value ?? 0) / MB,
      ],
      ['its growth, MB/h ', growthPerHour(memory) / MB],
      [
        'space of tables and indexes after warming up, MB',
        spaceBefore && spaceBefore / MB,
      ],
      ['the same at the end, MB', space / MB],
      ['longest that others waited, ms', quantile(blocked, 1)],
      ['the same, median of ten seconds each, ms', median(blocked)],
      [
        'most processor time in one turn, ms',
        quantile(valuesOf(samples.turnMs), 1),
      ],
    ],
  });
  const points = samples.heap.map(({ second }) => String(Math.round(second)));
  const memoryThen = samples.heap.map(
    ({ second }) =>
      samples.memory.find(sample => sample.second === second)?.value,
  );
  report.table({
    title: `Memory by second, MB, ${database.engine}`,
    columns: ['memory', ...points],
    rows: [
      ['heap in use', ...samples.heap.map(({ value }) => value / MB)],
      ['process', ...memoryThen.map(value => value && value / MB)],
    ],
    chart: { kind: 'lines', columns: points, unit: 'MB' },
  });
  if (sent !== left + gone || logs.wrong > 0 || logger.errors > 0) {
    throw new Error('Something was lost, or went wrong: see the table');
  }
}

/** Removes what has ended some minutes ago, again and again. */
async function removeOldRuns(
  { stores }: BenchDatabase,
  { logger, signal }: { logger: CountingLogger; signal: AbortSignal },
): Promise<number> {
  const { retention, problems } = createRetention({
    section: {
      // Only when it is asked to.
      schedule: '365d',
      policies: [
        {
          name: CLUSTER,
          selector: { matchClusters: [CLUSTER] },
          retention: `${KEPT_SECONDS}s`,
        },
      ],
      tombstones: '30d',
    },
    store: stores.retention,
    leases: stores.leases,
    clusters: () => [],
    metrics: noRetentionMetrics,
    audit: noRetentionAudit,
    logger,
  });
  if (problems.length > 0) {
    throw new Error(problems.map(({ message }) => message).join('; '));
  }
  // That runs are kept for minutes only.
  logger.forget();
  let jobs = 0;
  let running = false;
  for (let dueAt = Date.now(); !signal.aborted; await sleep(LOOK_AGAIN_MS)) {
    if (running) {
      const [job] = await stores.retention.jobs(1);
      running = job.state === 'running';
    } else if (Date.now() >= dueAt) {
      await retention.run({ actor: 'bench' });
      running = true;
      jobs += 1;
      dueAt = Date.now() + RETENTION_EVERY_MS;
    }
  }
  await retention.stop();
  return jobs;
}

/** Bytes, when as much goes as comes; undefined if it does not get that far. */
async function spaceAfterWarmUp(
  database: BenchDatabase,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    await sleep(WARM_UP_SECONDS * 1_000, undefined, { signal });
  } catch {
    return undefined;
  }
  return bytesOf(database);
}

async function bytesOf(database: BenchDatabase): Promise<number> {
  const sizes = await tableSizes(database);
  return sizes.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function countRuns(
  rows: ReturnType<BenchDatabase['db']>,
): Promise<number> {
  const [{ count }]: Array<{ count: number | string }> = await rows.count({
    count: '*',
  });
  return Number(count);
}

async function watch(database: BenchDatabase, logger: CountingLogger) {
  let states = 0;
  let ended = 0;
  const finished: string[] = [];
  const watched = await startWatch(database, {
    cluster: CLUSTER,
    config: { finalizers: 'never', storeEvents: false },
    onCommitted: runs => {
      states += runs.length;
      for (const { facts, sighting } of runs) {
        if (facts.status === 'succeeded' && sighting !== 'deleted') {
          ended += 1;
          if (ended % RUNS_FOR_A_LOG === 0) {
            finished.push(facts.uid);
          }
        }
      }
    },
    logger,
  });
  return {
    ...watched,
    states: () => states,
    nextFinished: () => finished.shift(),
  };
}
