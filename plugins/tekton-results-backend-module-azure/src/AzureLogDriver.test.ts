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
import { startAzure } from './__testUtils__/startAzure';

const MIB = 1024 * 1024;
const never = new AbortController().signal;

let azure: Awaited<ReturnType<typeof startAzure>>;

beforeAll(async () => {
  azure = await startAzure();
});
afterAll(async () => {
  await azure?.stop();
});
beforeEach(() => {
  azure.proxy.faultOf = () => undefined;
  azure.proxy.requests.length = 0;
});

let drivers = 0;

describeLogDriver('azure', async () => {
  drivers += 1;
  return { driver: await azure.createDriver({ prefix: `test-${drivers}` }) };
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
  return azure.proxy.requests.map(({ method, url }) => {
    const kind = new URL(url, 'http://azure').searchParams.get('comp');
    return kind ? `${method} ${kind}` : method;
  });
}

it('sends a short log in one request and a long one in blocks', async () => {
  const driver = await azure.createDriver();
  await driver.put('short', bytes(100), { signal: never });
  expect(requests()).toEqual(['PUT']);
  azure.proxy.requests.length = 0;

  await expect(
    driver.put('long', bytes(9 * MIB), { signal: never }),
  ).resolves.toEqual({ size: 9 * MIB });

  expect(requests()).toEqual([
    'PUT block',
    'PUT block',
    'PUT block',
    'PUT blocklist',
  ]);
  const stored = await read(driver, 'long');
  expect(stored.length).toBe(9 * MIB);
  expect(stored.at(-1)).toBe(8);
  await expect(
    read(driver, 'long', { start: 3 * MIB - 1, end: 3 * MIB + 1 }),
  ).resolves.toEqual(Buffer.from([2, 3]));
});

it('keeps all keys below a prefix, and lists those alone', async () => {
  const whole = await azure.createDriver();
  const below = await azure.createDriver({ prefix: '/team/logs/' });
  await below.put('a/1', bytes(3), { signal: never });
  await whole.put('team/logs-of-others', bytes(3), { signal: never });

  await expect(read(whole, 'team/logs/a/1')).resolves.toHaveLength(3);
  const { objects } = await below.list({ limit: 10, signal: never });
  expect(objects.map(({ key, size }) => ({ key, size }))).toEqual([
    { key: 'a/1', size: 3 },
  ]);
});

it('works with the key of an account', async () => {
  const { account, accountKey, endpoint } = azure;
  const driver = await azure.createDriver({ account, accountKey, endpoint });

  await expect(driver.check({ signal: never })).resolves.toBeUndefined();
});

function answer(status: number, code: string): Fault {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Told by Azure</Message></Error>`,
  };
}

describe.each<[string, Fault, RegExp]>([
  ['is cut off', { kind: 'cut' }, /the connection was cut off/],
  ['fails', answer(500, 'InternalError'), /it failed by itself/],
  ['is silent', { kind: 'silence' }, /did not answer for 2 s/],
  [
    'is denied',
    answer(403, 'AuthorizationPermissionMismatch'),
    /the role Storage Blob Data Contributor/,
  ],
  [
    'has no container',
    answer(404, 'ContainerNotFound'),
    /create it, or correc/,
  ],
  ['is full', { kind: 'answer', status: 507 }, /it is full/],
])('a store that %s', (_, fault, message) => {
  it.each([
    ['a short log', 10, () => true],
    ['the second block', 9 * MIB, (url: string) => /comp=block&/.test(url)],
    ['the end', 5 * MIB, (url: string) => /comp=blocklist/.test(url)],
  ])('keeps nothing of %s', async (where, length, matches) => {
    const driver = await azure.createDriver({
      timeout: fault.kind === 'silence' ? '2s' : '10s',
    });
    const key = `faults/${where.replaceAll(' ', '-')}`;
    let blocks = 0;
    azure.proxy.faultOf = ({ method, url }) => {
      blocks += /comp=block&/.test(url) ? 1 : 0;
      const isFirstBlock = /comp=block&/.test(url) && blocks === 1;
      return method === 'PUT' && matches(url) && !isFirstBlock
        ? fault
        : undefined;
    };

    await expect(
      driver.put(key, bytes(length), { signal: never }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(message),
    });

    azure.proxy.faultOf = () => undefined;
    await expect(read(driver, key)).rejects.toThrow('no such blob');
    const { objects } = await driver.list({
      prefix: 'faults/',
      limit: 10,
      signal: never,
    });
    expect(objects).toEqual([]);
  });
});

it('keeps nothing when the body fails, and throws its error as it is', async () => {
  const driver = await azure.createDriver();
  const failure = new Error('the pod is gone');
  async function* body() {
    yield* bytes(6 * MIB);
    throw failure;
  }

  await expect(driver.put('cut', body(), { signal: never })).rejects.toBe(
    failure,
  );

  await expect(read(driver, 'cut')).rejects.toThrow('no such blob');
});

it('keeps nothing when it is aborted', async () => {
  const driver = await azure.createDriver();
  const controller = new AbortController();
  async function* body() {
    yield* bytes(6 * MIB);
    controller.abort(new Error('shutting down'));
    yield Buffer.alloc(1);
  }

  await expect(
    driver.put('aborted', body(), { signal: controller.signal }),
  ).rejects.toThrow('shutting down');

  await expect(read(driver, 'aborted')).rejects.toThrow('no such blob');
});

it('goes on reading where an answer was cut', async () => {
  const driver = await azure.createDriver();
  await driver.put('whole', bytes(2 * MIB), { signal: never });
  let answers = 0;
  azure.proxy.faultOf = () => {
    answers += 1;
    return answers === 1 ? { kind: 'cutAnswer', afterBytes: 1000 } : undefined;
  };

  const stored = await read(driver, 'whole');

  expect(
    stored.equals(Buffer.concat([Buffer.alloc(MIB, 0), Buffer.alloc(MIB, 1)])),
  ).toBe(true);
});

it('fails when answers are cut again and again', async () => {
  const driver = await azure.createDriver({ timeout: '2s' });
  await driver.put('whole', bytes(2 * MIB), { signal: never });
  azure.proxy.faultOf = () => ({ kind: 'cutAnswer', afterBytes: 1000 });

  await expect(read(driver, 'whole')).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining("Azure container 'logs'"),
  });
});

it('says what is wrong with the credentials, but not what they are', async () => {
  const accountKey = Buffer.from('not-the-key-of-it').toString('base64');
  const { account, endpoint } = azure;
  const driver = await azure.createDriver({ account, accountKey, endpoint });

  const failure = await driver
    .check({ signal: never })
    .catch((error: unknown) => error);

  expect(String(failure)).toMatch(/check the credentials/);
  expect(JSON.stringify(failure) + String(failure)).not.toContain(accountKey);
});

it('does not quote a connection string that it cannot read', async () => {
  await expect(
    azure.createDriver({ connectionString: 'AccountKey=hidden;Oops' }),
  ).rejects.toMatchObject({
    name: 'InputError',
    message: expect.not.stringContaining('hidden'),
  });
});

it('says where there is no server', async () => {
  const driver = await azure.createDriver({
    account: 'acme',
    accountKey: 'a2V5',
    endpoint: 'http://127.0.0.1:1/acme',
  });

  await expect(driver.check({ signal: never })).rejects.toThrow(
    "Azure container 'logs': nothing listens there: check the endpoint and its port",
  );
});
