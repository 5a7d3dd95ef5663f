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
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import type { LogDriverFactory } from 'backstage-plugin-tekton-results-node';
import { createTestStores } from '../__testUtils__/databases';
import { readConfig } from '../config';
import { BackstageLogCaptureMetrics } from './capture';
import { createLogs } from './createLogs';
import { repairOrphans } from './orphans';

const { signal } = new AbortController();

const S3: LogDriverFactory = {
  name: 's3',
  logType: 'S3',
  create: () => {
    throw new Error("Setting 'bucket' must be given");
  },
};

/** With a driver that cannot be made, for old logs and for those of others. */
async function createMistaken() {
  const { stores } = await createTestStores('SQLITE_3');
  const instrument = () => ({ add: () => {}, record: () => {} });
  const { config, problems } = readConfig(
    mockServices.rootConfig({
      data: {
        tektonResults: {
          clusters: [
            {
              name: 'prod',
              url: 'https://prod.example.com',
              logs: { reader: { type: 'blob', driver: 's3', settings: {} } },
            },
          ],
          logs: { drivers: { s3: {} } },
        },
      },
    }),
  );
  expect(problems).toEqual([]);
  const logs = await createLogs({
    config,
    factories: [S3],
    stores,
    metrics: new BackstageLogCaptureMetrics(
      metricsServiceMock.mock({
        createCounter: instrument,
        createHistogram: instrument,
        createGauge: instrument,
      }),
    ),
    logger: mockServices.logger.mock(),
  });
  return { logs, stores };
}

it('tells of drivers that cannot be made, also those of readers', async () => {
  const { logs } = await createMistaken();

  expect(logs.problems).toEqual([
    {
      path: 'tektonResults.logs.drivers.s3',
      message: "Setting 'bucket' must be given",
    },
    {
      path: 'tektonResults.clusters[prod].logs.reader',
      message: "Setting 'bucket' must be given",
    },
  ]);
});

it('says of a driver that cannot be made that it was not looked at', async () => {
  const { logs, stores } = await createMistaken();

  const reports = await repairOrphans({
    store: stores.logs,
    drivers: logs.drivers,
    installation: stores.installation,
    dryRun: false,
    signal,
  });

  expect(
    reports.map(({ driver, repaired, problem }) => [driver, repaired, problem]),
  ).toEqual([
    ['database', true, undefined],
    ['s3', false, expect.stringContaining("'bucket' must be given")],
  ]);
});
