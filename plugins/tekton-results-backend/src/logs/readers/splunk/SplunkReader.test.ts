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

import type { ReadRun } from '../LogReader';
import { FakeSplunk } from '../__testUtils__/FakeSplunk';
import { readerConfig } from '../__testUtils__/readerConfig';
import {
  never,
  readAll,
  RETRIED_RUN,
  SINGLE_RUN,
} from '../__testUtils__/readRuns';
import { SplunkReader } from './SplunkReader';

let server: Awaited<ReturnType<typeof FakeSplunk.start>>;

beforeEach(async () => {
  server = await FakeSplunk.start();
});
afterEach(async () => {
  await server.stop();
});

function createReader(settings: object = {}) {
  return new SplunkReader(
    readerConfig('splunk', {
      url: server.url,
      index: 'ci',
      timeout: '2s',
      ...settings,
    }),
  );
}

const START = Date.parse('2026-03-01T10:00:00Z') / 1000;

function forward(options: {
  message: string | { structured: string };
  seconds?: number;
  run?: Pick<ReadRun, 'namespace' | 'uid'>;
  pod?: string;
  container?: string;
  index?: string;
}) {
  const { message, seconds = 1, run = RETRIED_RUN, index = 'ci' } = options;
  const { pod = 'build-1-pod', container = 'step-build' } = options;
  server.splunk.events.push({
    time: START + seconds,
    index,
    fields: {
      'kubernetes.labels.tekton_dev_taskRunUID': run.uid,
      'kubernetes.namespace_name': run.namespace,
      ...(pod && { 'kubernetes.pod_name': pod }),
      ...(container && { 'kubernetes.container_name': container }),
      ...(typeof message === 'string'
        ? { message }
        : { 'structured.msg': message.structured }),
    },
  });
}

it('tells steps and attempts apart, and gives lines by time', async () => {
  forward({ message: 'first', seconds: 2 });
  forward({ message: 'second of the same time', seconds: 2 });
  forward({ message: { structured: 'third' }, seconds: 3 });
  forward({ message: 'again', seconds: 9, pod: 'build-1-pod-retry1' });
  forward({ message: 'fetched', container: 'step-fetch' });
  forward({ message: 'of another', run: { namespace: 'shop', uid: 'b' } });
  forward({ message: 'elsewhere', run: { namespace: 'x', uid: 'aaaa-1' } });
  forward({ message: 'of another index', index: 'other' });

  await expect(readAll(createReader(), RETRIED_RUN)).resolves.toEqual([
    { attempt: 1, step: 'fetch', container: 'step-fetch', text: 'fetched\n' },
    {
      attempt: 1,
      step: 'build',
      container: 'step-build',
      text: 'first\nsecond of the same time\nthird\n',
    },
    { attempt: 2, step: 'build', container: 'step-build', text: 'again\n' },
  ]);
});

it('gives one log where containers are not known', async () => {
  forward({ message: 'one', container: '' });

  await expect(readAll(createReader(), SINGLE_RUN)).resolves.toEqual([
    { attempt: 1, text: 'one\n' },
  ]);
});

it('gives each line once where some have no pod or container', async () => {
  forward({ message: 'whole' });
  forward({ message: 'no container', container: '' });
  forward({ message: 'no pod', pod: '' });
  forward({ message: 'neither', pod: '', container: '' });

  const logs = await readAll(createReader(), SINGLE_RUN);

  expect(logs.map(({ text }) => text).sort()).toEqual([
    'neither\n',
    'no container\n',
    'no pod\n',
    'whole\n',
  ]);
});

it('takes fields that came twice once', async () => {
  server.splunk.events.push({
    time: START,
    index: 'ci',
    fields: {
      'kubernetes.labels.tekton_dev_taskRunUID': ['aaaa-1', 'aaaa-1'],
      'kubernetes.namespace_name': ['shop', 'shop'],
      'kubernetes.pod_name': ['build-1-pod', 'build-1-pod'],
      'kubernetes.container_name': ['step-build', 'step-build'],
      message: ['twice', 'twice'],
    },
  });

  await expect(readAll(createReader(), SINGLE_RUN)).resolves.toMatchObject([
    { step: 'build', text: 'twice\n' },
  ]);
});

it.each([1, 3, 100])(
  'reads page by page, %i lines at a time',
  async pageSize => {
    server.splunk.maxRows = 2;
    const lines = Array.from({ length: 7 }, (_, n) => `line ${n}`);
    lines.forEach((message, n) => forward({ message, seconds: n / 10 }));

    const [{ text }] = await readAll(createReader({ pageSize }), SINGLE_RUN);

    expect(text).toBe(`${lines.join('\n')}\n`);
  },
);

it.each([
  ['a quote', 'shop" OR index="*'],
  ['a backslash', 'shop\\'],
  ['a pipe', 'shop | delete'],
  ['a bracket', '[search index=*]'],
])('escapes values with %s', async (_, value) => {
  forward({ message: 'of others' });
  const hostile = { ...SINGLE_RUN, namespace: value, uid: 'u' };
  await expect(readAll(createReader(), hostile)).resolves.toEqual([]);

  if (!value.includes('*')) {
    forward({ message: 'own', run: hostile });
  }
  const logs = await readAll(createReader(), hostile);
  expect(logs.map(({ text }) => text)).toEqual(
    value.includes('*') ? [] : ['own\n'],
  );
});

it('does not search for a value that stands for others', async () => {
  forward({ message: 'of others' });

  await expect(
    readAll(createReader(), { ...SINGLE_RUN, uid: '*' }),
  ).resolves.toEqual([]);
  expect(server.splunk.searches).toEqual([]);
});

it('removes its jobs, and sends its token', async () => {
  forward({ message: 'one' });

  await readAll(createReader({ token: 'secret' }), SINGLE_RUN);

  expect(server.splunk.cancelled).toEqual(['17/0', '17/1']);
  expect([...server.splunk.tokens]).toEqual(['Bearer secret']);
});

it.each(['FAILED', 'INTERNAL_CANCEL', 'USER_CANCEL', 'QUIT'])(
  'fails when a search ends as %s, and removes it',
  async state => {
    server.splunk.finalState = state;

    await expect(readAll(createReader(), SINGLE_RUN)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: `Splunk: its search failed (${state}: Told by Splunk)`,
    });
    expect(server.splunk.cancelled).toEqual(['17/0']);
  },
);

it('fails when a search takes too long, and removes it', async () => {
  server.splunk.pollsUntilDone = Infinity;

  await expect(
    readAll(createReader({ searchTimeout: '300ms' }), SINGLE_RUN),
  ).rejects.toThrow(/takes longer than 0.3 s: try again, or raise searchTi/);
  expect(server.splunk.cancelled).toEqual(['17/0']);
});

it('has nothing of a run that has not started, and does not ask', async () => {
  await expect(
    createReader().read(
      { ...SINGLE_RUN, startedAt: undefined },
      { signal: never },
    ),
  ).resolves.toEqual([]);
  expect(server.splunk.searches).toEqual([]);
});

it('says where there is no server', async () => {
  const url = server.url;
  await server.stop();

  await expect(readAll(createReader({ url }), SINGLE_RUN)).rejects.toThrow(
    /^Splunk: it cannot be reached \(.*ECONNREFUSED/,
  );
});
