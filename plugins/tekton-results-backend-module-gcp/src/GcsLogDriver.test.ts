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
  type ProxiedRequest,
} from 'backstage-plugin-tekton-results-node/testUtils';
import { startGcs } from './__testUtils__/startGcs';

const MIB = 1024 * 1024;
const never = new AbortController().signal;

function answer(code: number, message = 'Told by GCS'): Fault {
  return {
    kind: 'answer',
    status: code,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: { code, message, errors: [] } }),
  };
}

/** Whether what comes now is the second chunk, or a question about it. */
function isSecondChunk(sent: readonly ProxiedRequest[]): boolean {
  const chunks = sent.filter(
    ({ method, bytes }) => method === 'PUT' && bytes > 0,
  );
  return chunks.length === 2;
}

const gcs = describeLogStore({
  start: startGcs,
  name: 'gcs',
  title: "GCS bucket 'logs'",
  faults: [
    ['fails', answer(500), /it failed by itself.*Told by GCS/],
    ['does not know us', answer(401), /the credentials are not accepted/],
    ['is denied', answer(403), /the role Storage Object User/],
    [
      'has no bucket',
      answer(404, 'The specified bucket does not exist.'),
      /create it, or correct bucket/,
    ],
  ],
  uploads: [
    { what: 'a short log', length: 10, fails: () => true },
    { what: 'the second chunk', length: 9 * MIB, fails: isSecondChunk },
    { what: 'the end', length: 5 * MIB, fails: isSecondChunk },
  ],
  nowhere: { apiEndpoint: 'http://127.0.0.1:2' },
});

/** What requests there were: method, and kind of upload. */
function requests(): string[] {
  return gcs().proxy.requests.map(({ method, url }) => {
    const kind = new URL(url, 'http://gcs').searchParams.get('uploadType');
    return kind ? `${method} ${kind}` : method;
  });
}

it('sends a short log in one chunk and a long one in several', async () => {
  const driver = await gcs().createDriver();
  await driver.put('short', logBytes(100), { signal: never });
  expect(requests()).toEqual(['POST resumable', 'PUT resumable']);
  gcs().proxy.requests.length = 0;

  await expect(
    driver.put('long', logBytes(9 * MIB), { signal: never }),
  ).resolves.toEqual({ size: 9 * MIB });

  expect(requests()).toEqual([
    'POST resumable',
    'PUT resumable',
    'PUT resumable',
    'PUT resumable',
  ]);
  const stored = await readLog(driver, 'long');
  expect(stored.length).toBe(9 * MIB);
  expect(stored.at(-1)).toBe(8);
  await expect(
    readLog(driver, 'long', { start: 3 * MIB - 1, end: 3 * MIB + 1 }),
  ).resolves.toEqual(Buffer.from([2, 3]));
});

it('goes on from where the server got to', async () => {
  const driver = await gcs().createDriver({ timeout: '10s' });
  let requestCount = 0;
  gcs().proxy.faultOf = () => {
    requestCount += 1;
    // The session, the second chunk, and asking about it.
    return [1, 4, 5].includes(requestCount)
      ? { kind: 'answer', status: 503 }
      : undefined;
  };

  await driver.put('resumed', logBytes(9 * MIB), { signal: never });

  const expected: Buffer[] = [];
  for await (const chunk of logBytes(9 * MIB)) {
    expected.push(Buffer.from(chunk));
  }
  const stored = await readLog(driver, 'resumed');
  expect(stored.equals(Buffer.concat(expected))).toBe(true);
});

it('says that a private key cannot be read, but not what it is', async () => {
  const driver = await gcs().createDriver({
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
