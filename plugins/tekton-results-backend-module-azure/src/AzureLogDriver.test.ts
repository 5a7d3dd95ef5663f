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
  describeLogStore,
  logBytes,
  readLog,
  type Fault,
} from 'backstage-plugin-tekton-results-node/testUtils';
import { startAzure } from './__testUtils__/startAzure';

const MIB = 1024 * 1024;
const never = new AbortController().signal;

function answer(status: number, code: string): Fault {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Told by Azure</Message></Error>`,
  };
}

const azure = describeLogStore({
  start: startAzure,
  name: 'azure',
  title: "Azure container 'logs'",
  faults: [
    ['fails', answer(500, 'InternalError'), /it failed by itself/],
    [
      'is denied',
      answer(403, 'AuthorizationPermissionMismatch'),
      /the role Storage Blob Data Contributor/,
    ],
    [
      'has no container',
      answer(404, 'ContainerNotFound'),
      /create it, or correct/,
    ],
  ],
  uploads: [
    { what: 'a short log', length: 10, fails: () => true },
    {
      what: 'the second block',
      length: 9 * MIB,
      fails: sent => {
        const blocks = sent.filter(({ url }) => /comp=block&/.test(url));
        return blocks.length > 1 && blocks.at(-1) === sent.at(-1);
      },
    },
    {
      what: 'the end',
      length: 5 * MIB,
      fails: sent => /comp=blocklist/.test(sent.at(-1)?.url ?? ''),
    },
  ],
  nowhere: {
    account: 'acme',
    accountKey: 'a2V5',
    endpoint: 'http://127.0.0.1:1/acme',
  },
});

/** What requests there were: method, and what of the query tells them apart. */
function requests(): string[] {
  return azure().proxy.requests.map(({ method, url }) => {
    const kind = new URL(url, 'http://azure').searchParams.get('comp');
    return kind ? `${method} ${kind}` : method;
  });
}

it('sends a short log in one request and a long one in blocks', async () => {
  const driver = await azure().createDriver();
  await driver.put('short', logBytes(100), { signal: never });
  expect(requests()).toEqual(['PUT']);
  azure().proxy.requests.length = 0;

  await expect(
    driver.put('long', logBytes(9 * MIB), { signal: never }),
  ).resolves.toEqual({ size: 9 * MIB });

  expect(requests()).toEqual([
    'PUT block',
    'PUT block',
    'PUT block',
    'PUT blocklist',
  ]);
  const stored = await readLog(driver, 'long');
  expect(stored.length).toBe(9 * MIB);
  expect(stored.at(-1)).toBe(8);
  await expect(
    readLog(driver, 'long', { start: 3 * MIB - 1, end: 3 * MIB + 1 }),
  ).resolves.toEqual(Buffer.from([2, 3]));
});

it('works with the key of an account', async () => {
  const { account, accountKey, endpoint } = azure();
  const driver = await azure().createDriver({ account, accountKey, endpoint });

  await expect(driver.check({ signal: never })).resolves.toBeUndefined();
});

it('goes on reading where an answer was cut', async () => {
  const driver = await azure().createDriver();
  await driver.put('whole', logBytes(2 * MIB), { signal: never });
  let answers = 0;
  azure().proxy.faultOf = () => {
    answers += 1;
    return answers === 1 ? { kind: 'cutAnswer', afterBytes: 1000 } : undefined;
  };

  const stored = await readLog(driver, 'whole');

  expect(
    stored.equals(Buffer.concat([Buffer.alloc(MIB, 0), Buffer.alloc(MIB, 1)])),
  ).toBe(true);
});

it('says what is wrong with the credentials, but not what they are', async () => {
  const accountKey = Buffer.from('not-the-key-of-it').toString('base64');
  const { account, endpoint } = azure();
  const driver = await azure().createDriver({ account, accountKey, endpoint });

  const failure = await driver
    .check({ signal: never })
    .catch((error: unknown) => error);

  expect(String(failure)).toMatch(/check the credentials/);
  expect(JSON.stringify(failure) + String(failure)).not.toContain(accountKey);
});

it('does not quote a connection string that it cannot read', async () => {
  await expect(
    azure().createDriver({ connectionString: 'AccountKey=hidden;Oops' }),
  ).rejects.toMatchObject({
    name: 'InputError',
    message: expect.not.stringContaining('hidden'),
  });
});
