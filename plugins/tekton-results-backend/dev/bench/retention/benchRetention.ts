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
import { mockServices } from '@backstage/backend-test-utils';
import { createRetention, type Retention } from '../../../src/retention';
import { noRetentionAudit } from '../../../src/retention/RetentionAudit';
import { noRetentionMetrics } from '../../../src/retention/RetentionMetrics';
import type { BenchOptions } from '../BenchOptions';
import type { BenchCell, BenchReport } from '../BenchReport';
import { openBenchDatabase, type BenchDatabase } from '../database';
import { loadHistory } from '../loadHistory';
import { quantile } from '../measure';
import { UPSTREAM_RECORDS, type UpstreamTable } from '../upstreamTable';
import { askForLists } from './askForLists';
import { watchTableLocks } from './tableLocks';

const HOUR_MS = 60 * 60_000;
/** Which part of the records goes. */
const REMOVED_PART = 1 / 5;
/** Before and after, as whatever else the machine does is not the same all the time. */
const REST_MS = 15_000;
const LOOK_AGAIN_MS = 200;
/** Of the times of lists. */
const QUANTILES = [0.5, 0.9, 0.99];

/** How fast old runs are removed, and what those notice of it who ask for lists. */
export async function benchRetention(options: BenchOptions): Promise<void> {
  for (const { engine, connection } of options.databases) {
    const database = await openBenchDatabase(engine, connection);
    try {
      const { report, records } = options;
      await report.databaseVersion(database);
      const { upstream } = await loadHistory(database, { records });
      database.setNow(Date.now());
      await benchEngine(database, upstream, report);
    } finally {
      await database.close();
    }
  }
}

async function benchEngine(
  database: BenchDatabase,
  upstream: UpstreamTable,
  report: BenchReport,
): Promise<void> {
  const { engine } = database;
  const before = await countRecords(database);
  const end = await endOfOldest(database, Math.round(before * REMOVED_PART));
  const retention = retentionOf(database, end);
  try {
    const restBefore = await listsAtRest(database);
    const over = new AbortController();
    const meanwhile = askForLists(database, over.signal);
    const locks = watchTableLocks(database, over.signal);
    const start = performance.now();
    await untilRemoved(database, retention);
    const seconds = (performance.now() - start) / 1_000;
    over.abort();
    const busy = await meanwhile;
    const quiet = [...restBefore, ...(await listsAtRest(database))];
    const removed = before - (await countRecords(database));
    const ratio = quantile(busy, 0.99) / quantile(quiet, 0.99);
    const perSecond = removed / seconds;
    const upstreamPerSecond = await upstreamRate(database, upstream, end);
    report.table({
      title: `Retention of ${before} records, ${engine}`,
      columns: ['figure', 'value'],
      rows: [
        ['records removed', removed],
        ['removed per second', perSecond],
        [
          'upstream, alone and in three statements, per second',
          upstreamPerSecond,
        ],
        ['ours to upstream', perSecond / upstreamPerSecond],
        ...timesOf('at rest', quiet),
        ...timesOf('meanwhile', busy),
        ['p99 meanwhile to p99 at rest', ratio],
        ['table locks above ROW EXCLUSIVE', await locks],
      ],
    });
    report.table({
      title: `Lists while records are removed, ${engine}`,
      columns: ['quantile', 'at rest ms', 'meanwhile ms'],
      rows: QUANTILES.map(part => [
        `p${part * 100}`,
        quantile(quiet, part),
        quantile(busy, part),
      ]),
      chart: {
        kind: 'bars',
        columns: ['at rest ms', 'meanwhile ms'],
        unit: 'ms',
      },
    });
  } finally {
    await retention.stop();
  }
}

async function listsAtRest(database: BenchDatabase): Promise<number[]> {
  const rest = new AbortController();
  const times = askForLists(database, rest.signal);
  await sleep(REST_MS);
  rest.abort();
  return times;
}

function timesOf(when: string, times: readonly number[]): BenchCell[][] {
  return [
    [`lists asked for ${when}`, times.length],
    [`median of a list ${when}, ms`, quantile(times, 0.5)],
    [`p99 of a list ${when}, ms`, quantile(times, 0.99)],
  ];
}

/** Upstream's records that go in a second, nothing else going on. */
async function upstreamRate(
  database: BenchDatabase,
  upstream: UpstreamTable,
  end: number,
): Promise<number> {
  const before = await countRecords(database, UPSTREAM_RECORDS);
  if (database.engine === 'postgres') {
    // Else that of our tables would begin by itself meanwhile.
    await database.db.raw('vacuum');
  }
  const start = performance.now();
  await upstream.removeBefore(new Date(end));
  const seconds = (performance.now() - start) / 1_000;
  return (before - (await countRecords(database, UPSTREAM_RECORDS))) / seconds;
}

/** One that removes what ended before a time (ms since 1970, UTC). */
function retentionOf({ stores }: BenchDatabase, end: number): Retention {
  const { retention, problems } = createRetention({
    section: {
      // Only when it is asked to.
      schedule: '365d',
      maxDuration: '24h',
      defaultRetention: `${Math.round((Date.now() - end) / HOUR_MS)}h`,
    },
    store: stores.retention,
    leases: stores.leases,
    clusters: () => [],
    metrics: noRetentionMetrics,
    audit: noRetentionAudit,
    logger: mockServices.rootLogger({ level: 'error' }),
  });
  if (problems.length > 0) {
    throw new Error(problems.map(({ message }) => message).join('; '));
  }
  return retention;
}

async function untilRemoved(
  { stores }: BenchDatabase,
  retention: Retention,
): Promise<void> {
  const { id } = await retention.run({ actor: 'bench' });
  for (;;) {
    await sleep(LOOK_AGAIN_MS);
    const [job] = await stores.retention.jobs(1);
    if (job.id !== id || job.state !== 'running') {
      if (job.state !== 'finished') {
        throw new Error(`The job ${job.state}: ${job.problem}`);
      }
      return;
    }
  }
}

/** When so many records have ended; ms since 1970 (UTC). */
async function endOfOldest(
  { db, engine }: BenchDatabase,
  records: number,
): Promise<number> {
  const [{ end_time: end }]: Array<{ end_time: Date | number }> = await db(
    'records',
  )
    .whereNotNull('run_completion_time')
    .orderBy('run_completion_time')
    .offset(records)
    .limit(1)
    .select(db.raw('run_completion_time as end_time'));
  return engine === 'postgres' ? new Date(end).getTime() : Number(end);
}

async function countRecords(
  { db }: BenchDatabase,
  table = 'records',
): Promise<number> {
  const [{ count }]: Array<{ count: number | string }> = await db(table).count({
    count: '*',
  });
  return Number(count);
}
