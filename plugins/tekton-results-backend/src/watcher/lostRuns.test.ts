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

import { createTestStores, TESTED_DATABASES } from '../__testUtils__/databases';
import { lastRecordedEvents, testScope } from '../__testUtils__/recordedRuns';
import { DEFAULT_WATCHER_CONFIG } from '../config';
import type { CapturedRun } from '../store';
import { ArchivePolicy } from './archive';
import { LeasedCaptureStore } from './LeasedCaptureStore';
import { noClusterMetrics } from './metrics';

jest.setTimeout(60_000);

const scope = testScope('taskruns', 'TaskRun');
const [{ captured: recorded }] = lastRecordedEvents().filter(
  ({ captured }) => captured.facts.kind === 'TaskRun',
);

function run(
  uid: string,
  status: CapturedRun['facts']['status'],
  options: { version?: number; sighting?: CapturedRun['sighting'] } = {},
): CapturedRun {
  return {
    ...recorded,
    resourceVersion: options.version ?? 1,
    sighting: options.sighting ?? 'changed',
    facts: { ...recorded.facts, uid, status, namespace: 'shop' },
    group: { parent: 'shop', result: uid, record: uid },
  };
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'F17, window 2: runs that are lost, with %s',
  databaseId => {
    async function open() {
      const { stores } = await createTestStores(databaseId);
      const lease = await stores.leases.acquire({
        name: 'test',
        holder: 'me',
        ttlMs: 60_000,
      });
      if (!lease) {
        throw new Error('the lease is taken');
      }
      const lost: string[] = [];
      const store = new LeasedCaptureStore({
        store: stores.capture,
        stored: stores.steward,
        policy: new ArchivePolicy(DEFAULT_WATCHER_CONFIG.archive, ['TaskRun']),
        ownsFinalizers: () => false,
        summaryKeys: DEFAULT_WATCHER_CONFIG,
        held: { lease, isFresh: () => true },
        onLost: () => {},
        listener: { stored: () => {}, protect: () => {} },
        metrics: {
          ...noClusterMetrics,
          runLost: ({ kind, namespace }, reason) =>
            lost.push(`${reason} ${kind} ${namespace}`),
        },
      });
      return { stores, store, lost };
    }

    it('are counted once when they are deleted before their end was seen', async () => {
      const { store, lost } = await open();
      await store.record(scope, [
        run('a', 'running'),
        run('b', 'succeeded', { sighting: 'deleted' }),
      ]);
      const last = run('a', 'running', { version: 2, sighting: 'deleted' });
      await store.record(scope, [last]);
      await store.record(scope, [last]);
      expect(lost).toEqual(['vanished TaskRun shop']);
    });

    it('are counted once when a list does not hold them any more', async () => {
      const { store, lost } = await open();
      await store.record(scope, [
        run('a', 'running'),
        run('b', 'failed'),
        run('c', 'waiting', { version: 9 }),
      ]);
      const list = { listVersion: 5 };
      await store.markGone(scope, ['a', 'b', 'c'], list);
      await store.markGone(scope, ['a', 'b', 'c'], list);
      expect(lost).toEqual(['vanished TaskRun shop']);
    });

    it('are counted once when the database refuses their final state', async () => {
      const { store, lost } = await open();
      store.setAside(run('a', 'succeeded'));
      store.setAside(run('a', 'succeeded', { sighting: 'deleted' }));
      store.setAside(run('b', 'running'));
      expect(lost).toEqual(['refused TaskRun shop']);
    });
  },
);
