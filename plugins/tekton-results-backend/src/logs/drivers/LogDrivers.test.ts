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

import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { LogDriverFactory } from 'backstage-plugin-tekton-results-node';
import { MemoryLogDriver } from '../__testUtils__/MemoryLogDriver';
import { LogUnavailableError } from '../LogUnavailableError';
import { LogDrivers } from './LogDrivers';

const FACTORIES: readonly LogDriverFactory[] = ['database', 's3', 'gcs'].map(
  name => ({
    name,
    logType: name.toUpperCase(),
    create: ({ config }) => {
      if (config?.getOptionalString('bucket') === 'wrong') {
        throw new Error("Setting 'bucket' is wrong");
      }
      return new MemoryLogDriver();
    },
  }),
);

function create(driver: string, config?: JsonObject) {
  return LogDrivers.create({
    driver,
    config: config && new ConfigReader(config),
    factories: FACTORIES,
    logger: mockServices.logger.mock(),
  });
}

it('makes the driver for new logs, and others that may hold old ones', async () => {
  const { drivers, problems } = await create('s3', { gcs: { bucket: 'old' } });
  expect(problems).toEqual([]);
  expect(drivers.names).toEqual(['database', 's3', 'gcs']);
  expect(drivers.current()).toMatchObject({ name: 's3', logType: 'S3' });
  expect(drivers.get('gcs')).toBeInstanceOf(MemoryLogDriver);
});

it('makes no driver that nobody asked for', async () => {
  const { drivers } = await create('database');
  expect(drivers.names).toEqual(['database']);
  expect(() => drivers.get('gcs')).toThrow(LogUnavailableError);
});

it('says which driver cannot be made, and why, and keeps the others', async () => {
  const { drivers, problems } = await create('s3', {
    s3: { bucket: 'wrong' },
    ftp: {},
  });
  expect(problems).toEqual([
    {
      path: 'tektonResults.logs.drivers.s3',
      message: "Setting 'bucket' is wrong",
    },
    {
      path: 'tektonResults.logs.drivers.ftp',
      message:
        'is no log driver that is installed; those are database, s3, gcs',
    },
  ]);
  expect(drivers.names).toEqual(['database']);
  expect(drivers.configuredNames).toEqual(['database', 's3']);
  expect(() => drivers.current()).toThrow("Setting 'bucket' is wrong");
});

it('says when the driver for new logs is not installed', async () => {
  const { drivers, problems } = await create('tape');
  expect(problems).toEqual([
    expect.objectContaining({ path: 'tektonResults.logs.driver' }),
  ]);
  expect(() => drivers.current()).toThrow(LogUnavailableError);
});
