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

import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { describeLogDriver } from 'backstage-plugin-tekton-results-node/testUtils';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { DatabaseLogDriver } from './DatabaseLogDriver';
import { FileSystemLogDriver } from './FileSystemLogDriver';

jest.setTimeout(60_000);

for (const [databaseId] of TESTED_DATABASES.eachSupportedId()) {
  describeLogDriver(`database on ${databaseId}`, async () => {
    const { stores } = await createTestStores(databaseId, { now: Date.now });
    return {
      driver: new DatabaseLogDriver({ objects: stores.logObjects }),
      stop: () => stores.close(),
    };
  });
}

describeLogDriver('filesystem', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tekton-results-logs-'));
  return {
    driver: await FileSystemLogDriver.create(join(directory, 'logs')),
    stop: () => rm(directory, { recursive: true }),
  };
});
