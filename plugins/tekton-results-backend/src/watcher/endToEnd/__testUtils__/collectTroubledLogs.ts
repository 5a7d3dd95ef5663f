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

import { setTimeout as sleep } from 'timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import type { LogDriver } from 'backstage-plugin-tekton-results-node';
import { createCollectLogs, type CollectLogs } from '../../../logs';
import { DriverLogArchive } from '../../../logs/archive';
import { databaseLogDriverFactory, LogDrivers } from '../../../logs/drivers';
import type { Stores } from '../../../store';
import { SeededRandom } from './random';

const MIB = 1024 * 1024;

/** Captures logs, often, with a driver that fails, cuts and hangs as chance has it. */
export async function collectTroubledLogs(
  stores: Pick<Stores, 'logs' | 'logObjects' | 'logCapture'>,
  { seed, troubles }: { seed: number; troubles: boolean },
): Promise<CollectLogs> {
  const factory = databaseLogDriverFactory({ objects: stores.logObjects });
  const random = new SeededRandom(seed);
  const { drivers } = await LogDrivers.create({
    driver: 'database',
    config: undefined,
    factories: [
      {
        ...factory,
        create: async options => {
          const driver = await factory.create(options);
          return troubles ? troubledDriver(driver, random) : driver;
        },
      },
    ],
    logger: mockServices.rootLogger({ level: 'none' }),
  });
  return createCollectLogs({
    archive: new DriverLogArchive({
      store: stores.logs,
      drivers,
      settings: { maxBytes: 64 * MIB, redact: [] },
    }),
    stores,
    logType: () => 'File',
    maxFollowMs: 2_000,
    settingsOf: () => ({
      sidecars: false,
      initContainers: false,
      intervalMs: 100,
      maxIntervalMs: 400,
      concurrency: 4,
    }),
  });
}

function troubledDriver(driver: LogDriver, random: SeededRandom): LogDriver {
  return {
    async put(key, body, options) {
      if (random.chance(0.1)) {
        throw new Error('the driver is told to fail');
      }
      if (random.chance(0.1)) {
        return driver.put(key, cut(body), options);
      }
      const put = driver.put(key, body, options);
      if (random.chance(0.15)) {
        await put;
        await sleep(random.between(50, 800), undefined, options);
        if (random.chance(0.5)) {
          throw new Error('the driver is told to fail when it has kept it');
        }
      }
      return put;
    },
    get: (key, options) => driver.get(key, options),
    delete: (keys, options) => driver.delete(keys, options),
    list: options => driver.list(options),
    check: options => driver.check(options),
  };
}

/** As an upload that breaks. */
async function* cut(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk.subarray(0, Math.ceil(chunk.length / 2));
    throw new Error('the upload is told to break');
  }
}
