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
import {
  RESOURCES,
  startExampleCluster,
  type ExampleCluster,
  type FaultEffect,
} from 'example-cluster';
import { readClusters, RUN_RESOURCES } from '../cluster';
import { MemoryCaptureStore } from './__testUtils__/MemoryCaptureStore';
import { until } from './__testUtils__/watchedCluster';
import { CaptureMonitor } from './CaptureMonitor';
import { Reflector } from './Reflector';

jest.setTimeout(60_000);

/** So much faster than with real delays do reflectors come back. */
const HASTE = 40;

const [resource] = RUN_RESOURCES;

interface Watched {
  readonly cluster: ExampleCluster;
  readonly store: MemoryCaptureStore;
  readonly monitor: CaptureMonitor;
  stop(): Promise<void>;
}

async function watch(): Promise<Watched> {
  const cluster = await startExampleCluster();
  const store = new MemoryCaptureStore();
  const monitor = new CaptureMonitor({ configProblems: [] });
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: [
        {
          name: 'test',
          url: cluster.url,
          skipTLSVerify: false,
          ca: undefined,
        },
      ],
    },
  });
  const stop = new AbortController();
  const running = new Reflector({
    cluster: 'test',
    connection: clusters[0].connection,
    resource,
    store,
    monitor: monitor
      .addCluster({ name: 'test', title: 'Test' })
      .resource(resource.plural),
    logger: mockServices.logger.mock(),
    clock: {
      now: Date.now,
      random: () => 0.5,
      sleep: (ms, signal) => sleep(ms / HASTE, undefined, { signal }),
    },
  }).run(stop.signal);
  await until(() => cluster.state().watches.pipelineruns === 1);
  return {
    cluster,
    store,
    monitor,
    async stop() {
      stop.abort();
      await running;
      await cluster.close({ abrupt: true });
    },
  };
}

function createRun({ cluster }: Watched, name: string, createdAt?: Date) {
  const { uid } = cluster.store.create(RESOURCES.pipelineruns, {
    metadata: {
      name,
      namespace: 'shop',
      ...(createdAt && { creationTimestamp: createdAt.toISOString() }),
    },
  }).metadata;
  return uid;
}

function stateOf({ monitor }: Watched) {
  const [{ state, problem }] = monitor.report().clusters;
  return { state, problem: problem?.code };
}

/** Until a run is stored. */
async function untilStored({ store }: Watched, uid: string) {
  await until(() => store.live.has(uid));
}

describe('a cluster in trouble', () => {
  let troubled: Watched;
  let well: Watched;

  beforeEach(async () => {
    [troubled, well] = await Promise.all([watch(), watch()]);
  });

  afterEach(async () => {
    await Promise.all([troubled.stop(), well.stop()]);
  });

  it.each<[string, FaultEffect, string]>([
    ['refuses the credential (401)', { status: 401 }, 'unauthorized'],
    ['gives too few rights (403)', { status: 403 }, 'forbidden'],
    ['has no Tekton (404)', { status: 404 }, 'notInstalled'],
    [
      'is busy (429)',
      { status: 429, headers: { 'Retry-After': '1' } },
      'clusterError',
    ],
    ['fails (500)', { status: 500 }, 'clusterError'],
    [
      'answers with the page of a proxy',
      { status: 200, body: '<html></html>' },
      'clusterError',
    ],
    ['breaks off', { reset: true }, 'unreachable'],
  ])(
    'that %s is asked again, shown, and stops no other',
    async (_, effect, code) => {
      troubled.cluster.addFault({ match: { path: '/apis' }, effect });
      troubled.cluster.dropWatches();
      await until(() => stateOf(troubled).problem === code);
      const late = createRun(troubled, 'late');
      const other = createRun(well, 'other');

      await untilStored(well, other);
      expect(stateOf(well).state).toBe('ok');
      expect(troubled.store.live.has(late)).toBe(false);

      troubled.cluster.clearFaults();
      await untilStored(troubled, late);
      await until(() => stateOf(troubled).state === 'ok');
    },
  );

  it.each<[string, (cluster: ExampleCluster) => unknown]>([
    ['ends', cluster => cluster.dropWatches()],
    ['cuts', cluster => cluster.dropWatches({ abrupt: true })],
    ['garbles', cluster => cluster.garbleWatches()],
  ])(
    'that %s its streams is watched from where it was',
    async (_, interrupt) => {
      const first = createRun(troubled, 'first');
      await untilStored(troubled, first);
      interrupt(troubled.cluster);
      const uids = ['a', 'b', 'c'].map(name => createRun(troubled, name));
      await Promise.all(uids.map(uid => untilStored(troubled, uid)));
      expect(
        troubled.store.calls.filter(call => call.startsWith('listed')),
      ).toEqual([]);
    },
  );

  it('that hangs is left hanging, and stops no other', async () => {
    troubled.cluster.addFault({
      match: { path: '/apis' },
      effect: { hang: true },
    });
    troubled.cluster.dropWatches();
    await untilStored(well, createRun(well, 'other'));
    expect(stateOf(well).state).toBe('ok');
  });

  it.each([
    ['ahead', 86_400_000],
    ['behind', -86_400_000],
  ])('whose clock is %s loses nothing', async (_, skewMs) => {
    const uid = createRun(troubled, 'skewed', new Date(Date.now() + skewMs));
    await untilStored(troubled, uid);
    expect(stateOf(troubled).state).toBe('ok');
  });
});
