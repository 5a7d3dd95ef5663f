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

import { mkdtemp, rm } from 'fs/promises';
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { mockCredentials } from '@backstage/backend-test-utils';
import express from 'express';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { testApi } from '../../api/results/__testUtils__/openApi';
import { createResultsRouter } from '../../api/results/createResultsRouter';
import type { Stores } from '../../store';
import { runTestImport } from '../__testUtils__/runTestImport';
import { storeTestLogs } from '../__testUtils__/storeTestLogs';
import { testLogArchive } from '../__testUtils__/testLogArchive';
import { LogImporter } from './LogImporter';

jest.setTimeout(120_000);

describe.each(TESTED_DATABASES.eachSupportedId())(
  'an import from our own API on %s',
  databaseId => {
    const servers: Server[] = [];
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'import-'));
    });

    afterEach(async () => {
      for (const server of servers.splice(0)) {
        server.closeAllConnections();
        await new Promise(stopped => server.close(stopped));
      }
      await rm(folder, { recursive: true });
    });

    /** @returns the base URL of the API of one cluster */
    async function serve(stores: Stores) {
      const { results, summaries, writer, runs } = stores;
      const { runLogs } = await testLogArchive(stores);
      const { router } = createResultsRouter(
        testApi({
          results,
          summaries,
          writer,
          runs,
          logs: stores.logs,
          runLogs,
          clusterExists: name => name === TEST_CLUSTER,
        }),
      );
      const server = createServer(express().use('/api/tekton-results', router));
      servers.push(server);
      await new Promise<void>(listening =>
        server.listen(0, '127.0.0.1', listening),
      );
      const { port } = server.address() as AddressInfo;
      return `http://127.0.0.1:${port}/api/tekton-results/clusters/${TEST_CLUSTER}`;
    }

    async function content({ results }: Stores) {
      const options = { view: { cluster: TEST_CLUSTER }, limit: 1_000 };
      const byName = (a: { name: string }, b: { name: string }) =>
        a.name < b.name ? -1 : 1;
      return {
        results: [...(await results.listResults(options)).items].sort(byName),
        records: [...(await results.listRecords(options)).items].sort(byName),
      };
    }

    it('copies an archive as it is', async () => {
      const { stores: ours } = await createTestStores(databaseId);
      for (const { scope, captured } of lastRecordedEvents()) {
        await ours.capture.record(scope, [captured]);
      }
      const posted = {
        cluster: TEST_CLUSTER,
        parent: 'shop',
        result: 'posted',
      };
      await ours.writer.createResult(posted, {
        annotations: { 'with spaces': 'and "quotes" ☃' },
        summary: {
          record: 'shop/results/posted/records/list',
          type: 'a/v1.Thing',
          startTime: Date.UTC(2026, 0, 1),
          startMicros: 5,
          endTime: Date.UTC(2026, 0, 2),
          endMicros: 0,
          status: 99,
          annotations: { a: 'b' },
        },
      });
      await ours.writer.createRecord(
        { ...posted, record: 'list' },
        { type: 'a/v1.Thing', json: Buffer.from(' [1.0, 2]'), payload: [1, 2] },
      );
      await ours.writer.createRecord({ ...posted, record: 'without-object' });

      const from = await serve(ours);
      const { stores: copy } = await createTestStores(databaseId);
      const options = {
        from,
        stateFile: join(folder, 'state.json'),
        importer: copy.importer,
        argv: ['--token', mockCredentials.user.token()],
      };
      const expected = await content(ours);
      const counts = (text: string) =>
        `Results: ${text.replace('N', String(expected.results.length))}\n` +
        `Records: ${text.replace('N', String(expected.records.length))}\n`;

      expect(await runTestImport(options)).toEqual({
        code: 0,
        summary: counts('N copied, 0 already there, 0 refused'),
      });
      expect(await content(copy)).toEqual(expected);
      expect(await runTestImport(options)).toEqual({
        code: 0,
        summary: counts('0 copied, N already there, 0 refused'),
      });
      expect(await content(copy)).toEqual(expected);
      await Promise.all([ours.close(), copy.close()]);
    });

    it('copies its logs, and finds nothing wrong with them', async () => {
      const { stores: ours } = await createTestStores(databaseId);
      const { stores: copy } = await createTestStores(databaseId);
      const logs = await storeTestLogs(ours);
      const { archive, logOf } = await testLogArchive(copy);
      const from = await serve(ours);
      const runImport = () =>
        runTestImport({
          from,
          stateFile: join(folder, 'state.json'),
          importer: copy.importer,
          logs: retry =>
            new LogImporter({
              store: copy.logs,
              runs: copy.steward,
              archive,
              retry,
            }),
          argv: ['--logs', '--token', mockCredentials.user.token()],
        });
      const { code, summary } = await runImport();
      expect(summary).not.toContain('Refused');
      expect(summary).toContain(
        `Logs: ${logs.length} copied, 0 already there, 0 not on the server`,
      );
      expect(code).toBe(0);
      expect((await runImport()).summary).toContain(
        `Logs: 0 copied, ${logs.length} already there`,
      );

      const states = new Set<string>();
      for (const { name, uid } of logs) {
        const path = `/apis/results.tekton.dev/v1alpha2/parents/${name}`;
        const sent = await fetch(`${from}${path}`);
        const { log, text } = await logOf(TEST_CLUSTER, uid);
        expect(text.toString()).toBe(await sent.text());
        const isWhole = !sent.headers.has('x-tekton-results-log-missing');
        expect(log.state).toBe(isWhole ? 'stored' : 'partial');
        states.add(log.state);
      }
      expect(states.size).toBe(2);
      await Promise.all([ours.close(), copy.close()]);
    });
  },
);
