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
import { readRecording, startExampleCluster } from 'example-cluster';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { TEST_CLUSTER } from '../../__testUtils__/recordedRuns';
import { readClusters, RUN_RESOURCES } from '../../cluster';
import type { Stores } from '../../store';
import { CaptureMonitor } from '../CaptureMonitor';
import { Reflector } from '../Reflector';
import { EventsWatcher } from './EventsWatcher';
import { parseEvent } from './parseEvent';

jest.setTimeout(90_000);

/** Names of the recorded events of runs and of their pods. */
const expected = new Set(
  readRecording()
    .events.filter(({ resource }) => resource === 'events')
    .flatMap(({ object }) => (parseEvent(object) ? [nameOf(object)] : [])),
);

function nameOf(object: unknown): string {
  return (object as { metadata: { name: string } }).metadata.name;
}

async function startCapture(stores: Stores, url: string) {
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: [
        { name: TEST_CLUSTER, url, skipTLSVerify: false, ca: undefined },
      ],
    },
  });
  const [{ connection }] = clusters;
  const stop = new AbortController();
  const logger = mockServices.logger.mock();
  const monitor = new CaptureMonitor({ configProblems: [] }).addCluster({
    name: TEST_CLUSTER,
    title: 'Test',
  });
  const common = { cluster: TEST_CLUSTER, connection, logger };
  const running = [
    ...RUN_RESOURCES.map(resource =>
      new Reflector({
        ...common,
        resource,
        store: stores.capture,
        monitor: monitor.resource(resource.plural),
      }).run(stop.signal),
    ),
    new EventsWatcher({
      ...common,
      store: stores.events,
      monitor: monitor.resource('events'),
    }).run(stop.signal),
  ];
  return async () => {
    stop.abort();
    await Promise.all(running);
  };
}

async function storedEvents(stores: Stores): Promise<Set<string>> {
  const names = new Set<string>();
  const { items } = await stores.results.listRecords({
    view: { cluster: TEST_CLUSTER },
    limit: 200,
  });
  for (const { data } of items) {
    if (data?.type === 'results.tekton.dev/v1.EventList') {
      const list = JSON.parse(data.json.toString());
      list.items.forEach((item: unknown) => names.add(nameOf(item)));
    }
  }
  return names;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'events of the recorded runs, stored in %s',
  databaseId => {
    it('window 10: are all kept, also those that came after a run was over, and across a restart', async () => {
      const { stores } = await createTestStores(databaseId);
      const cluster = await startExampleCluster({
        replay: { speed: 20, keepUids: true },
      });
      const firstStop = await startCapture(stores, cluster.url);
      // Somewhere in the middle of the runs.
      while ((await storedEvents(stores)).size < expected.size / 4) {
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      await firstStop();
      const stop = await startCapture(stores, cluster.url);
      await cluster.replayed;

      const giveUpAt = Date.now() + 30_000;
      let stored = await storedEvents(stores);
      while (stored.size < expected.size && Date.now() < giveUpAt) {
        await new Promise(resolve => setTimeout(resolve, 100));
        stored = await storedEvents(stores);
      }
      expect([...expected].filter(name => !stored.has(name))).toEqual([]);
      await stop();
      await cluster.close();
    });
  },
);
