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
import { startExampleCluster } from 'example-cluster';
import { createTestStores, TESTED_DATABASES } from '../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../__testUtils__/recordedRuns';
import { readClusters } from '../cluster';
import type { Stores } from '../store';
import { CaptureMonitor } from './CaptureMonitor';
import { startWatching } from './__testUtils__/startWatching';

jest.setTimeout(90_000);

async function storedRuns(stores: Stores): Promise<string[]> {
  const { runs } = await stores.runs.list({
    query: { includeOwned: true },
    limit: 100,
  });
  return runs.map(({ name, reason }) => `${name} ${reason}`).sort();
}

const expected = lastRecordedEvents()
  .map(({ captured: { facts } }) => `${facts.name} ${facts.reason}`)
  .sort();

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs of a Tekton that serves v1beta1 only, into %s',
  databaseId => {
    it('are stored as runs of v1, with all that they say', async () => {
      const { stores } = await createTestStores(databaseId);
      const cluster = await startExampleCluster({
        tektonVersion: 'v1beta1',
        replay: { speed: 20, keepUids: true },
      });
      const { clusters } = await readClusters({
        config: {
          namesClusters: true,
          clusters: [
            {
              name: TEST_CLUSTER,
              url: cluster.url,
              skipTLSVerify: false,
              ca: undefined,
            },
          ],
        },
      });
      const stop = startWatching({
        clusters,
        stores,
        monitor: new CaptureMonitor({ configProblems: [] }),
        logger: mockServices.logger.mock(),
      });
      await cluster.replayed;
      const giveUpAt = Date.now() + 30_000;
      while (
        JSON.stringify(await storedRuns(stores)) !== JSON.stringify(expected) &&
        Date.now() < giveUpAt
      ) {
        await new Promise(resolve => setTimeout(resolve, 100));
      }
      expect(await storedRuns(stores)).toEqual(expected);

      const { items } = await stores.results.listRecords({
        view: { cluster: TEST_CLUSTER },
        limit: 200,
      });
      const types = new Set(items.map(({ data }) => data?.type));
      expect([...types].sort()).toEqual([
        'results.tekton.dev/v1.EventList',
        'tekton.dev/v1.PipelineRun',
        'tekton.dev/v1.TaskRun',
        'tekton.dev/v1beta1.CustomRun',
      ]);
      await stop();
      await cluster.close();
    });
  },
);
