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
import { mockServices } from '@backstage/backend-test-utils';
import { FaultProxy } from 'backstage-plugin-tekton-results-node/testUtils';
import { gcsLogDriverFactory } from '../gcsLogDriverFactory';
import { FakeGcs } from './FakeGcs';

/** A server that speaks as Google's, behind a proxy that can make it fail. */
export async function startGcs() {
  const server = await FakeGcs.start({ bucket: 'logs' });
  const proxy = await FaultProxy.start({ port: server.port });
  return {
    proxy,
    createDriver: async (settings: Record<string, string | boolean> = {}) =>
      gcsLogDriverFactory.create({
        config: new ConfigReader({
          bucket: 'logs',
          apiEndpoint: proxy.url,
          anonymous: true,
          ...settings,
        }),
        logger: mockServices.logger.mock(),
      }),
    stop: async () => {
      await proxy.stop();
      await server.stop();
    },
  };
}
