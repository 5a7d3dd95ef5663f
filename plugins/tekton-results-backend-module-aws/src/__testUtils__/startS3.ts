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

import crypto from 'crypto';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { FaultProxy } from 'backstage-plugin-tekton-results-node/testUtils';
import S3rver from 's3rver';
import { s3LogDriverFactory } from '../s3LogDriverFactory';

/** Of the only user that s3rver knows. */
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/**
 * s3rver makes tokens of lists with DES, which Node.js does not have any more.
 * Nothing reads them here.
 */
function replaceDes(): { restore: () => void } {
  const { createCipheriv } = crypto;
  crypto.createCipheriv = ((name: string, key: Buffer, iv: Buffer) =>
    name === 'des'
      ? createCipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), iv)
      : createCipheriv(name, key, iv)) as typeof createCipheriv;
  return {
    restore: () => {
      crypto.createCipheriv = createCipheriv;
    },
  };
}

/** A server that speaks S3, behind a proxy that can make it fail. */
export async function startS3() {
  const des = replaceDes();
  const directory = await mkdtemp(join(tmpdir(), 's3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    resetOnClose: true,
    configureBuckets: [{ name: 'logs' }],
  });
  const { port } = await server.run();
  const proxy = await FaultProxy.start({ port });
  return {
    proxy,
    createDriver: async (settings: Record<string, string | boolean> = {}) =>
      s3LogDriverFactory.create({
        config: new ConfigReader({
          bucket: 'logs',
          endpoint: proxy.url,
          forcePathStyle: true,
          ...CREDENTIALS,
          ...settings,
        }),
        logger: mockServices.logger.mock(),
      }),
    stop: async () => {
      await proxy.stop();
      await server.close();
      des.restore();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
