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
import { readGcsSettings } from './readGcsSettings';

function read(settings: object) {
  return readGcsSettings(new ConfigReader({ bucket: 'logs', ...settings }));
}

const KEY = { client_email: 'me@example.com', private_key: 'hidden' };

it('needs a bucket, and takes the identity of the environment', () => {
  expect(read({})).toEqual({
    bucket: 'logs',
    prefix: '',
    projectId: undefined,
    apiEndpoint: undefined,
    credentials: { kind: 'environment' },
    timeoutMs: 60_000,
  });
});

it('reads all settings', () => {
  expect(
    read({
      prefix: 'a/b/',
      projectId: 'acme',
      apiEndpoint: 'https://storage.example.com/',
      credentials: JSON.stringify(KEY),
      timeout: '5s',
    }),
  ).toEqual({
    bucket: 'logs',
    prefix: 'a/b/',
    projectId: 'acme',
    apiEndpoint: 'https://storage.example.com',
    credentials: {
      kind: 'key',
      email: 'me@example.com',
      privateKey: 'hidden',
    },
    timeoutMs: 5000,
  });
});

it.each([
  [{ keyFile: '/key.json' }, { kind: 'keyFile', path: '/key.json' }],
  [{ anonymous: true }, { kind: 'none' }],
])('takes the credentials %j', (settings, credentials) => {
  expect(read(settings).credentials).toEqual(credentials);
});

it.each([
  [{ bucket: undefined }, "'bucket' of the log driver 'gcs' must be given"],
  [{ container: 'x' }, "'container' of the log driver 'gcs' is not known"],
  [{ credentials: 'hidden' }, "'credentials' of the log driver 'gcs' must be"],
  [{ credentials: '{"a":"hidden"}' }, 'with client_email and private_key'],
  [{ credentials: '{}', keyFile: 'x' }, 'cannot go with credentials'],
  [{ anonymous: true, keyFile: 'x' }, 'cannot go with a key'],
])('names the setting that is wrong: %j', (settings, message) => {
  expect(() => read(settings)).toThrow(message);
  expect(() => read(settings)).not.toThrow('hidden');
});
