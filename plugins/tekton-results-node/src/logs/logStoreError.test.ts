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

import { logStoreError } from './logStoreError';

const store = "S3 bucket 'logs'";

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

it.each([
  [coded('ENOTFOUND', 'getaddrinfo ENOTFOUND s3'), /check the endpoint and/],
  [coded('ECONNREFUSED', ''), /nothing listens there/],
  [coded('CERT_HAS_EXPIRED', 'certificate has expired'), /NODE_EXTRA_CA_CERTS/],
  [new Error('socket hang up'), /the connection was cut off/],
  [
    new TypeError('fetch failed', { cause: coded('EAI_AGAIN', 'no DNS') }),
    /cannot be looked up now/,
  ],
  [new Error('wrapped: Error: connect ETIMEDOUT 10.0.0.1'), /firewalls/],
  ['odd', /it failed \(odd\)/],
])('says what to do about %s', (error, message) => {
  expect(logStoreError({ store, error })).toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringMatching(message),
  });
});

it('tells what the store said, without its mark-up', () => {
  expect(
    logStoreError({
      store,
      error: new Error('<html><h1>Sorry</h1>\n\nfull</html>'),
      code: 'QuotaExceeded',
      advice: 'its quota is used up',
    }).message,
  ).toBe("S3 bucket 'logs': its quota is used up (QuotaExceeded: Sorry full)");
});

it('quotes no secret, and keeps nothing of the error it is made of', () => {
  const error = Object.assign(new Error('bad key hunter2 of hunter2'), {
    request: { headers: { authorization: 'hunter2' } },
  });

  const described = logStoreError({
    store,
    error,
    secrets: [undefined, '', 'hunter2'],
  });

  expect(described.message).toContain('bad key *** of ***');
  expect(described.cause).toBeUndefined();
  expect(JSON.stringify(described)).not.toContain('hunter2');
});
