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

import { ConfigReader } from '@backstage/config';
import { readAzureSettings } from './readAzureSettings';

function read(settings: object) {
  return readAzureSettings(
    new ConfigReader({ account: 'acme', container: 'logs', ...settings }),
  );
}

it('needs an account and a container, and takes the identity of the environment', () => {
  expect(read({})).toEqual({
    container: 'logs',
    prefix: '',
    endpoint: 'https://acme.blob.core.windows.net',
    credentials: { kind: 'environment' },
    timeoutMs: 60_000,
  });
});

it.each([
  [{ clientId: 'id' }, { kind: 'environment', clientId: 'id' }],
  [
    { accountKey: 'key' },
    { kind: 'accountKey', account: 'acme', accountKey: 'key' },
  ],
  [{ sasToken: '?sv=1&sig=2' }, { kind: 'sasToken', sasToken: 'sv=1&sig=2' }],
  [
    { account: undefined, connectionString: 'text' },
    { kind: 'connectionString', connectionString: 'text' },
  ],
])('takes the credentials %j', (settings, credentials) => {
  expect(read(settings).credentials).toEqual(credentials);
});

it('takes another endpoint, a prefix and a timeout', () => {
  expect(
    read({
      endpoint: 'https://acme.blob.core.chinacloudapi.cn',
      prefix: '/logs/',
      timeout: '5s',
    }),
  ).toMatchObject({
    endpoint: 'https://acme.blob.core.chinacloudapi.cn',
    prefix: 'logs/',
    timeoutMs: 5000,
  });
});

it.each([
  [{ container: undefined }, "'container' of the log driver 'azure' must be"],
  [{ account: undefined }, "'account' of the log driver 'azure' must be given"],
  [{ account: 'evil.com/#' }, 'must be 3 to 24 lower-case letters and digits'],
  [{ bucket: 'x' }, "'bucket' of the log driver 'azure' is not known"],
  [{ accountKey: 'a', sasToken: 'b' }, "'sasToken' of the log driver 'azure'"],
  [{ connectionString: 'a' }, "'account' of the log driver 'azure' is already"],
  [
    { account: undefined, endpoint: 'http://x', accountKey: 'a' },
    "'account' of the log driver 'azure' must go with accountKey",
  ],
])('names the setting that is wrong: %j', (settings, message) => {
  expect(() => read(settings)).toThrow(message);
});
