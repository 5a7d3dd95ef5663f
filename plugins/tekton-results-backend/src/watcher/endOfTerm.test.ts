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

import { createWatchedCluster, until } from './__testUtils__/watchedCluster';
import {
  noClusterMetrics,
  noResourceMetrics,
  noWatcherMetrics,
} from './metrics';

jest.setTimeout(60_000);

describe('a replica that watches no more', () => {
  it('tells nothing of what it saw last, neither in metrics nor in health', async () => {
    const watched = await createWatchedCluster('SQLITE_3');
    const missingRights = jest.fn();
    const steps = jest.fn();
    const queues = new Map<string, number>();
    const { stop, monitor } = await watched.watch(
      {},
      {
        metrics: {
          ...noWatcherMetrics,
          cluster: () => ({
            ...noClusterMetrics,
            missingRights,
            queued: steps,
          }),
          resource: ({ resource }) => ({
            ...noResourceMetrics,
            queued: size => queues.set(resource, size),
          }),
        },
      },
    );
    const health = () => monitor.report().clusters[0];
    await until(() => health().missingRights);
    missingRights(7);
    steps(7);
    queues.set('taskruns', 7);

    await stop();
    expect(missingRights).toHaveBeenLastCalledWith(0);
    expect(steps).toHaveBeenLastCalledWith(0);
    expect(Object.fromEntries(queues)).toEqual({
      pipelineruns: 0,
      taskruns: 0,
      customruns: 0,
    });
    expect(health()).toMatchObject({
      state: 'standby',
      missingRights: undefined,
      oldestUnstored: undefined,
    });
    await watched.close();
  });
});
