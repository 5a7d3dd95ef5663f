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
import { RUN_KINDS } from 'backstage-plugin-tekton-results-common';
import {
  RESOURCES,
  startExampleCluster,
  type ExampleCluster,
} from 'example-cluster';
import { readClusters, RUN_RESOURCES, type ClusterWriter } from '../../cluster';
import { DEFAULT_WATCHER_CONFIG } from '../../config';
import type { StewardedRun, StewardStore } from '../../store';
import { ArchivePolicy } from '../archive';
import { realClock } from '../clock';
import { noEventsCapture } from '../events';
import { noClusterMetrics } from '../metrics';
import { noLogsCapture } from './LogsCapture';
import type { StewardSettings } from './nextStewardStep';
import { RunCare } from './RunCare';
import { RunReader } from './RunReader';
import { RunWriter } from './RunWriter';

const { pipelineruns } = RESOURCES;
const HOUR = 3_600_000;
const { signal } = new AbortController();

const cleaning: StewardSettings = {
  annotations: false,
  finalizers: 'ignore',
  gracePeriodMs: HOUR,
  checkOwner: true,
  labelSelector: [],
  forwardBufferMs: 0,
};

/** A completed run that is stored, and another writer that is faster than we are. */
describe('what is done to a run rests on what is stored', () => {
  let cluster: ExampleCluster;
  let run: StewardedRun;
  let writes: string[];
  /** What another writer does right before each of our writes. */
  let meanwhile: () => void;
  let care: RunCare;
  let now: number;
  let logger: ReturnType<typeof mockServices.logger.mock>;

  const find = () => cluster.store.find(pipelineruns, 'shop', 'a');
  const relabel = (value: string) => {
    const current = cluster.store.get(pipelineruns, 'shop', 'a');
    const metadata = { ...current.metadata, labels: { value } };
    cluster.store.update(pipelineruns, 'shop', 'a', { ...current, metadata });
  };
  /** Reads the run into the store, as the recorder does. */
  const store = () => {
    const payload = cluster.store.get(pipelineruns, 'shop', 'a');
    const { uid = '', resourceVersion } = payload.metadata;
    run = {
      uid,
      kind: 'PipelineRun',
      namespace: 'shop',
      name: 'a',
      status: 'succeeded',
      completedAt: now - 2 * HOUR,
      resourceVersion: Number(resourceVersion),
      storedAt: now - 2 * HOUR,
      finalStoredAt: now - 2 * HOUR,
      result: `shop/results/${uid}`,
      record: `shop/results/${uid}/records/${uid}`,
      payload: payload as unknown as StewardedRun['payload'],
    };
  };

  beforeEach(async () => {
    cluster = await startExampleCluster();
    now = Date.now();
    logger = mockServices.logger.mock();
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
    const [{ connection, writer }] = clusters;
    writes = [];
    meanwhile = () => {};
    const raced = (write: string) => {
      writes.push(write);
      meanwhile();
    };
    const racing: ClusterWriter = {
      apply: async options => {
        raced('apply');
        return writer.apply(options);
      },
      merge: async options => {
        raced('merge');
        return writer.merge(options);
      },
      remove: async options => {
        raced('remove');
        return writer.remove(options);
      },
      create: options => writer.create(options),
    };
    cluster.store.create(pipelineruns, {
      metadata: { name: 'a', namespace: 'shop' },
      spec: {},
    });
    store();
    const stewardStore: StewardStore = {
      liveRuns: async () => [run],
      liveUids: async () => ({ uids: [] }),
      expiredRuns: async () => [],
      expiredUids: async () => [],
      storedUids: async () => new Set<string>(),
      children: async () => [],
      noteGaps: async () => [],
    };
    care = new RunCare({
      cluster: 'test',
      store: stewardStore,
      reader: new RunReader({ store: stewardStore, cluster: 'test' }),
      policy: new ArchivePolicy(DEFAULT_WATCHER_CONFIG.archive, RUN_KINDS),
      held: {
        lease: { name: 'watch/test', holder: 'a', epoch: 1 },
        isFresh: () => true,
      },
      writer: new RunWriter({
        connection,
        writer: racing,
        resourceOf: kind => RUN_RESOURCES.find(other => other.kind === kind),
      }),
      logs: noLogsCapture,
      events: noEventsCapture,
      onRefused: () => {},
      metrics: noClusterMetrics,
      logger,
      clock: { ...realClock, now: () => now },
    });
  });

  afterEach(() => cluster.close());

  it('lets go of a run that retention has removed, unless finalizers are not ours', async () => {
    const finalizer = 'results.tekton.dev/pipelinerun';
    const current = cluster.store.get(pipelineruns, 'shop', 'a');
    const metadata = { ...current.metadata, finalizers: ['other', finalizer] };
    cluster.store.update(pipelineruns, 'shop', 'a', { ...current, metadata });
    store();
    const expired = { ...run, finalizers: ['other', finalizer] };
    await care.letGo(expired, { ...cleaning, finalizers: 'ignore' }, signal);
    await care.letGo({ ...expired, finalizers: ['other'] }, cleaning, signal);
    expect(writes).toEqual([]);
    await care.letGo(expired, { ...cleaning, finalizers: 'use' }, signal);
    expect(find()?.metadata.finalizers).toEqual(['other']);
  });

  it('deletes a run that is as it is stored', async () => {
    await care.lookAfter(run, cleaning, signal);
    expect(find()).toBeUndefined();
  });

  it('does not delete a run in a version that is not stored', async () => {
    relabel('unstored');
    await care.lookAfter(run, cleaning, signal);
    expect(find()).toBeDefined();
    store();
    await care.lookAfter(run, cleaning, signal);
    expect(find()).toBeUndefined();
  });

  it('does not annotate, and then delete, what another writer changed', async () => {
    const settings = { ...cleaning, annotations: true };
    meanwhile = () => relabel(`unstored-${writes.length}`);
    await care.lookAfter(run, settings, signal);
    expect(find()).toBeDefined();
    expect(writes).not.toContain('remove');
  });

  it('deletes a run that it annotated only when that state is stored', async () => {
    const settings = { ...cleaning, annotations: true };
    await care.lookAfter(run, settings, signal);
    expect(writes).toEqual(['apply']);
    expect(find()?.metadata.annotations).toMatchObject({
      'results.tekton.dev/stored': 'true',
    });
    store();
    await care.lookAfter(run, settings, signal);
    expect(find()).toBeUndefined();
  });

  it('does not release a run that it protected over a change that is not stored', async () => {
    const settings: StewardSettings = { ...cleaning, finalizers: 'use' };
    run = { ...run, status: 'running', finalStoredAt: undefined };
    meanwhile = () => relabel('unstored');
    await care.lookAfter(run, settings, signal);
    expect(writes).toEqual(['apply']);
    expect(find()?.metadata).toMatchObject({
      labels: { value: 'unstored' },
      finalizers: ['results.tekton.dev/pipelinerun'],
    });
  });

  it('reports a run whose state in the cluster does not come to be stored', async () => {
    relabel('cannot be stored');
    const delays: number[] = [];
    const look = async () => {
      const next = await care.lookAfter(run, cleaning, signal);
      delays.push((next ?? NaN) - now);
    };
    await look();
    await look();
    // As a rule it is on its way.
    expect(care.stuck.size).toBe(0);
    await look();
    await look();
    expect(delays).toEqual([5_000, 20_000, 60_000, 60_000]);
    expect(care.stuck.oldest(now + HOUR)).toMatchObject({
      name: 'a',
      reason:
        'delete: the cluster has a later state of it that does not come to be stored',
    });
    store();
    await care.lookAfter(run, cleaning, signal);
    expect(find()).toBeUndefined();
    expect(care.stuck.size).toBe(0);
  });

  it('tells of a deleted run that hangs as its finalizer may not be released', async () => {
    const current = cluster.store.get(pipelineruns, 'shop', 'a');
    const finalizers = ['results.tekton.dev/pipelinerun'];
    const metadata = { ...current.metadata, finalizers };
    cluster.store.update(pipelineruns, 'shop', 'a', { ...current, metadata });
    cluster.store.delete(pipelineruns, 'shop', 'a');
    store();
    const settings: StewardSettings = { ...cleaning, finalizers: 'ignore' };
    await care.lookAfter(run, settings, signal);
    await care.lookAfter(run, settings, signal);
    expect(care.stuck.oldest(now + HOUR)?.reason).toContain(
      'held by our finalizer',
    );
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringContaining(
          'PipelineRun shop/a of cluster test is deleted',
        ),
      ],
    ]);
    expect(writes).toEqual([]);
  });

  it('goes on when there was nothing to change, as no event will come', async () => {
    const wanted = { ...cleaning, annotations: true };
    await care.lookAfter(run, wanted, signal);
    const { payload } = run;
    store();
    // A server that does not keep the annotations: what is stored never has them.
    run = { ...run, payload };
    writes.length = 0;
    await care.lookAfter(run, wanted, signal);
    expect(writes).toEqual(['apply', 'remove']);
    expect(find()).toBeUndefined();
  });
});
