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

import { RESOURCES } from 'example-cluster';
import { TESTED_DATABASES } from '../__testUtils__/databases';
import { DEFAULT_WATCHER_CONFIG } from '../config';
import { createWatchedCluster, until } from './__testUtils__/watchedCluster';
import { noClusterMetrics, noWatcherMetrics } from './metrics';

jest.setTimeout(90_000);

const { pipelineruns } = RESOURCES;
const config = {
  finalizers: 'never',
  archive: { ...DEFAULT_WATCHER_CONFIG.archive, incompleteRuns: false },
} as const;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs that are stored when they are over, and that nothing holds, with %s',
  databaseId => {
    let watched: Awaited<ReturnType<typeof createWatchedCluster>>;
    let lost: string[];

    const watch = () =>
      watched.watch(config, {
        metrics: {
          ...noWatcherMetrics,
          cluster: () => ({
            ...noClusterMetrics,
            runLost: ({ kind }, reason) => lost.push(`${reason} ${kind}`),
          }),
        },
      });

    /** Lets a run be seen while it runs. */
    const runs = async (name: string) => {
      watched.create(pipelineruns, name);
      watched.setStatus(pipelineruns, name, 'Unknown');
      await until(
        () => watched.db('unfinished_runs').pluck('resource_version'),
        versions =>
          versions.map(String).join() ===
          watched.find(pipelineruns, name)?.metadata.resourceVersion,
      );
    };

    beforeEach(async () => {
      watched = await createWatchedCluster(databaseId);
      lost = [];
    });

    afterEach(() => watched.close());

    it('window 1: are stored as they were last seen when they vanish in an outage', async () => {
      const { cluster, stored, remove } = watched;
      await watch();
      await runs('a');
      expect([...(await watched.runs()).keys()]).toEqual([]);

      cluster.addFault({
        match: { path: '/apis/tekton.dev' },
        effect: { status: 500 },
        times: 2,
      });
      cluster.dropWatches();
      remove(pipelineruns, 'a');
      cluster.compact();
      expect(await stored('a', ({ goneAt }) => goneAt)).toMatchObject({
        status: 'incomplete',
      });
      expect(lost).toEqual(['vanished PipelineRun']);
      expect(await watched.db('unfinished_runs')).toEqual([]);
    });

    it('window 1: are stored as they were last seen when they vanish while nobody watches', async () => {
      const { cluster, stored, remove, details } = watched;
      const { stop } = await watch();
      await runs('a');
      await stop();
      const stoppedAt = Date.now();
      remove(pipelineruns, 'a');
      cluster.compact();

      await watch();
      expect(await stored('a', ({ goneAt }) => goneAt)).toMatchObject({
        status: 'incomplete',
      });
      expect((await details('a'))?.lastSeenTime).toBeLessThanOrEqual(stoppedAt);
      expect(lost).toEqual(['vanished PipelineRun']);
    });

    it('leave nothing aside when they are over', async () => {
      const { stored, setStatus } = watched;
      await watch();
      await runs('a');
      setStatus(pipelineruns, 'a', 'True');
      await stored('a', ({ status }) => status === 'succeeded');
      expect(await watched.db('unfinished_runs')).toEqual([]);
      expect(lost).toEqual([]);
    });
  },
);
