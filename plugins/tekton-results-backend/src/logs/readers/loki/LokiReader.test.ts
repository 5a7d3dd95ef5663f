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
import { readerConfig } from '../__testUtils__/readerConfig';
import { FakeLoki } from '../__testUtils__/FakeLoki';
import {
  never,
  readAll,
  RETRIED_RUN,
  SINGLE_RUN,
} from '../__testUtils__/readRuns';
import { LokiReader } from './LokiReader';

let server: Awaited<ReturnType<typeof FakeLoki.start>>;

beforeEach(async () => {
  server = await FakeLoki.start();
});
afterEach(async () => {
  await server.stop();
});

function createReader(settings: object = {}) {
  return new LokiReader(
    readerConfig('loki', { url: server.url, timeout: '20s', ...settings }),
  );
}

const START = Date.parse('2026-03-01T10:00:00Z');

/** A line as the OpenShift forwarder writes it. */
function forward(options: {
  message: string;
  seconds?: number;
  run?: Pick<ReadRun, 'namespace' | 'uid'>;
  pod?: string;
  container?: string;
}) {
  const { message, seconds = 1, run = RETRIED_RUN } = options;
  const { pod = 'build-1-pod', container = 'step-build' } = options;
  server.loki.entries.push({
    time: BigInt(Math.round(START + seconds * 1000)) * 1_000_000n,
    labels: {
      log_type: 'application',
      kubernetes_namespace_name: run.namespace,
    },
    line: JSON.stringify({
      message,
      kubernetes: {
        pod_name: pod,
        container_name: container,
        labels: { tekton_dev_taskRunUID: run.uid },
      },
    }),
  });
}

it('tells steps and attempts apart, and gives lines by time', async () => {
  forward({ message: 'late', seconds: 3 });
  forward({ message: 'early "quoted" ü', seconds: 2 });
  forward({ message: 'again', seconds: 9, pod: 'build-1-pod-retry1' });
  forward({ message: 'fetched', container: 'step-fetch' });
  forward({ message: 'ready', container: 'sidecar-db' });
  forward({ message: 'of another', run: { namespace: 'shop', uid: 'b' } });
  forward({ message: 'elsewhere', run: { namespace: 'x', uid: 'aaaa-1' } });

  await expect(readAll(createReader(), RETRIED_RUN)).resolves.toEqual([
    { attempt: 1, step: 'fetch', container: 'step-fetch', text: 'fetched\n' },
    {
      attempt: 1,
      step: 'build',
      container: 'step-build',
      text: 'early "quoted" ü\nlate\n',
    },
    { attempt: 1, step: undefined, container: 'sidecar-db', text: 'ready\n' },
    { attempt: 2, step: 'build', container: 'step-build', text: 'again\n' },
  ]);
});

it('gives one log where containers are not known', async () => {
  forward({ message: 'one', container: '' });

  await expect(readAll(createReader(), SINGLE_RUN)).resolves.toEqual([
    { attempt: 1, text: 'one\n' },
  ]);
});

it('finds lines beside others that are no JSON', async () => {
  forward({ message: 'mine' });
  server.loki.entries.push({
    time: BigInt(START + 1000) * 1_000_000n,
    labels: { log_type: 'application', kubernetes_namespace_name: 'shop' },
    line: 'plain text',
  });

  await expect(readAll(createReader(), SINGLE_RUN)).resolves.toMatchObject([
    { text: 'mine\n' },
  ]);
});

it.each([1, 2, 3, 7, 10, 1000])(
  'reads beyond the limit of a query, %i lines at a time',
  async pageSize => {
    const lines = Array.from({ length: 10 }, (_, n) => `line ${n}`);
    // Some have the same time, and some are the same besides.
    lines.forEach((message, n) =>
      forward({ message, seconds: Math.floor(n / 3) }),
    );
    forward({ message: 'same', seconds: 4 });
    forward({ message: 'same', seconds: 4 });

    const [{ text }] = await readAll(createReader({ pageSize }), SINGLE_RUN);

    expect(text.split('\n').sort()).toEqual(
      [...lines, 'same', 'same', ''].sort(),
    );
    expect(text).toMatch(/line 9\nsame\nsame\n$/);
  },
);

it('fails rather than leaving lines out that have the same time', async () => {
  server.loki.maxLimit = 4;
  for (let n = 0; n < 6; n++) {
    forward({ message: `line ${n}` });
  }

  await expect(
    readAll(createReader({ pageSize: 2 }), SINGLE_RUN),
  ).rejects.toThrow(/Loki: it does not understand.*max entries limit/);
});

it.each([
  ['a quote', 'shop"} | json x="y'],
  ['a backslash', 'shop\\'],
  ['a line end', 'shop\n| line_format "x"'],
  ['a back-tick', 'shop`'],
  ['half a character', 'shop\ud800'],
  ['braces', '{{.message}}'],
])('escapes values with %s', async (_, value) => {
  forward({ message: 'of others' });
  const hostile = { ...SINGLE_RUN, namespace: value, uid: value };
  await expect(readAll(createReader(), hostile)).resolves.toEqual([]);

  const odd = value.replaceAll('\ud800', '\ufffd');
  forward({ message: 'own', run: { namespace: odd, uid: odd } });
  await expect(readAll(createReader(), hostile)).resolves.toMatchObject([
    { text: 'own\n' },
  ]);
});

it('does not let fixed labels widen what is read', async () => {
  forward({ message: 'of others', run: { namespace: 'x', uid: 'aaaa-1' } });
  const reader = createReader({
    labels: { log_type: 'application', kubernetes_namespace_name: 'x' },
  });

  await expect(readAll(reader, SINGLE_RUN)).resolves.toEqual([]);
});

it('asks for the time of the run, and for what came later', async () => {
  forward({ message: 'just in time', seconds: 5 * 60 + 59 });
  forward({ message: 'too late', seconds: 6 * 60 + 1 });
  const reader = createReader({ forwarderDelay: '1m' });

  await expect(readAll(reader, SINGLE_RUN)).resolves.toMatchObject([
    { text: 'just in time\n' },
  ]);
});

it('has nothing of a run that has not started, and does not ask', async () => {
  const reader = createReader();

  await expect(
    reader.read({ ...SINGLE_RUN, startedAt: undefined }, { signal: never }),
  ).resolves.toEqual([]);
  expect(server.loki.requests).toEqual([]);
});

it('sends its credentials and its tenant', async () => {
  await readAll(createReader({ token: 'secret', tenant: 'acme' }), SINGLE_RUN);
  await readAll(createReader({ username: 'me', password: 'pw' }), SINGLE_RUN);

  expect(
    server.loki.requests.map(({ headers }) => [
      headers.authorization,
      headers['x-scope-orgid'],
    ]),
  ).toEqual([
    ['Bearer secret', 'acme'],
    [`Basic ${Buffer.from('me:pw').toString('base64')}`, undefined],
  ]);
});

it.each([
  [401, 'the credentials are not accepted'],
  [403, 'access is denied'],
  [404, 'it is not there: check its URL'],
  [500, 'it answered 500: try again later (some words)'],
])('says what to do when it answers %i', async (status, message) => {
  server.loki.failure = (_, response) => {
    response.status(status).send('<html><b>some</b> words</html>');
    return true;
  };

  await expect(readAll(createReader(), SINGLE_RUN)).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining(`Loki: ${message}`),
  });
});

it('tries again when a proxy does not reach it', async () => {
  forward({ message: 'there' });
  let failures = 0;
  server.loki.failure = (_, response) => {
    failures += 1;
    if (failures > 2) {
      return false;
    }
    response.status(503).end();
    return true;
  };

  await expect(readAll(createReader(), SINGLE_RUN)).resolves.toHaveLength(1);
});

it('fails when the second page does, and does not end as if whole', async () => {
  for (let n = 0; n < 4; n++) {
    forward({ message: `line ${n}`, seconds: n });
  }
  server.loki.failure = (_, response) => {
    if (server.loki.requests.length < 3) {
      return false;
    }
    response.status(500).end();
    return true;
  };

  await expect(
    readAll(createReader({ pageSize: 2 }), SINGLE_RUN),
  ).rejects.toThrow('it answered 500');
});

it.each([
  ['something else', { status: 'success', data: { resultType: 'matrix' } }],
  ['an error', { status: 'error', error: 'oops' }],
])('fails when it answers with %s', async (_, body) => {
  server.loki.failure = (__, response) => {
    response.json(body);
    return true;
  };

  await expect(readAll(createReader(), SINGLE_RUN)).rejects.toThrow(
    'Loki: it answers otherwise than a Loki does',
  );
});

it('fails when it is silent', async () => {
  server.loki.failure = () => true;

  await expect(
    readAll(createReader({ timeout: '100ms' }), SINGLE_RUN),
  ).rejects.toThrow('Loki: it cannot be reached (it was silent for 0.1 s)');
});

it('ends at once when it is aborted', async () => {
  const controller = new AbortController();
  server.loki.failure = () => {
    controller.abort();
    return true;
  };

  await expect(
    createReader().read(SINGLE_RUN, { signal: controller.signal }),
  ).rejects.toMatchObject({ name: 'AbortError' });
});

it('asks for fewer lines when they are long', async () => {
  const long = 'x'.repeat(9 * 1024 * 1024);
  for (let n = 0; n < 4; n++) {
    forward({ message: `${n}${long}`, seconds: n });
  }

  const [{ text }] = await readAll(createReader(), SINGLE_RUN);

  expect(text.split('\n').map(line => line.slice(0, 1))).toEqual([
    ...['0', '1', '2', '3', ''],
  ]);
});

it('does not give more than it may', async () => {
  forward({ message: 'too long a line' });

  await expect(
    readAll(createReader({ maxBytes: 10 }), SINGLE_RUN),
  ).rejects.toThrow('longer than 10 bytes: raise maxBytes');
});
