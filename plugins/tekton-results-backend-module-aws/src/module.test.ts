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

import { startTestBackend, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  tektonResultsLogsExtensionPoint,
  type LogDriverFactory,
} from 'backstage-plugin-tekton-results-node';
import module from './index';

const mockLoaded: string[] = [];

jest.mock('./S3LogDriver', () => {
  mockLoaded.push('./S3LogDriver');
  return jest.requireActual('./S3LogDriver');
});

it('adds its driver, and loads the rest with the SDK only when it is used', async () => {
  const factories: LogDriverFactory[] = [];
  await startTestBackend({
    extensionPoints: [
      [
        tektonResultsLogsExtensionPoint,
        { addDriver: factory => factories.push(factory) },
      ],
    ],
    features: [module],
  });

  expect(factories.map(({ name, logType }) => [name, logType])).toEqual([
    ['s3', 'S3'],
  ]);
  expect(mockLoaded).toEqual([]);
  const [factory] = factories;
  await expect(
    (async () =>
      factory.create({
        config: undefined,
        logger: mockServices.logger.mock(),
      }))(),
  ).rejects.toThrow('must be given');
  expect(mockLoaded).toEqual([]);
  await factory.create({
    config: new ConfigReader({ bucket: 'logs', region: 'eu-central-1' }),
    logger: mockServices.logger.mock(),
  });
  expect(mockLoaded).toEqual(['./S3LogDriver']);
});
