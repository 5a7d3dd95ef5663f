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

import {
  describeLogDriver,
  type Fault,
} from 'backstage-plugin-tekton-results-node/testUtils';
import type { LogDriver } from 'backstage-plugin-tekton-results-node';
import { startGcs } from './__testUtils__/startGcs';

const MIB = 1024 * 1024;
const never = new AbortController().signal;

let gcs: Awaited<ReturnType<typeof startGcs>>;

beforeAll(async () => {
  gcs = await startGcs();
});
afterAll(async () => {
  await gcs?.stop();
});
beforeEach(() => {
  gcs.proxy.faultOf = () => undefined;
  gcs.proxy.requests.length = 0;
});

let drivers = 0;

describeLogDriver('gcs', async () => {
  drivers += 1;
  return { driver: await gcs.createDriver({ prefix: `test-${drivers}` }) };
});

async function* bytes(length: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < length; sent += MIB) {
    yield Buffer.alloc(Math.min(MIB, length - sent), sent / MIB);
  }
}

async function read(
  driver: LogDriver,
  key: string,
  range: { start?: number; end?: number } = {},
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of driver.get(key, { ...range, signal: never })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What requests there were: method, and kind of upload. */
function requests(): string[] {
  return gcs.proxy.requests.map(({ method, url }) => {
    const kind = new URL(url, 'http://gcs').searchParams.get('uploadType');
    return kind ? `${method} ${kind}` : method;
  });
}

it('sends a short log in one chunk and a long one in several', async () => {
  const driver = await gcs.createDriver();
  await driver.put('short', bytes(100), { signal: never });
  expect(requests()).toEqual(['POST resumable', 'PUT resumable']);
  gcs.proxy.requests.length = 0;

  await expect(
    driver.put('long', bytes(9 * MIB), { signal: never }),
  ).resolves.toEqual({ size: 9 * MIB });

  expect(requests()).toEqual([
    'POST resumable',
    'PUT resumable',
    'PUT resumable',
    'PUT resumable',
  ]);
  const stored = await read(driver, 'long');
  expect(stored.length).toBe(9 * MIB);
  expect(stored.at(-1)).toBe(8);
  await expect(
    read(driver, 'long', { start: 3 * MIB - 1, end: 3 * MIB + 1 }),
  ).resolves.toEqual(Buffer.from([2, 3]));
});

it('keeps all keys below a prefix, and lists those alone', async () => {
  const whole = await gcs.createDriver();
  const below = await gcs.createDriver({ prefix: '/team/logs/' });
  await below.put('a/1', bytes(3), { signal: never });
  await whole.put('team/logs-of-others', bytes(3), { signal: never });

  await expect(read(whole, 'team/logs/a/1')).resolves.toHaveLength(3);
  const { objects } = await below.list({ limit: 10, signal: never });
  expect(objects.map(({ key, size }) => ({ key, size }))).toEqual([
    { key: 'a/1', size: 3 },
  ]);
});

function answer(code: number, message = 'Told by GCS'): Fault {
  return {
    kind: 'answer',
    status: code,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: { code, message, errors: [] } }),
  };
}

describe.each<[string, Fault, RegExp]>([
  ['is cut off', { kind: 'cut' }, /the connection was cut off/],
  ['fails', answer(500), /it failed by itself.*Told by GCS/],
  ['is silent', { kind: 'silence' }, /did not answer for 2 s/],
  ['does not know us', answer(401), /the credentials are not accepted/],
  ['is denied', answer(403), /the role Storage Object User/],
  [
    'has no bucket',
    answer(404, 'The specified bucket does not exist.'),
    /create it, or correct bucket/,
  ],
  ['is full', { kind: 'answer', status: 507 }, /it is full/],
])('a store that %s', (_, fault, message) => {
  it.each([
    ['a short log', 10, () => true],
    ['the second chunk', 9 * MIB, (chunk: number) => chunk === 2],
    ['the end', 5 * MIB, (chunk: number) => chunk === 2],
  ])('keeps nothing of %s', async (where, length, matches) => {
    const driver = await gcs.createDriver({
      timeout: fault.kind === 'silence' ? '2s' : '10s',
    });
    const key = `faults/${where.replaceAll(' ', '-')}`;
    const chunks = new Set<number>();
    gcs.proxy.faultOf = ({ method, bytes: sent }) => {
      if (method === 'PUT' && sent > 0) {
        chunks.add(chunks.size + 1);
      }
      return method !== 'DELETE' && matches(chunks.size) ? fault : undefined;
    };

    await expect(
      driver.put(key, bytes(length), { signal: never }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(message),
    });

    gcs.proxy.faultOf = () => undefined;
    await expect(read(driver, key)).rejects.toThrow('no such object');
    const { objects } = await driver.list({
      prefix: 'faults/',
      limit: 10,
      signal: never,
    });
    expect(objects).toEqual([]);
  });
});

it('goes on from where the server got to', async () => {
  const driver = await gcs.createDriver({ timeout: '10s' });
  let requestCount = 0;
  gcs.proxy.faultOf = () => {
    requestCount += 1;
    // The session, the second chunk, and asking about it.
    return [1, 4, 5].includes(requestCount)
      ? { kind: 'answer', status: 503 }
      : undefined;
  };

  await driver.put('resumed', bytes(9 * MIB), { signal: never });

  const expected: Buffer[] = [];
  for await (const chunk of bytes(9 * MIB)) {
    expected.push(Buffer.from(chunk));
  }
  const stored = await read(driver, 'resumed');
  expect(stored.equals(Buffer.concat(expected))).toBe(true);
});

it('keeps nothing when the body fails, and throws its error as it is', async () => {
  const driver = await gcs.createDriver();
  const failure = new Error('the pod is gone');
  async function* body() {
    yield* bytes(6 * MIB);
    throw failure;
  }

  await expect(driver.put('cut', body(), { signal: never })).rejects.toBe(
    failure,
  );

  await expect(read(driver, 'cut')).rejects.toThrow('no such object');
});

it('keeps nothing when it is aborted', async () => {
  const driver = await gcs.createDriver();
  const controller = new AbortController();
  async function* body() {
    yield* bytes(6 * MIB);
    controller.abort(new Error('shutting down'));
    yield Buffer.alloc(1);
  }

  await expect(
    driver.put('aborted', body(), { signal: controller.signal }),
  ).rejects.toThrow('shutting down');

  await expect(read(driver, 'aborted')).rejects.toThrow('no such object');
});

it('fails when an answer is cut', async () => {
  const driver = await gcs.createDriver({ timeout: '2s' });
  await driver.put('whole', bytes(2 * MIB), { signal: never });
  gcs.proxy.faultOf = () => ({ kind: 'cutAnswer', afterBytes: 1000 });

  await expect(read(driver, 'whole')).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining("GCS bucket 'logs'"),
  });
});

it('says that a private key cannot be read, but not what it is', async () => {
  const driver = await gcs.createDriver({
    anonymous: false,
    credentials: JSON.stringify({
      client_email: 'me@example.com',
      private_key: 'not-a-private-key',
    }),
  });

  const failure = await driver
    .check({ signal: never })
    .catch((error: unknown) => error);

  expect(String(failure)).toMatch(/the private key cannot be read/);
  expect(JSON.stringify(failure) + String(failure)).not.toContain(
    'not-a-private-key',
  );
});

it('says where there is no server', async () => {
  const driver = await gcs.createDriver({ apiEndpoint: 'http://127.0.0.1:2' });

  await expect(driver.check({ signal: never })).rejects.toThrow(
    "GCS bucket 'logs': nothing listens there: check the endpoint and its port",
  );
});
