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

import { fork } from 'child_process';
import { on } from 'events';
import type { AddressInfo } from 'net';
import { join } from 'path';
import { monitorEventLoopDelay } from 'perf_hooks';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import tektonResultsPlugin from '../../../src';
import type { BenchOptions } from '../BenchOptions';
import { openBenchDatabase, type BenchDatabase } from '../database';
import { loadHistory } from '../loadHistory';
import { monitorWork, RESOLUTION_MS, waitedMs } from '../measure';
import { startProgress } from '../progress';
import type { ClientTask } from './client';
import { BEGINS, ENDED, isClientReport, type ClientReport } from './messages';
import { scenariosFor } from './scenarios';

const CONNECTIONS = 32;
const SECONDS_EACH = 5;
const KNOWN_RECORDS = 1_000;
const BYTES_PER_MB = 1024 * 1024;

/** What the server noticed meanwhile. */
interface ServedReport extends ClientReport {
  /** For how long a timer had to wait: 99 of 100 times, and at most. */
  readonly blockedP99Ms: number;
  readonly blockedMs: number;
  /** The most processor time of one turn. */
  readonly turnMs: number;
}

/** Both APIs over HTTP, through the whole plugin. */
export async function benchApi(options: BenchOptions): Promise<void> {
  for (const { engine, connection } of options.databases) {
    const database = await openBenchDatabase(engine, connection);
    try {
      const { report, records } = options;
      await report.databaseVersion(database);
      await loadHistory(database, { records });
      const backend = await startBackend(database);
      const { port } = backend.server.address() as AddressInfo;
      const reports = await askFromAnotherProcess({
        base: `http://127.0.0.1:${port}/api/tekton-results`,
        authorization: mockCredentials.user.header(),
        connections: CONNECTIONS,
        secondsEach: SECONDS_EACH,
        records: await knownRecords(database),
        run: `run-${Date.now()}`,
      });
      const { rss, heapUsed } = process.memoryUsage();
      await backend.stop();
      report.table({
        title: `Both APIs on ${records} records, ${engine}, ${CONNECTIONS} connections; afterwards ${Math.round(
          rss / BYTES_PER_MB,
        )} MB of memory, ${Math.round(heapUsed / BYTES_PER_MB)} MB of it heap`,
        columns: [
          'request',
          'per second',
          'p50 ms',
          'p99 ms',
          'failed',
          'blocked p99 ms',
          'blocked at most ms',
          'processor in a turn ms',
        ],
        rows: reports.map(each => [
          each.title,
          each.perSecond,
          each.p50Ms,
          each.p99Ms,
          each.failed,
          each.blockedP99Ms,
          each.blockedMs,
          each.turnMs,
        ]),
        chart: {
          kind: 'bars',
          columns: ['p50 ms', 'p99 ms', 'blocked at most ms'],
          unit: 'ms',
        },
      });
    } finally {
      await database.close();
    }
  }
}

function startBackend({ db }: BenchDatabase) {
  return startTestBackend({
    features: [
      tektonResultsPlugin,
      mockServices.rootConfig.factory({ data: {} }),
      catalogServiceMock.factory({ entities: [] }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () =>
          mockServices.database({ knex: db, migrations: { skip: true } }),
      }),
    ],
  });
}

async function askFromAnotherProcess(
  task: ClientTask,
): Promise<readonly ServedReport[]> {
  const child = fork(join(__dirname, 'client.ts'), {
    execArgv: process.execArgv,
  });
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const work = monitorWork();
  const reports: ServedReport[] = [];
  const progress = startProgress('Requests', scenariosFor(task).length);
  child.send(task);
  const messages = on(child, 'message', { close: ['disconnect'] });
  for await (const [message] of messages) {
    if (message === ENDED) {
      delay.disable();
      work.stop();
      progress.end();
      return reports;
    }
    if (message === BEGINS) {
      delay.reset();
      work.reset();
    }
    // The transform of the source tells which files it loads, too.
    if (isClientReport(message)) {
      reports.push({
        ...message,
        blockedP99Ms: waitedMs(delay.percentile(99)),
        blockedMs: waitedMs(delay.max),
        turnMs: work.mostMs(),
      });
      progress.update(reports.length);
    }
  }
  throw new Error('The client ended without a word');
}

async function knownRecords({ db }: BenchDatabase): Promise<string[]> {
  const rows: Array<{ parent: string; result: string; name: string }> =
    await db('records as t')
      .join('results as g', 'g.seq', 't.result_seq')
      .orderBy('t.seq', 'desc')
      .limit(KNOWN_RECORDS)
      .select('t.parent', 'g.name as result', 't.name');
  return rows.map(
    ({ parent, result, name }) => `${parent}/results/${result}/records/${name}`,
  );
}
