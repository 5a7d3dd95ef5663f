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
import { startS3 } from './__testUtils__/startS3';

const MIB = 1024 * 1024;
const never = new AbortController().signal;

let s3: Awaited<ReturnType<typeof startS3>>;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => {
  await s3?.stop();
});
afterEach(() => {
  s3.proxy.faultOf = () => undefined;
  s3.proxy.requests.length = 0;
});

let drivers = 0;

describeLogDriver('s3', async () => {
  drivers += 1;
  return {
    driver: await s3.createDriver({ prefix: `test-${drivers}` }),
    // s3rver keeps objects as files, and adds to their names.
    maxNameLength: 200,
  };
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

/** What requests there were: method, and what of the query tells them apart. */
function requests(): string[] {
  return s3.proxy.requests.map(({ method, url }) => {
    const query = new URL(url, 'http://s3').searchParams;
    const kind = ['uploads', 'partNumber', 'uploadId', 'list-type'].find(name =>
      query.has(name),
    );
    return kind ? `${method} ${kind}` : method;
  });
}

it('sends a short log in one request and a long one in parts', async () => {
  const driver = await s3.createDriver();
  await driver.put('short', bytes(100), { signal: never });
  expect(requests()).toEqual(['PUT']);
  s3.proxy.requests.length = 0;

  await expect(
    driver.put('long', bytes(11 * MIB), { signal: never }),
  ).resolves.toEqual({ size: 11 * MIB });

  expect(requests()).toEqual([
    'POST uploads',
    'PUT partNumber',
    'PUT partNumber',
    'PUT partNumber',
    'POST uploadId',
  ]);
  const stored = await read(driver, 'long');
  expect(stored.length).toBe(11 * MIB);
  expect(stored.at(-1)).toBe(10);
  await expect(
    read(driver, 'long', { start: 3 * MIB - 1, end: 3 * MIB + 1 }),
  ).resolves.toEqual(Buffer.from([2, 3]));
});

it('keeps all keys below a prefix, and lists those alone', async () => {
  const whole = await s3.createDriver();
  const below = await s3.createDriver({ prefix: '/team/logs/' });
  await below.put('a/1', bytes(3), { signal: never });
  await whole.put('team/logs-of-others', bytes(3), { signal: never });

  await expect(read(whole, 'team/logs/a/1')).resolves.toHaveLength(3);
  const { objects } = await below.list({ limit: 10, signal: never });
  expect(objects.map(({ key, size }) => ({ key, size }))).toEqual([
    { key: 'a/1', size: 3 },
  ]);
});

it('tries again what fails by itself', async () => {
  const driver = await s3.createDriver();
  let failures = 0;
  s3.proxy.faultOf = ({ method }) => {
    failures += 1;
    return method === 'PUT' && failures <= 2
      ? { kind: 'answer', status: 503 }
      : undefined;
  };

  await driver.put('again', bytes(10), { signal: never });

  await expect(read(driver, 'again')).resolves.toHaveLength(10);
});

function answer(status: number, code: string, message = 'Told by S3'): Fault {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

describe.each<[string, Fault, RegExp]>([
  ['is cut off', { kind: 'cut' }, /the connection was cut off/],
  ['fails', answer(500, 'InternalError'), /it failed by itself.*Told by S3/],
  ['is silent', { kind: 'silence' }, /did not answer/],
  ['is denied', answer(403, 'AccessDenied'), /allow s3:GetObject/],
  ['does not know the key', answer(403, 'SignatureDoesNotMatch'), /secretAcc/],
  ['has no bucket', answer(404, 'NoSuchBucket'), /create it, or correct/],
  ['has a wrong clock', answer(403, 'RequestTimeTooSkewed'), /NTP/],
  ['is in another region', answer(301, 'PermanentRedirect'), /correct region/],
  ['is full', { kind: 'answer', status: 507 }, /it is full/],
  ['has no quota left', answer(403, 'QuotaExceeded'), /quota is used up/],
])('a store that %s', (_, fault, message) => {
  it.each([
    ['a short log', 10, () => true],
    ['the second part', 11 * MIB, (url: string) => /partNumber=2/.test(url)],
    ['the end', 6 * MIB, (url: string) => /\?uploadId=/.test(url)],
  ])('keeps nothing of %s', async (where, length, matches) => {
    const driver = await s3.createDriver({
      timeout: fault.kind === 'silence' ? '2s' : '10s',
    });
    const key = `faults/${where.replaceAll(' ', '-')}`;
    s3.proxy.faultOf = ({ method, url }) =>
      method !== 'DELETE' && matches(url) ? fault : undefined;

    await expect(
      driver.put(key, bytes(length), { signal: never }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(message),
    });

    expect(requests().includes('DELETE uploadId')).toBe(length > 5 * MIB);
    s3.proxy.faultOf = () => undefined;
    await expect(read(driver, key)).rejects.toThrow('no such object');
  });
});

it('discards the parts when the body fails, and throws its error as it is', async () => {
  const driver = await s3.createDriver();
  const failure = new Error('the pod is gone');
  async function* body() {
    yield* bytes(6 * MIB);
    throw failure;
  }

  await expect(driver.put('cut', body(), { signal: never })).rejects.toBe(
    failure,
  );

  expect(requests()).toEqual([
    'POST uploads',
    'PUT partNumber',
    'DELETE uploadId',
  ]);
  await expect(read(driver, 'cut')).rejects.toThrow('no such object');
});

it('discards the parts when it is aborted while the body waits', async () => {
  const driver = await s3.createDriver();
  const controller = new AbortController();
  let returned = false;
  async function* body() {
    try {
      yield* bytes(6 * MIB);
      controller.abort(new Error('shutting down'));
      yield Buffer.alloc(1);
    } finally {
      returned = true;
    }
  }

  await expect(
    driver.put('aborted', body(), { signal: controller.signal }),
  ).rejects.toThrow('shutting down');

  expect(requests()).toEqual([
    'POST uploads',
    'PUT partNumber',
    'DELETE uploadId',
  ]);
  expect(returned).toBe(true);
});

it('fails when an answer is cut, and never gives a log as whole that is not', async () => {
  const driver = await s3.createDriver();
  await driver.put('whole', bytes(2 * MIB), { signal: never });
  s3.proxy.faultOf = () => ({ kind: 'cutAnswer', afterBytes: 1000 });

  await expect(read(driver, 'whole')).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining("S3 bucket 'logs'"),
  });
});

it('ends the connection of a log that is not read to its end', async () => {
  const driver = await s3.createDriver({ timeout: '5s' });
  await driver.put('long', bytes(6 * MIB), { signal: never });
  for (let times = 0; times < 60; times++) {
    const chunks = driver.get('long', { signal: never });
    const iterator = chunks[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
  }

  // With connections left open there would be none for this one.
  await expect(read(driver, 'long', { end: 1 })).resolves.toHaveLength(1);
});

it('says what is wrong with the credentials, but not what they are', async () => {
  const driver = await s3.createDriver({
    accessKeyId: 'NOBODY',
    secretAccessKey: 'not-the-secret-of-it',
  });

  const failure = await driver
    .check({ signal: never })
    .catch((error: unknown) => error);

  expect(String(failure)).toMatch(/the access key is not known/);
  expect(JSON.stringify(failure) + String(failure)).not.toMatch(
    /not-the-secret-of-it|NOBODY/,
  );
});

it('says where there is no server', async () => {
  const closed = await s3.createDriver({ endpoint: 'http://127.0.0.1:1' });
  await expect(closed.check({ signal: never })).rejects.toThrow(
    "S3 bucket 'logs': nothing listens there: check the endpoint and its port",
  );
});
