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
import { once } from 'events';
import type { AddressInfo } from 'net';
import { join } from 'path';
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
import type { ClientReport, ClientTask } from './client';

const CONNECTIONS = 16;
const SECONDS_EACH = 5;
const KNOWN_RECORDS = 1_000;
const BYTES_PER_MB = 1024 * 1024;

/** The Results API over HTTP, through the whole plugin. */
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
        title: `Results API on ${records} records, ${engine}, ${CONNECTIONS} connections; afterwards ${Math.round(
          rss / BYTES_PER_MB,
        )} MB of memory, ${Math.round(heapUsed / BYTES_PER_MB)} MB of it heap`,
        columns: ['request', 'per second', 'p50 ms', 'p99 ms', 'failed'],
        rows: reports.map(({ title, perSecond, p50Ms, p99Ms, failed }) => [
          title,
          perSecond,
          p50Ms,
          p99Ms,
          failed,
        ]),
        chart: { kind: 'bars', columns: ['p50 ms', 'p99 ms'], unit: 'ms' },
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
): Promise<readonly ClientReport[]> {
  const child = fork(join(__dirname, 'client.ts'), {
    execArgv: process.execArgv,
  });
  child.send(task);
  for (;;) {
    const [message]: unknown[] = await once(child, 'message');
    // The transform of the source tells which files it loads, too.
    if (Array.isArray(message)) {
      return message;
    }
  }
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
