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
import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  parseRunObject,
  shownText,
  TektonResultsClient,
  type LogSearchRequest,
} from 'backstage-plugin-tekton-results-common';
import { readRecording, type RecordedLog } from 'example-cluster';
import express from 'express';
import { createTestStores, TESTED_DATABASES } from '../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../__testUtils__/recordedRuns';
import {
  databaseLogDriverFactory,
  DriverLogArchive,
  fileSystemLogDriverFactory,
  LogDrivers,
  RunLogs,
} from '../logs';
import type { CapturedRun, Stores } from '../store';
import { accessParts } from './__testUtils__/accessParts';
import { retentionParts } from './__testUtils__/retentionParts';
import { logParts } from './__testUtils__/logParts';
import { createNativeRouter } from './native';
import { createResultsRouter } from './results';
import { BASE, testApi } from './results/__testUtils__/openApi';

jest.setTimeout(180_000);

/** A recorded log, and which one it is. */
interface Written {
  readonly run: CapturedRun;
  readonly attempt: number;
  readonly position: number;
  readonly log: RecordedLog;
}

const { logs: RECORDED } = readRecording();
const RUNS = lastRecordedEvents().map(({ captured }) => captured);

/** All recorded logs, by the pods of the attempts that wrote them. */
const WRITTEN: Written[] = RUNS.flatMap(run => {
  const { run: object } = parseRunObject(run.payload);
  const attempts = object
    ? [...object.status.retriesStatus, object.status]
    : [];
  return attempts.flatMap(({ podName, steps }, index) =>
    RECORDED.filter(log => log.pod === podName).map(log => ({
      run,
      attempt: index + 1,
      position: steps.findIndex(({ container }) => container === log.container),
      log,
    })),
  );
});

function textOf({ log }: Written): Buffer {
  return Buffer.from(log.text.replace(/^\S+ /gm, ''));
}

async function bytesOf(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.from(await new Response(body).arrayBuffer());
}

describe.each(TESTED_DATABASES.eachSupportedId())('logs kept on %s', id => {
  describe.each(['database', 'filesystem'])('with the driver %s', driver => {
    let stores: Stores;
    let directory: string;
    let server: Server;
    let url: string;
    let api: TektonResultsClient;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'recorded-logs-'));
      ({ stores } = await createTestStores(id));
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const { drivers } = await LogDrivers.create({
        driver,
        config: new ConfigReader({ filesystem: { directory } }),
        factories: [
          databaseLogDriverFactory({ objects: stores.logObjects }),
          fileSystemLogDriverFactory,
        ],
        logger: mockServices.logger.mock(),
      });
      const archive = new DriverLogArchive({
        store: stores.logs,
        drivers,
        settings: { maxBytes: 1e9, redact: [] },
      });
      await keepAll(stores, archive);
      const shared = {
        ...accessParts({ results: stores.results }),
        ...logParts(),
        logs: stores.logs,
        archive,
        runLogs: new RunLogs({
          logs: stores.logs,
          archive,
          readerOf: () => undefined,
          isCaptured: () => true,
        }),
        runs: stores.runs,
        results: stores.results,
        adviseFilter: stores.adviseFilter,
      };
      const native = createNativeRouter({
        ...shared,
        runAggregates: stores.runAggregates,
        ...retentionParts(stores),
        catalog: catalogServiceMock(),
        health: () => ({ state: 'ok', clusters: [], configProblems: [] }),
        database: stores.database,
        outages: stores.outages,
      });
      const { router } = createResultsRouter(
        testApi({
          ...shared,
          summaries: stores.summaries,
          writer: stores.writer,
        }),
      );
      server = createServer(
        express().use('/v1', native, mockErrorHandler()).use(router),
      );
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      api = new TektonResultsClient({
        discoveryApi: { getBaseUrl: async () => url },
        fetchApi: { fetch },
      });
    });

    afterAll(async () => {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      await stores.close();
      await rm(directory, { recursive: true });
    });

    const refOf = ({ run, attempt, log }: Written) => ({
      cluster: TEST_CLUSTER,
      uid: run.facts.uid,
      attempt,
      container: log.container,
    });

    async function compatibleText({ group }: CapturedRun): Promise<Buffer> {
      const name = `${group.parent}/results/${group.result}/logs/${group.record}`;
      const response = await fetch(`${url}${BASE}/${name}`);
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    }

    it('come back byte for byte over the native API, with and without times', async () => {
      expect(WRITTEN).toHaveLength(RECORDED.length);
      for (const written of WRITTEN) {
        const raw = await api.downloadLog(refOf(written));
        expect((await bytesOf(raw.body)).equals(textOf(written))).toBe(true);
        const timed = await api.downloadLog(refOf(written), {
          timestamps: true,
        });
        const times = await bytesOf(timed.body);
        expect(times.equals(Buffer.from(written.log.text))).toBe(true);
      }
    });

    it('come back byte for byte over the Results API', async () => {
      for (const run of RUNS.filter(({ facts }) => facts.kind === 'TaskRun')) {
        const own = WRITTEN.filter(written => written.run === run);
        const text = own.length > 0 ? await compatibleText(run) : undefined;
        const isAlone = own.length === 1;
        for (const written of own) {
          expect(text?.includes(textOf(written))).toBe(true);
          expect(isAlone).toBe(text?.length === textOf(written).length);
        }
      }
    });

    it('of a pipeline come in the order of its tasks', async () => {
      const pipeline = RUNS.find(
        ({ facts }) => facts.name === 'checkout-build-1d20c77',
      )!;
      const text = (await compatibleText(pipeline)).toString();
      expect(text.match(/^\[[\w-]+ : .*$/gm)).toEqual([
        '[clone : clone]',
        '[lint : eslint]',
        '[unit-test : install] (attempt 1)',
        '[unit-test : test] (attempt 1)',
        '[unit-test : install] (attempt 2)',
        '[unit-test : test] (attempt 2)',
        '[notify : post]',
      ]);
    });

    it('are listed, and give any lines', async () => {
      for (const written of WRITTEN) {
        const { attempt, container, ...run } = refOf(written);
        const { items } = await api.listRunLogs(run);
        const lines =
          textOf(written)
            .toString()
            .match(/[^\n]*\n|[^\n]+$/g) ?? [];
        expect(
          items.find(
            item => item.attempt === attempt && item.container === container,
          ),
        ).toMatchObject({
          state: 'stored',
          bytes: textOf(written).length,
          lines: lines.length,
        });
        const from = Math.max(1, Math.floor(lines.length / 2));
        const range = { from, to: from + 4 };
        const answer = await api.getLogLines(refOf(written), range);
        expect(answer.items.map(({ text, number }) => [number, text])).toEqual(
          lines
            .slice(from - 1, from + 4)
            .map((text, index) => [from + index, text.replace(/\n$/, '')]),
        );
      }
    });

    it.each<[string, LogSearchRequest, RegExp]>([
      ['a letter', { query: 'e', caseSensitive: true }, /e/g],
      ['a path', { query: 'src/' }, /src\//gi],
      ['a letter of two bytes', { query: 'ü', caseSensitive: true }, /ü/g],
      ['coloured words', { query: 'fail cart total' }, /fail cart total/gi],
      ['a whole word', { query: '\\bFAIL\\b', regex: true }, /\bFAIL\b/gi],
      ['a colour', { query: '\u001b[33m' }, /(?!)/g],
      ['what is between colours', { query: '1m', caseSensitive: true }, /1m/g],
    ])(
      'are counted as %s is seen on the screen',
      async (_, request, expected) => {
        for (const written of WRITTEN.slice(0, 12)) {
          const { attempt, container, ...run } = refOf(written);
          const where = { attempt, container };
          let counted: unknown;
          const events = api.searchRunLogs(run, { ...request, ...where });
          for await (const event of events) {
            counted = event.type === 'end' && [event.lines, event.matches];
          }
          const found = textOf(written)
            .toString()
            .split('\n')
            .map(line => shownText(line).match(expected)?.length ?? 0);
          expect(counted).toEqual([
            found.filter(count => count > 0).length,
            found.reduce((sum, count) => sum + count, 0),
          ]);
        }
      },
    );

    it('are gone with their Record', async () => {
      const [written] = WRITTEN;
      const { group } = written.run;
      await stores.writer.deleteRecord({
        cluster: TEST_CLUSTER,
        parent: group.parent,
        result: group.result,
        record: group.record,
      });
      await expect(api.downloadLog(refOf(written))).rejects.toMatchObject({
        cause: { name: 'NotFoundError' },
      });
      const { keys } = await stores.logs.discarded({
        drivers: [driver],
        limit: 10,
      });
      expect(keys).toHaveLength(1);
    });
  });
});

/** Stores all recorded logs as the capture does. */
async function keepAll(stores: Stores, archive: DriverLogArchive) {
  for (const { run, attempt, position, log } of WRITTEN) {
    const [opened] = await stores.logs.open(
      [
        {
          cluster: TEST_CLUSTER,
          runUid: run.facts.uid,
          attempt,
          container: log.container,
          kind: position < 0 ? 'sidecar' : 'step',
          step: log.container.replace(/^(step|sidecar)-/, ''),
          position: position < 0 ? 100 : position,
          podName: log.pod,
        },
      ],
      {},
    );
    const { signal } = new AbortController();
    await archive.append(
      opened,
      (async function* source() {
        yield Buffer.from(log.text);
      })(),
      { isLast: () => true, signal },
    );
    await stores.logs.settle(opened.id, { state: 'stored' }, {});
  }
}
