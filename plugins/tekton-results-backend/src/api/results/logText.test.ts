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

import { createServer, request as httpRequest, type Server } from 'http';
import type { AddressInfo } from 'net';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ServiceUnavailableError } from '@backstage/errors';

import express from 'express';
import { FakeLogs } from '../../__testUtils__/FakeLogs';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { LogBytesMissingError } from '../../logs';
import { accessParts } from '../__testUtils__/accessParts';
import { logParts } from '../__testUtils__/logParts';
import { BASE, base64, openApi } from './__testUtils__/openApi';

jest.setTimeout(60_000);

const V1ALPHA3 = BASE.replace('v1alpha2', 'v1alpha3');
const NO_LOG = {
  status: 404,
  body: { code: 5, message: "Log doesn't exist" },
};
const PIPELINE = 'checkout-build-1d20c77';

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

function nameOf(run: string, kind: 'records' | 'logs' = 'logs'): string {
  const { group } = recorded.get(run)!;
  return `${group.parent}/results/${group.result}/${kind}/${group.record}`;
}

const TASKS = [`${PIPELINE}-clone`, `${PIPELINE}-lint`];

/** A TaskRun of one step that is the only one of its PipelineRun. */
const ONLY = { pipeline: 'slow-cancelled', task: 'slow-cancelled-first' };

interface TaskRunStatus {
  readonly steps: ReadonlyArray<{ readonly name: string }>;
  readonly retriesStatus?: readonly unknown[];
}

function statusOf({ payload }: { payload: unknown }): TaskRunStatus {
  return (payload as { status: TaskRunStatus }).status;
}

function stepOf(run: string): string {
  const [step, ...others] = statusOf(recorded.get(run)!).steps;
  expect(others).toEqual([]);
  return step.name;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the text of logs in the Results API on %s',
  databaseId => {
    const logs = new FakeLogs();
    let denied: string | undefined;
    let api: Awaited<ReturnType<typeof openApi>>;
    let server: Server;
    let url: string;

    beforeAll(async () => {
      api = await openApi(databaseId, {
        ...logParts({ logs }),
        ...accessParts({
          results: { listParents: async () => [] },
          policy: ({ name }) => ({
            result:
              name === denied ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
          }),
        }),
      });
      for (const { scope, captured } of lastRecordedEvents()) {
        await api.stores.capture.record(scope, [captured]);
      }
      server = createServer(express().use(api.router));
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    beforeEach(() => {
      logs.clear();
      denied = undefined;
    });

    afterAll(async () => {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      await api.close();
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

    const marksOf = ({ headers }: Response) =>
      ['named', 'missing'].map(mark =>
        headers.get(`x-tekton-results-log-${mark}`),
      );

    async function fetchLog(name: string, base = BASE) {
      const response = await fetch(`${url}${base}/${name}`);
      return { response, text: Buffer.from(await response.arrayBuffer()) };
    }

    it('is its bytes and nothing else if there is one', async () => {
      const bytes = Buffer.from('a\n\xff\x00\u001b[31m\r\nno end', 'latin1');
      addLog(ONLY.task, stepOf(ONLY.task), bytes);
      for (const base of [BASE, V1ALPHA3, `/clusters/test${BASE}`]) {
        for (const run of [ONLY.task, ONLY.pipeline]) {
          const { response, text } = await fetchLog(nameOf(run), base);
          expect(response.status).toBe(200);
          expect(text).toEqual(bytes);
          expect(marksOf(response)).toEqual([null, null]);
          expect(Object.fromEntries(response.headers)).toMatchObject({
            'content-type': 'text/plain; charset=utf-8',
            'x-content-type-options': 'nosniff',
          });
        }
      }
    });

    it.each<[string, object, string]>([
      ['still streams', { state: 'streaming' }, 'notYet'],
      [
        'is deleted',
        { state: 'expired', cause: 'deleted', segments: 0 },
        'deleted',
      ],
      [
        'was never read',
        { state: 'neverCaptured', cause: 'podGone', segments: 0 },
        'podGone',
      ],
    ])(
      'of which another step %s is not taken for the whole',
      async (_, other, missing) => {
        addLog(TASKS[0], 'clone', 'text');
        addLog(TASKS[0], 'other', 'other', other);
        const { response, text } = await fetchLog(nameOf(TASKS[0]));
        expect(text.toString()).toMatch(
          /^\[clone\]\ntext\n\[other\] \(no log: .+\)\n$/,
        );
        expect(marksOf(response)).toEqual(['true', missing]);
      },
    );

    it('says beside its bytes that there were more', async () => {
      addLog(TASKS[0], 'clone', 'the end', {
        state: 'partial',
        cause: 'rotated',
      });
      const { response, text } = await fetchLog(nameOf(TASKS[0]));
      expect(text.toString()).toBe('the end');
      expect(marksOf(response)).toEqual([null, 'rotated']);
    });

    it('is whole if the other steps wrote nothing', async () => {
      const never = { state: 'neverCaptured', cause: 'stepNeverStarted' };
      addLog(TASKS[0], 'clone', 'text');
      addLog(TASKS[0], 'other', '', { ...never, segments: 0 });
      const { response } = await fetchLog(nameOf(TASKS[0]));
      expect(marksOf(response)).toEqual(['true', null]);
    });

    it('may be empty', async () => {
      addLog(TASKS[0], 'clone', '');
      const { response, text } = await fetchLog(nameOf(TASKS[0]));
      expect([response.status, text.length]).toEqual([200, 0]);
    });

    it('of several steps names each, in order, with what is missing', async () => {
      const run = [...recorded.values()].find(
        captured =>
          captured.facts.kind === 'TaskRun' &&
          statusOf(captured).retriesStatus?.length === 2,
      )!.facts.name;
      addLog(run, 'try', 'first', { attempt: 1 });
      addLog(run, 'try', 'third\n', {
        attempt: 3,
        state: 'partial',
        cause: 'podGone',
      });
      addLog(run, 'other', 'more', { attempt: 3 });
      const { text } = await fetchLog(nameOf(run));
      const { steps } = statusOf(recorded.get(run)!);
      expect(steps.map(({ name }) => name)).not.toContain('other');
      const lines = text.toString().split('\n');
      expect(lines.filter(line => !line.includes('(no log: '))).toEqual([
        '[try] (attempt 1)',
        'first',
        '[try] (attempt 3) (incomplete: The pod was gone before its log was read)',
        'third',
        '[other] (attempt 3)',
        'more',
      ]);
    });

    it('F7: of a PipelineRun is that of its TaskRuns, in the order of its tasks', async () => {
      const [lint, clone] = [`${PIPELINE}-lint`, `${PIPELINE}-clone`];
      addLog(lint, 'eslint', 'lint');
      addLog(clone, 'clone', 'clone\n');
      const { text } = await fetchLog(nameOf(PIPELINE));
      const lines = text
        .toString()
        .split('\n')
        .filter(line => !line.includes('(no log: '));
      expect(lines).toEqual([
        '[clone : clone]',
        'clone',
        '[lint : eslint]',
        'lint',
        '',
      ]);
      expect(text.toString()).toMatch(/^\[unit-test : .*\] .*\(no log: .+\)$/m);
    });

    it('F5: is found by the Record that tells of it', async () => {
      addLog(TASKS[0], 'clone', 'text');
      const [parent, , result] = nameOf(TASKS[0]).split('/');
      const post = (name: string, uid: string) =>
        api.call(
          'POST',
          `/clusters/test${BASE}/${parent}/results/${result}/records`,
          {
            name: `${parent}/results/${result}/records/${name}`,
            data: {
              type: 'results.tekton.dev/v1alpha3.Log',
              value: base64(JSON.stringify({ spec: { resource: { uid } } })),
            },
          },
        );
      await post('mine', uidOf(TASKS[0]));
      const other = [...recorded.keys()].find(
        name =>
          recorded.get(name)!.group.result !== result &&
          recorded.get(name)!.facts.kind === 'TaskRun',
      )!;
      addLog(other, 'x', 'secret');
      await post('other', uidOf(other));
      await post('nul', 'a\\u0000');
      const log = (name: string) => `${parent}/results/${result}/logs/${name}`;
      expect((await fetchLog(log('mine'))).text.toString()).toBe('text');
      // Of another Result: only by its own name.
      expect(await api.get(log('other'))).toEqual(NO_LOG);
      expect(await api.get(log('nul'))).toEqual(NO_LOG);
      expect((await fetchLog(nameOf(other))).text.toString()).toContain(
        'secret',
      );
    });

    it('is not there if nothing is stored', async () => {
      expect(await api.get(nameOf(PIPELINE))).toEqual(NO_LOG);
      addLog(TASKS[0], 'x', '', { state: 'neverCaptured', segments: 0 });
      addLog(TASKS[0], 'y', '', { state: 'expired', segments: 0 });
      addLog(TASKS[0], 'z', 'the beginning', { state: 'streaming' });
      expect(await api.get(nameOf(TASKS[0]))).toEqual(NO_LOG);
    });

    it('is not available if it cannot be read, and never ends as if whole', async () => {
      const error = new ServiceUnavailableError('the disk is away');
      addLog(TASKS[0], 'clone', 'a', { fails: { after: 0, error } });
      addLog(TASKS[0], 'other', 'b');
      expect(await api.get(nameOf(TASKS[0]))).toEqual({
        status: 503,
        body: { code: 14, message: 'the disk is away' },
      });
      addLog(TASKS[1], 'eslint', 'a'.repeat(5_000), {
        fails: { after: 3_000, error },
      });
      await expect(fetchLog(nameOf(TASKS[1]))).rejects.toThrow();
      expect(logs.reading).toBe(0);
    });

    it('is what is left of one that says that it is not whole', async () => {
      const fails = { after: 2_000, error: new LogBytesMissingError('gone') };
      addLog(TASKS[0], 'clone', 'a'.repeat(5_000), { fails, state: 'partial' });
      const { response, text } = await fetchLog(nameOf(TASKS[0]));
      expect([response.status, text.length]).toEqual([200, 2_000]);
      addLog(TASKS[1], 'eslint', 'a'.repeat(5_000), { fails, state: 'stored' });
      await expect(fetchLog(nameOf(TASKS[1]))).rejects.toThrow();
    });

    it('is not found when its bytes are lost, and nothing is said of where', async () => {
      const error = new LogBytesMissingError('the driver has no some/key');
      addLog(TASKS[0], 'clone', 'a', { fails: { after: 0, error } });
      expect(await api.get(nameOf(TASKS[0]))).toEqual({
        status: 404,
        body: { code: 5, message: 'The log is lost' },
      });
    });

    it('is read no further when the client is gone', async () => {
      addLog(TASKS[0], 'x', 'a'.repeat(50_000_000));
      await new Promise<void>(gone => {
        const sent = httpRequest(
          `${url}${BASE}/${nameOf(TASKS[0])}`,
          answer => {
            answer.once('data', () => sent.destroy());
            answer.on('error', () => {});
            answer.once('close', () => gone());
          },
        );
        sent.on('error', () => {});
        sent.end();
      });
      while (logs.reading > 0) {
        await new Promise(resolve => setImmediate(resolve));
      }
      expect(logs.reading).toBe(0);
    });

    it('is deleted with what tells of it, by either name', async () => {
      addLog(TASKS[0], 'clone', 'text');
      const [parent, , result, , record] = nameOf(TASKS[0]).split('/');
      const at = `/clusters/test${BASE}/${parent}/results/${result}`;
      const tell = () =>
        api.call('POST', `${at}/records`, {
          name: `${parent}/results/${result}/records/told`,
          data: {
            type: 'results.tekton.dev/v1alpha3.Log',
            value: base64(
              JSON.stringify({ spec: { resource: { uid: uidOf(TASKS[0]) } } }),
            ),
          },
        });
      for (const name of ['told', record]) {
        await tell();
        expect(await api.call('DELETE', `${at}/logs/${name}`)).toEqual({
          status: 200,
          body: {},
        });
        expect((await api.call('GET', `${at}/records/told`)).status).toBe(404);
        expect(await api.get(nameOf(TASKS[0]))).toEqual(NO_LOG);
      }
      expect((await api.call('GET', `${at}/records/${record}`)).status).toBe(
        200,
      );
      expect((await api.call('DELETE', `${at}/logs/${record}`)).status).toBe(
        404,
      );
    });

    it('of a PipelineRun is deleted with those of its TaskRuns', async () => {
      addLog(TASKS[0], 'clone', 'text');
      const path = `/clusters/test${BASE}/${nameOf(PIPELINE)}`;
      expect((await api.call('DELETE', path)).status).toBe(200);
      expect(await api.get(nameOf(TASKS[0]))).toEqual(NO_LOG);
    });

    it('is no text for those who may see no logs, and nobody else deletes it', async () => {
      denied = 'tekton-results.log.read';
      addLog(TASKS[0], 'clone', 'text');
      expect(await api.get(nameOf(TASKS[0]))).toEqual({
        status: 404,
        body: { code: 5, message: 'record not found' },
      });
      denied = 'tekton-results.record.delete';
      const path = `/clusters/test${BASE}/${nameOf(TASKS[0])}`;
      expect((await api.call('DELETE', path)).status).toBe(401);
      expect((await fetchLog(nameOf(TASKS[0]))).text.toString()).toBe('text');
    });
  },
);
