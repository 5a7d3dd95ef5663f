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

import { randomBytes } from 'crypto';
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import { mockErrorHandler } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  TektonResultsClient,
  type LogFollowEvent,
  type LogSearchEvent,
} from 'backstage-plugin-tekton-results-common';
import express from 'express';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { FakeLogs } from '../../__testUtils__/FakeLogs';
import { testAuditor } from '../../__testUtils__/callers';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { LogBytesMissingError } from '../../logs';
import type { Stores } from '../../store';
import { accessParts } from '../__testUtils__/accessParts';
import { logParts } from '../__testUtils__/logParts';
import { retentionParts } from '../__testUtils__/retentionParts';
import { createNativeRouter } from './createNativeRouter';

jest.setTimeout(60_000);

const PIPELINE = 'checkout-build-1d20c77';
const LINT = `${PIPELINE}-lint`;
const CLONE = `${PIPELINE}-clone`;
const UNIT_TEST = `${PIPELINE}-unit-test`;
const KEPT_FROM = '2026-11-21T02:30:48.730Z';

const ONLY_PIPELINE_RUNS: PolicyDecision = {
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'tekton-results',
  resourceType: 'tekton-run',
  conditions: {
    rule: 'IS_KIND',
    resourceType: 'tekton-run',
    params: { kinds: ['PipelineRun'] },
  },
};

const recorded = new Map(
  lastRecordedEvents().map(({ captured }) => [captured.facts.name, captured]),
);

function uidOf(name: string): string {
  const uid = recorded.get(name)?.facts.uid;
  if (!uid) {
    throw new Error(`There is no recorded run '${name}'`);
  }
  return uid;
}

const refOf = (name: string) => ({ cluster: TEST_CLUSTER, uid: uidOf(name) });
const logOf = (name: string, step: string, attempt = 1) => ({
  ...refOf(name),
  attempt,
  container: `step-${step}`,
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) {
    found.push(item);
  }
  return found;
}

async function bytesOf(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await all(body as unknown as AsyncIterable<Uint8Array>));
}

/** The files of a zip file, by name. */
async function unzip(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, file) =>
      file ? resolve(file) : reject(error),
    );
  });
  const files = new Map<string, string>();
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      zip.openReadStream(entry, async (error, stream) => {
        if (!stream) {
          reject(error);
          return;
        }
        const text = Buffer.concat(await all<Buffer>(stream)).toString();
        files.set(entry.fileName, text);
        zip.readEntry();
      });
    });
    zip.on('end', resolve);
    zip.on('error', reject);
    zip.readEntry();
  });
  return files;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the logs of runs in the native API on %s',
  id => {
    const logs = new FakeLogs();
    const repairOrphans = jest.fn(async (_: { dryRun: boolean }) => []);
    const { auditor, events } = testAuditor();
    let denied: string | undefined;
    let forPipelineRuns: string | undefined;
    let stores: Stores;
    let server: Server;
    let url: string;
    let api: TektonResultsClient;

    beforeAll(async () => {
      ({ stores } = await createTestStores(id));
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const router = createNativeRouter({
        runs: stores.runs,
        runAggregates: stores.runAggregates,
        ...retentionParts(stores),
        results: stores.results,
        ...logParts({ logs }),
        repairOrphans,
        adviseFilter: stores.adviseFilter,
        catalog: catalogServiceMock(),
        ...accessParts({
          results: stores.results,
          auditor,
          policy: ({ name }) => {
            if (name === forPipelineRuns) {
              return ONLY_PIPELINE_RUNS;
            }
            return {
              result:
                name === denied ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
            };
          },
        }),
        health: () => ({ state: 'ok', clusters: [], configProblems: [] }),
        database: stores.database,
        outages: stores.outages,
      });
      server = createServer(
        express().use('/v1', router).use(mockErrorHandler()),
      );
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      api = new TektonResultsClient({
        discoveryApi: { getBaseUrl: async () => url },
        fetchApi: { fetch },
      });
    });

    beforeEach(() => {
      logs.clear();
      denied = undefined;
      forPipelineRuns = undefined;
    });

    afterAll(async () => {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      await stores.close();
    });

    const addLog = (
      run: string,
      step: string,
      text: string | Buffer,
      more = {},
    ) =>
      logs.add(TEST_CLUSTER, {
        runUid: uidOf(run),
        container: `step-${step}`,
        text,
        ...more,
      });

    it('are listed in the order of tasks, with how each stands', async () => {
      addLog(LINT, 'eslint', `${KEPT_FROM} a\n`, {
        firstLineAt: Date.parse(KEPT_FROM),
        lastLineAt: Date.parse(KEPT_FROM),
      });
      addLog(CLONE, 'clone', 'b\n', { state: 'partial', cause: 'podGone' });
      const { items } = await api.listRunLogs(refOf(PIPELINE));
      const tasks = items.map(({ task }) => task);
      expect(tasks.slice(0, 1)).toEqual(['clone']);
      expect(items[0]).toMatchObject({ state: 'partial', cause: 'podGone' });
      expect(items.find(({ task }) => task === 'lint')).toEqual({
        task: 'lint',
        run: { kind: 'TaskRun', uid: uidOf(LINT), name: LINT },
        attempt: 1,
        step: 'eslint',
        container: 'step-eslint',
        kind: 'step',
        state: 'stored',
        stateSince: '1970-01-01T00:00:00.000Z',
        bytes: 2,
        lines: 1,
        firstLineAt: KEPT_FROM,
        lastLineAt: KEPT_FROM,
        live: false,
      });
      const unitTest = items.filter(({ task }) => task === 'unit-test');
      expect(new Set(unitTest.map(({ attempt }) => attempt))).toEqual(
        new Set([1, 2]),
      );
      // The list of the TaskRun itself says the same.
      expect((await api.listRunLogs(refOf(LINT))).items).toEqual(
        items.filter(({ task }) => task === 'lint'),
      );
    });

    it('that never were say why', async () => {
      const { items } = await api.listRunLogs(refOf('no-image'));
      expect(items).toEqual([
        expect.objectContaining({
          state: 'neverCaptured',
          reason: expect.any(String),
          live: false,
          why: {
            conditions: [
              expect.objectContaining({ type: 'Succeeded', status: 'False' }),
            ],
            events: [],
          },
        }),
      ]);
    });

    it('are given by lines, with times and numbers', async () => {
      const lines = Array.from({ length: 2_500 }, (_, n) => `line ${n + 1}`);
      addLog(
        LINT,
        'eslint',
        lines.map(line => `${KEPT_FROM} ${line}\n`).join(''),
      );
      const log = logOf(LINT, 'eslint');
      expect(await api.getLogLines(log, { from: 2_400, to: 2_401 })).toEqual({
        items: [
          { number: 2_400, time: KEPT_FROM, text: 'line 2400' },
          { number: 2_401, time: KEPT_FROM, text: 'line 2401' },
        ],
      });
      const first = await api.getLogLines(log);
      expect(first.items).toHaveLength(2_000);
      expect(first.next).toBe(2_001);
      const { items, ...more } = await api.getLogLines(log, { from: 2_001 });
      expect(items).toHaveLength(500);
      expect(more).toEqual({});
      const asked = await api.getLogLines(log, { from: 1, to: 2_000 });
      expect(asked).toEqual({ items: first.items });
      expect(await api.getLogLines(log, { from: 9_999 })).toEqual({
        items: [],
      });
      for (const request of [{ from: 0 }, { from: 5, to: 4 }, { to: 2_001 }]) {
        await expect(api.getLogLines(log, request)).rejects.toMatchObject({
          cause: { name: 'InputError' },
        });
      }
    });

    it('give the beginning of long lines, never half a character, and the rest on demand', async () => {
      const long = `a${'é'.repeat(10_000)}`;
      addLog(LINT, 'eslint', `${long}\n`);
      const log = logOf(LINT, 'eslint');
      const { items } = await api.getLogLines(log);
      expect(items).toEqual([
        { number: 1, text: `a${'é'.repeat(8_191)}`, cutFrom: 20_001 },
      ]);
      expect(await api.getLogLine(log, 1)).toBe(long);
      await expect(api.getLogLine(log, 2)).rejects.toMatchObject({
        cause: { name: 'NotFoundError' },
      });
    });

    it('refuse a line that is too long to be given as a whole', async () => {
      const long = 'x'.repeat(16 * 1024 * 1024 + 1);
      addLog(LINT, 'eslint', `${long}\n`);
      const line = api.getLogLine(logOf(LINT, 'eslint'), 1);
      await expect(line).rejects.toMatchObject({
        cause: {
          name: 'InputError',
          message: expect.stringContaining('has 16777217 bytes'),
        },
      });
    });

    it('of too much text say where to go on', async () => {
      const line = `${'x'.repeat(16_000)}\n`;
      addLog(LINT, 'eslint', line.repeat(400));
      const log = logOf(LINT, 'eslint');
      const first = await api.getLogLines(log);
      expect(first.next).toBe(first.items.length + 1);
      const rest = await api.getLogLines(log, { from: first.next });
      expect(first.items.length + rest.items.length).toBe(400);
    });

    it('are searched, with counts', async () => {
      addLog(CLONE, 'clone', 'Error one\nfine\nerror error\n');
      addLog(LINT, 'eslint', 'nothing\n');
      const search = (query: string, more = {}) =>
        all(api.searchRunLogs(refOf(PIPELINE), { query, ...more }));
      const inClone = {
        ...logOf(CLONE, 'clone'),
        task: 'clone',
        step: 'clone',
      };
      const inLint = { ...logOf(LINT, 'eslint'), task: 'lint', step: 'eslint' };
      expect(await search('error')).toEqual<LogSearchEvent[]>([
        {
          type: 'match',
          log: inClone,
          line: { number: 1, text: 'Error one' },
          ranges: [{ start: 0, end: 5 }],
        },
        {
          type: 'match',
          log: inClone,
          line: { number: 3, text: 'error error' },
          ranges: [
            { start: 0, end: 5 },
            { start: 6, end: 11 },
          ],
        },
        {
          type: 'log',
          log: inClone,
          lines: 2,
          matches: 3,
          listed: 2,
          complete: true,
        },
        {
          type: 'log',
          log: inLint,
          lines: 0,
          matches: 0,
          listed: 0,
          complete: true,
        },
        {
          type: 'end',
          logs: 2,
          lines: 2,
          matches: 3,
          // The other tasks have logs, too.
          complete: false,
          reason: 'The log could not be read or stored in time',
        },
      ]);
      const last = async (query: string, more: object) =>
        (await search(query, more)).at(-1);
      expect(
        await last('^e', { regex: true, caseSensitive: true }),
      ).toMatchObject({
        lines: 1,
      });
      expect(await last('error', { task: 'lint' })).toMatchObject({
        logs: 1,
        lines: 0,
      });
      await expect(search('a(b', { regex: true })).rejects.toMatchObject({
        cause: {
          name: 'InputError',
          message: expect.stringMatching(/character 1: .*missing closing \)/),
        },
      });
    });

    it('list only so many matches, and count all', async () => {
      addLog(CLONE, 'clone', 'x\n'.repeat(1_500));
      const found = await all(api.searchRunLogs(refOf(CLONE), { query: 'x' }));
      expect(found.filter(({ type }) => type === 'match')).toHaveLength(1_000);
      expect(found.at(-2)).toMatchObject({ lines: 1_500, listed: 1_000 });
    });

    it('say when a search is not complete', async () => {
      const error = new ServiceUnavailableError('the disk is away');
      addLog(CLONE, 'clone', 'x\ny\n', { fails: { after: 2, error } });
      const found = await all(api.searchRunLogs(refOf(CLONE), { query: 'x' }));
      expect(found.slice(-2)).toMatchObject([
        { type: 'log', lines: 1, complete: false, reason: 'the disk is away' },
        { type: 'end', lines: 1, complete: false, reason: 'the disk is away' },
      ]);
    });

    describe('of which the bytes are lost', () => {
      const error = new LogBytesMissingError('the driver has no some/key');
      const lost = (after: number) => ({ fails: { after, error } });
      const reason = 'The place where it was kept has lost it';

      it.each(['lines', 'lines/1', 'download', 'follow'])(
        'say so in %s, and nothing of where they were kept',
        async path => {
          addLog(CLONE, 'clone', 'x'.repeat(5_000), lost(0));
          const log = `/v1/runs/test/${uidOf(CLONE)}/logs/1/step-clone`;
          const response = await fetch(`${url}${log}/${path}`);
          expect(response.status).toBe(404);
          const answer = await response.json();
          expect(answer.error).toEqual({
            name: 'NotFoundError',
            message: reason,
            logCause: 'bytesMissing',
          });
        },
      );

      it('give the lines before', async () => {
        addLog(CLONE, 'clone', 'one\ntwo\n', lost(4));
        const log = logOf(CLONE, 'clone');
        expect(await api.getLogLines(log)).toEqual({
          items: [{ number: 1, text: 'one' }],
          next: 2,
        });
        await expect(api.getLogLines(log, { from: 2 })).rejects.toMatchObject({
          cause: { name: 'NotFoundError' },
        });
      });

      it('say so when they are searched', async () => {
        addLog(CLONE, 'clone', 'x\n', lost(0));
        const found = await all(
          api.searchRunLogs(refOf(CLONE), { query: 'x' }),
        );
        expect(found.at(-1)).toMatchObject({ complete: false, reason });
      });

      it('are told of in a zip file of the others', async () => {
        addLog(CLONE, 'clone', 'x'.repeat(5_000), lost(0));
        const noise = 'y'.repeat(5_000);
        addLog(LINT, 'eslint', noise, { ...lost(3_000), attempt: 1 });
        const away = new ServiceUnavailableError('the disk is away');
        addLog(UNIT_TEST, 'install', '', { fails: { after: 0, error: away } });
        addLog(UNIT_TEST, 'test', 'fine\n');
        const { body } = await api.downloadRunLogs(refOf(PIPELINE));
        const files = await unzip(await bytesOf(body));
        const { 'logs.json': list, ...texts } = Object.fromEntries(files);
        expect(texts).toEqual({
          [`${PIPELINE}-lint-1-eslint.log`]: noise.slice(0, 3_000),
          [`${PIPELINE}-unit-test-1-test.log`]: 'fine\n',
        });
        const entries: Array<Record<string, unknown>> = JSON.parse(list);
        const told = entries.map(
          ({ step, file, state, cause, reason: why }) => [
            step,
            file,
            state,
            cause,
            why,
          ],
        );
        expect(told).toEqual(
          expect.arrayContaining([
            ['clone', undefined, 'partial', 'bytesMissing', reason],
            [
              'eslint',
              `${PIPELINE}-lint-1-eslint.log`,
              'partial',
              'bytesMissing',
              reason,
            ],
            [
              'install',
              undefined,
              'unavailable',
              undefined,
              'the disk is away',
            ],
          ]),
        );
      });
    });

    it('are downloaded byte by byte, with or without times', async () => {
      const bytes = Buffer.from(`${KEPT_FROM} a\xff\n${KEPT_FROM} b`, 'latin1');
      addLog(LINT, 'eslint', bytes);
      const log = logOf(LINT, 'eslint');
      const raw = await api.downloadLog(log);
      expect(raw.fileName).toBe(`${PIPELINE}-lint-1-eslint.log`);
      expect(await bytesOf(raw.body)).toEqual(
        Buffer.from('a\xff\nb', 'latin1'),
      );
      const timed = await api.downloadLog(log, { timestamps: true });
      expect(await bytesOf(timed.body)).toEqual(bytes);
    });

    it('of a run are downloaded in a zip file that says what is missing', async () => {
      addLog(CLONE, 'clone', 'a\n');
      addLog(LINT, 'eslint', 'b');
      const { fileName, body } = await api.downloadRunLogs(refOf(PIPELINE));
      expect(fileName).toBe(`${PIPELINE}-logs.zip`);
      const files = await unzip(await bytesOf(body));
      const { 'logs.json': list, ...texts } = Object.fromEntries(files);
      expect(texts).toEqual({
        [`${PIPELINE}-clone-1-clone.log`]: 'a\n',
        [`${PIPELINE}-lint-1-eslint.log`]: 'b',
      });
      const { items } = await api.listRunLogs(refOf(PIPELINE));
      expect(JSON.parse(list)).toMatchObject(
        items.map(({ task, attempt, state }) => ({ task, attempt, state })),
      );
    });

    it('of a run are read one after another, and no further when the client is gone', async () => {
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        const noise = randomBytes(300_000).toString('hex');
        addLog(LINT, 'eslint', noise, { attempt });
      }
      const { body } = await api.downloadRunLogs(refOf(LINT));
      expect((await unzip(await bytesOf(body))).size).toBe(11);
      expect(logs.mostReading).toBe(1);
      const left = new AbortController();
      const begun = await api.downloadRunLogs(refOf(LINT), undefined, {
        signal: left.signal,
      });
      await begun.body.getReader().read();
      left.abort();
      while (logs.reading > 0) {
        await new Promise(resolve => setImmediate(resolve));
      }
      expect(logs.reading).toBe(0);
    });

    it('never end as if they were whole', async () => {
      const error = new ServiceUnavailableError('the disk is away');
      addLog(CLONE, 'clone', 'x'.repeat(5_000), { fails: { after: 0, error } });
      addLog(LINT, 'eslint', 'x'.repeat(900_000), {
        fails: { after: 800_000, error },
      });
      for (const path of ['lines', 'lines/1', 'download']) {
        const log = `/v1/runs/test/${uidOf(CLONE)}/logs/1/step-clone`;
        const response = await fetch(`${url}${log}/${path}`);
        expect(response.status).toBe(503);
      }
      await expect(api.downloadRunLogs(refOf(CLONE))).rejects.toMatchObject({
        cause: { name: 'ServiceUnavailableError' },
      });
      for (const download of [
        async () => api.downloadLog(logOf(LINT, 'eslint')),
        async () => api.downloadRunLogs(refOf(LINT)),
      ]) {
        const body = download().then(file => bytesOf(file.body));
        await expect(body).rejects.toThrow();
      }
      expect(logs.reading).toBe(0);
    });

    it('are followed to their end, from any line', async () => {
      addLog(LINT, 'eslint', 'a\nb\nc');
      const followed = await all(
        api.followLog(logOf(LINT, 'eslint'), { from: 2 }),
      );
      expect(followed).toEqual<LogFollowEvent[]>([
        { type: 'line', number: 2, text: 'b' },
        { type: 'line', number: 3, text: 'c' },
        { type: 'end', finished: true, state: 'stored' },
      ]);
    });

    it('are followed by so many at a time, until they leave', async () => {
      addLog(LINT, 'eslint', 'a\n', { state: 'streaming' });
      const log = `/v1/runs/test/${uidOf(LINT)}/logs/1/step-eslint`;
      const left = new AbortController();
      const follow = () =>
        fetch(`${url}${log}/follow`, { signal: left.signal });
      for (let follower = 0; follower < 10; follower += 1) {
        expect((await follow()).status).toBe(200);
      }
      const refused = await follow();
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('10');
      left.abort();
      const tryAgain = async () => {
        const { status, body } = await fetch(`${url}${log}/follow`);
        await body?.cancel();
        return status;
      };
      while ((await tryAgain()) === 429) {
        await new Promise(resolve => setImmediate(resolve));
      }
      expect(await tryAgain()).toBe(200);
    });

    it('are not found where there are none', async () => {
      addLog(LINT, 'eslint', '', {
        state: 'expired',
        cause: 'policy',
        segments: 0,
      });
      const of = (uid: string, attempt: string, container: string) =>
        `/v1/runs/test/${uid}/logs/${attempt}/${container}`;
      for (const path of [
        of('none', '1', 'step-eslint'),
        of(uidOf(LINT), '2', 'step-eslint'),
        of(uidOf(LINT), 'x', 'step-eslint'),
        of(uidOf(LINT), '1', 'none'),
        of(uidOf(LINT), '1', '%00'),
        of('%00', '1', 'step-eslint'),
      ]) {
        for (const what of ['lines', 'lines/1', 'download', 'follow']) {
          const { status } = await fetch(`${url}${path}/${what}`);
          expect([path, what, status]).toEqual([path, what, 404]);
        }
      }
      await expect(
        api.downloadLog(logOf(LINT, 'eslint')),
      ).rejects.toMatchObject({
        cause: {
          name: 'NotFoundError',
          message: 'Removed by the retention policy',
        },
      });
    });

    it('tell those who may see the run only that they may not see its logs', async () => {
      addLog(LINT, 'eslint', 'secret\n');
      addLog(LINT, 'hidden', 'secret\n');
      denied = 'tekton-results.log.read';
      const { items } = await api.listRunLogs(refOf(LINT));
      expect(items).toEqual([
        {
          task: 'lint',
          run: { kind: 'TaskRun', uid: uidOf(LINT), name: LINT },
          attempt: 1,
          step: 'eslint',
          container: 'step-eslint',
          kind: 'step',
          state: 'denied',
          reason: 'You may see this run but not its logs',
          live: false,
        },
      ]);
      const refused = { cause: { name: 'NotAllowedError' } };
      const log = logOf(LINT, 'eslint');
      await expect(api.getLogLines(log)).rejects.toMatchObject(refused);
      await expect(api.getLogLine(log, 1)).rejects.toMatchObject(refused);
      await expect(api.downloadLog(log)).rejects.toMatchObject(refused);
      await expect(api.downloadRunLogs(refOf(LINT))).rejects.toMatchObject(
        refused,
      );
      await expect(all(api.followLog(log))).rejects.toMatchObject(refused);
      expect(
        await all(api.searchRunLogs(refOf(LINT), { query: 'secret' })),
      ).toEqual([
        {
          type: 'end',
          logs: 0,
          lines: 0,
          matches: 0,
          complete: false,
          reason: 'You may see this run but not its logs',
        },
      ]);
      denied = 'tekton-results.run.read';
      await expect(api.listRunLogs(refOf(LINT))).rejects.toMatchObject({
        cause: { name: 'NotFoundError' },
      });
    });

    it('of a run in another namespace are none of the owner that it names', async () => {
      const { scope, captured } = lastRecordedEvents().find(
        event => event.captured.facts.name === LINT,
      )!;
      const uid = 'of-others';
      const namespace = 'others';
      const metadata = {
        ...(captured.payload as { metadata: object }).metadata,
        uid,
        namespace,
      };
      await stores.capture.record(scope, [
        {
          ...captured,
          facts: { ...captured.facts, uid, namespace },
          payload: { ...captured.payload, metadata },
          group: { ...captured.group, parent: namespace, record: uid },
        },
      ]);
      const named = await stores.runs.get({ cluster: TEST_CLUSTER, uid });
      expect(named?.summary.ownerUid).toBe(uidOf(PIPELINE));
      const text = 'needle\n';
      logs.add(TEST_CLUSTER, { runUid: uid, container: 'step-eslint', text });
      addLog(LINT, 'eslint', 'hay\n');
      const { items } = await api.listRunLogs(refOf(PIPELINE));
      expect(items.map(({ run }) => run?.uid)).not.toContain(uid);
      const found = api.searchRunLogs(refOf(PIPELINE), { query: 'needle' });
      expect(await all(found)).toMatchObject([
        { type: 'log', lines: 0 },
        { type: 'end', lines: 0 },
      ]);
      const { body } = await api.downloadRunLogs(refOf(PIPELINE));
      const files = [...(await unzip(await bytesOf(body))).values()];
      expect(files.join('')).not.toContain('needle');
    });

    it('of a whole PipelineRun are told only to those who may see those of its TaskRuns', async () => {
      const container = 'all';
      logs.add(TEST_CLUSTER, {
        runUid: uidOf(PIPELINE),
        container,
        kind: 'whole',
        text: 'needle\n',
      });
      const log = { ...refOf(PIPELINE), attempt: 1, container };
      expect(await api.getLogLine(log, 1)).toBe('needle');
      expect((await api.listRunLogs(refOf(PIPELINE))).items).toMatchObject([
        { container, state: 'stored' },
      ]);
      for (const permission of [
        'tekton-results.log.read',
        'tekton-results.run.read',
      ]) {
        forPipelineRuns = permission;
        const { items } = await api.listRunLogs(refOf(PIPELINE));
        expect(items.map(item => item.container)).not.toContain(container);
        const found = api.searchRunLogs(refOf(PIPELINE), { query: 'needle' });
        expect((await all(found)).at(-1)).toMatchObject({ lines: 0 });
        await expect(api.getLogLine(log, 1)).rejects.toBeDefined();
        await expect(api.downloadLog(log)).rejects.toBeDefined();
        await expect(
          api.downloadRunLogs(refOf(PIPELINE)),
        ).rejects.toBeDefined();
        await expect(all(api.followLog(log))).rejects.toBeDefined();
      }
    });

    it('leave nothing behind that an admin, and nobody else, cannot find', async () => {
      repairOrphans.mockClear();
      for (const request of [undefined, { dryRun: true }]) {
        expect(await api.repairLogOrphans(request)).toEqual({
          dryRun: true,
          drivers: [],
        });
      }
      expect((await api.repairLogOrphans({ dryRun: false })).dryRun).toBe(
        false,
      );
      expect(repairOrphans.mock.calls.map(([{ dryRun }]) => dryRun)).toEqual([
        true,
        true,
        false,
      ]);
      await expect(
        api.repairLogOrphans({ dryRun: 'no' as never }),
      ).rejects.toMatchObject({ cause: { name: 'InputError' } });
      denied = 'tekton-results.admin';
      await expect(
        api.repairLogOrphans({ dryRun: false }),
      ).rejects.toMatchObject({ cause: { name: 'NotAllowedError' } });
      expect(repairOrphans).toHaveBeenCalledTimes(3);
      expect(events.at(-1)).toMatchObject({
        eventId: 'log-orphans-repair',
        outcome: 'failure',
      });
    });

    it('are written down when they are read', async () => {
      addLog(LINT, 'eslint', 'a\n');
      events.length = 0;
      await all(api.searchRunLogs(refOf(LINT), { query: 'secret' }));
      await api.getLogLines(logOf(LINT, 'none')).catch(() => {});
      expect(events).toMatchObject([
        { eventId: 'log-fetch', outcome: 'success' },
        { eventId: 'log-fetch', outcome: 'failure' },
      ]);
      expect(JSON.stringify(events)).not.toContain('secret');
    });
  },
);
