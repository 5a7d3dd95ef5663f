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
import { readS3Settings } from './readS3Settings';

function read(settings: object) {
  return readS3Settings(new ConfigReader({ bucket: 'logs', ...settings }));
}

it('needs a bucket and nothing else', () => {
  expect(read({})).toEqual({
    bucket: 'logs',
    prefix: '',
    region: undefined,
    endpoint: undefined,
    forcePathStyle: false,
    credentials: undefined,
    checksums: 'WHEN_REQUIRED',
    encryption: undefined,
    kmsKeyId: undefined,
    timeoutMs: 60_000,
  });
});

it('reads all settings', () => {
  expect(
    read({
      prefix: 'a/b',
      endpoint: 'https://minio.example.com',
      forcePathStyle: true,
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      sessionToken: 'token',
      requestChecksumCalculation: 'WHEN_SUPPORTED',
      serverSideEncryption: 'aws:kms',
      kmsKeyId: 'key',
      timeout: { seconds: 5 },
    }),
  ).toEqual({
    bucket: 'logs',
    prefix: 'a/b/',
    region: 'us-east-1',
    endpoint: 'https://minio.example.com',
    forcePathStyle: true,
    credentials: {
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    },
    checksums: 'WHEN_SUPPORTED',
    encryption: 'aws:kms',
    kmsKeyId: 'key',
    timeoutMs: 5000,
  });
});

it.each([
  [{ bucket: undefined }, "'bucket' of the log driver 's3' must be given"],
  [{ bucket: 7 }, "'bucket' of the log driver 's3' must be a text"],
  [{ buckets: 'x' }, "'buckets' of the log driver 's3' is not known"],
  [{ endpoint: 'minio' }, "'endpoint' of the log driver 's3' must be an http"],
  [{ forcePathStyle: 'yes' }, 'must be true or false'],
  [{ accessKeyId: 'id' }, "'secretAccessKey' of the log driver 's3' must go"],
  [{ secretAccessKey: 's' }, "'accessKeyId' of the log driver 's3' must go"],
  [{ serverSideEncryption: 'rot13' }, 'must be one of AES256, aws:kms'],
  [{ kmsKeyId: 'key' }, 'has no use without serverSideEncryption'],
  [{ timeout: 'soon' }, 'must be a duration above 0'],
])('names the setting that is wrong: %j', (settings, message) => {
  expect(() => read(settings)).toThrow(message);
});

it('says what is missing when there are no settings at all', () => {
  expect(() => readS3Settings(undefined)).toThrow("'bucket'");
});
