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
import { startS3 } from './__testUtils__/startS3';

const MIB = 1024 * 1024;
const never = new AbortController().signal;

function answer(status: number, code: string, message = 'Told by S3'): Fault {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

const s3 = describeLogStore({
  start: startS3,
  name: 's3',
  title: "S3 bucket 'logs'",
  // s3rver keeps objects as files, and adds to their names.
  maxNameLength: 200,
  faults: [
    ['fails', answer(500, 'InternalError'), /it failed by itself.*Told by S3/],
    ['is denied', answer(403, 'AccessDenied'), /allow s3:GetObject/],
    [
      'does not know the key',
      answer(403, 'SignatureDoesNotMatch'),
      /secretAcc/,
    ],
    ['has no bucket', answer(404, 'NoSuchBucket'), /create it, or correct/],
    ['has a wrong clock', answer(403, 'RequestTimeTooSkewed'), /NTP/],
    [
      'is in another region',
      answer(301, 'PermanentRedirect'),
      /correct region/,
    ],
    ['has no quota left', answer(403, 'QuotaExceeded'), /quota is used up/],
  ],
  uploads: [
    { what: 'a short log', length: 10, fails: () => true },
    {
      what: 'a long log',
      length: 6 * MIB,
      fails: sent => /\?uploads/.test(sent.at(-1)?.url ?? ''),
    },
    {
      what: 'the second part',
      length: 11 * MIB,
      fails: sent => /partNumber=2/.test(sent.at(-1)?.url ?? ''),
    },
    {
      what: 'the end',
      length: 6 * MIB,
      fails: sent => /\?uploadId=/.test(sent.at(-1)?.url ?? ''),
    },
  ],
  nowhere: { endpoint: 'http://127.0.0.1:1' },
});

/** What requests there were: method, and what of the query tells them apart. */
function requests(): string[] {
  return s3().proxy.requests.map(({ method, url }) => {
    const query = new URL(url, 'http://s3').searchParams;
    const kind = ['uploads', 'partNumber', 'uploadId', 'list-type'].find(name =>
      query.has(name),
    );
    return kind ? `${method} ${kind}` : method;
  });
}

it('sends a short log in one request and a long one in parts', async () => {
  const driver = await s3().createDriver();
  await driver.put('short', logBytes(100), { signal: never });
  expect(requests()).toEqual(['PUT']);
  s3().proxy.requests.length = 0;

  await expect(
    driver.put('long', logBytes(11 * MIB), { signal: never }),
  ).resolves.toEqual({ size: 11 * MIB });

  expect(requests()).toEqual([
    'POST uploads',
    'PUT partNumber',
    'PUT partNumber',
    'PUT partNumber',
    'POST uploadId',
  ]);
  const stored = await readLog(driver, 'long');
  expect(stored.length).toBe(11 * MIB);
  expect(stored.at(-1)).toBe(10);
  await expect(
    readLog(driver, 'long', { start: 3 * MIB - 1, end: 3 * MIB + 1 }),
  ).resolves.toEqual(Buffer.from([2, 3]));
});

it('tries again what fails by itself', async () => {
  const driver = await s3().createDriver();
  let failures = 0;
  s3().proxy.faultOf = ({ method }) => {
    failures += 1;
    return method === 'PUT' && failures <= 2
      ? { kind: 'answer', status: 503 }
      : undefined;
  };

  await driver.put('again', logBytes(10), { signal: never });

  await expect(readLog(driver, 'again')).resolves.toHaveLength(10);
});

it('discards the parts of a body that fails', async () => {
  const driver = await s3().createDriver();
  const failure = new Error('the pod is gone');
  async function* body() {
    yield* logBytes(6 * MIB);
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
});

it('ends the connection of a log that is not read to its end', async () => {
  const driver = await s3().createDriver({ timeout: '5s' });
  await driver.put('long', logBytes(6 * MIB), { signal: never });
  for (let times = 0; times < 60; times++) {
    const chunks = driver.get('long', { signal: never });
    const iterator = chunks[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
  }

  // With connections left open there would be none for this one.
  await expect(readLog(driver, 'long', { end: 1 })).resolves.toHaveLength(1);
});

it('says what is wrong with the credentials, but not what they are', async () => {
  const driver = await s3().createDriver({
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
