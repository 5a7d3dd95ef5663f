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
  ClusterError,
  RUN_RESOURCES,
  type ClusterConnection,
  type ClusterWriter,
} from '../../cluster';
import { DEFAULT_WATCHER_CONFIG } from '../../config';
import type { StewardedRun, StewardStore } from '../../store';
import { until } from '../__testUtils__/watchedCluster';
import { ArchivePolicy } from '../archive';
import { captureRun } from '../captureRun';
import { realClock } from '../clock';
import { noEventsCapture } from '../events';
import { noLogsCapture } from './LogsCapture';
import type { StewardSettings } from './nextStewardStep';
import { RunWriter } from './RunWriter';
import { Steward } from './Steward';

const FINALIZER = 'results.tekton.dev/pipelinerun';
const lease = { name: 'watch/test', holder: 'a', epoch: 1 };

const HURRY_FROM = Date.now();

const protecting: StewardSettings = {
  annotations: false,
  finalizers: 'use',
  checkOwner: true,
  labelSelector: [],
  forwardBufferMs: 0,
};

function object(name: string, metadata: object = {}) {
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: '1',
      ...metadata,
    },
  };
}

function captured(name: string, metadata: object = {}) {
  const { captured: run, problem } = captureRun(
    object(name, metadata),
    'changed',
  );
  if (!run) {
    throw new Error(problem);
  }
  return run;
}

/** Running runs, and how often each was read. */
class MemoryStewardStore implements StewardStore {
  readonly runs = new Map<string, StewardedRun>();
  readonly reads: string[] = [];
  failures = 0;

  add(name: string, metadata: object = {}) {
    const { facts, payload } = captured(name, metadata);
    this.runs.set(facts.uid, {
      ...facts,
      resourceVersion: 1,
      storedAt: Date.now(),
      result: `shop/results/${facts.uid}`,
      record: `shop/results/${facts.uid}/records/${facts.uid}`,
      payload,
    });
  }

  async liveRuns(_cluster: string, uids: readonly string[]) {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('database is away');
    }
    this.reads.push(...uids);
    return uids.flatMap(uid => this.runs.get(uid) ?? []);
  }

  async liveUids({ after = 0, limit }: { after?: number; limit: number }) {
    const uids = [...this.runs.keys()].slice(after, after + limit);
    return { uids, next: uids.length === limit ? after + limit : undefined };
  }

  async storedUids() {
    return new Set<string>();
  }

  async children() {
    return [];
  }

  async noteGaps() {
    return [];
  }
}

/** Takes all applies, and remembers to whom they went. */
class FakeWriter implements ClusterWriter {
  readonly applied: string[] = [];
  failures: ClusterError[] = [];

  async apply({ name }: Parameters<ClusterWriter['apply']>[0]) {
    const failure = this.failures.pop();
    if (failure) {
      throw failure;
    }
    this.applied.push(name);
    return object(name, { finalizers: [FINALIZER], resourceVersion: '2' });
  }

  async merge() {
    return {};
  }

  async remove() {}

  async create() {
    return {};
  }
}

describe('Steward', () => {
  const stop = new AbortController();
  const running: Array<Promise<void>> = [];
  let store: MemoryStewardStore;
  let writer: FakeWriter;
  let fresh: boolean;
  let renewed: number;

  function start(
    options: {
      settings?: (signal: AbortSignal) => Promise<StewardSettings>;
      /** Hours pass like seconds. */
      hurried?: boolean;
    } = {},
  ) {
    const { settings = async () => protecting, hurried = false } = options;
    const steward = new Steward({
      cluster: 'test',
      store,
      policy: new ArchivePolicy(DEFAULT_WATCHER_CONFIG.archive, RUN_KINDS),
      held: { lease, isFresh: () => fresh },
      writer: new RunWriter({
        connection: {
          getObject: async () => undefined,
        } as unknown as ClusterConnection,
        writer,
        resourceOf: kind => RUN_RESOURCES.find(other => other.kind === kind),
      }),
      care: {
        logs: noLogsCapture,
        events: noEventsCapture,
        onRefused: () => {
          renewed += 1;
        },
      },
      resolveSettings: settings,
      logger: mockServices.logger.mock(),
      clock: hurried
        ? {
            ...realClock,
            now: () => HURRY_FROM + (Date.now() - HURRY_FROM) * 100,
            sleep: (ms, signal) => realClock.sleep(ms / 100, signal),
          }
        : realClock,
    });
    running.push(steward.run(stop.signal));
    return steward;
  }

  beforeEach(() => {
    store = new MemoryStewardStore();
    writer = new FakeWriter();
    fresh = true;
    renewed = 0;
  });

  afterAll(async () => {
    stop.abort();
    await Promise.all(running);
  });

  it('goes through all runs at its start, however many there are', async () => {
    for (let count = 0; count < 1_200; count += 1) {
      store.add(`run-${count}`);
    }
    start();
    await until(() => writer.applied.length === 1_200);
    expect(new Set(writer.applied).size).toBe(1_200);
  });

  it('finds again what there was no room for', async () => {
    const steward = start();
    await until(() => steward.report().queued === 0);
    for (let count = 0; count < 10_500; count += 1) {
      store.add(`run-${count}`);
    }
    steward.stored([...Array(10_500).keys()].map(n => captured(`run-${n}`)));
    expect(steward.report().queued).toBeLessThanOrEqual(10_000);
    await until(() => new Set(writer.applied).size === 10_500);
  });

  it('does not read runs again with which there is nothing to do', async () => {
    store.add('first');
    const steward = start();
    await until(() => writer.applied.length === 1);
    await until(() => steward.report().queued === 0);
    store.add('a', { finalizers: [FINALIZER] });
    store.add('b');
    steward.stored([
      captured('a', { finalizers: [FINALIZER] }),
      captured('b'),
      { ...captured('c'), sighting: 'deleted' },
    ]);
    await until(() => writer.applied.length === 2);
    expect(store.reads).toEqual(['uid-first', 'uid-b']);
  });

  it('writes nothing while it is not certain that the lease is its own', async () => {
    store.add('a');
    fresh = false;
    start();
    await until(() => store.reads.length > 0);
    expect(writer.applied).toEqual([]);
    fresh = true;
    await until(() => writer.applied.length === 1);
  });

  it('goes on when the database is back', async () => {
    store.add('a');
    store.failures = 3;
    start({ hurried: true });
    await until(() => writer.applied.length === 1);
    expect(store.failures).toBe(0);
  });

  it('renews a credential that is refused, and tries again', async () => {
    store.add('a');
    writer.failures = [
      new ClusterError('x', { code: 'unauthorized', status: 401 }),
    ];
    const steward = start();
    await until(() => renewed === 1);
    await until(() => steward.report().oldestStuck?.name === 'a');
    await until(() => steward.report().stuck === 0);
    expect(writer.applied).toEqual(['a']);
  });

  it('waits until it knows what it may do', async () => {
    store.add('a');
    let asked = 0;
    start({
      settings: async () => {
        asked += 1;
        if (asked < 3) {
          throw new Error('cluster is away');
        }
        return protecting;
      },
      hurried: true,
    });
    await until(() => writer.applied.length === 1);
    expect(asked).toBe(3);
  });

  it('protects runs that are stored later', async () => {
    const steward = start();
    await until(() => steward.ownsFinalizers('never'));
    steward.protect([captured('unstored')]);
    await until(() => writer.applied.length === 1);
    expect(writer.applied).toEqual(['unstored']);
    await until(() => steward.report().queued === 0);
  });

  it('finds again runs to be protected for which there was no room', async () => {
    const steward = start();
    await until(() => steward.ownsFinalizers('never'));
    steward.protect([...Array(10_500).keys()].map(n => captured(`run-${n}`)));
    expect(steward.report().queued).toBeLessThanOrEqual(10_000);
    await until(() => new Set(writer.applied).size === 10_500);
  });

  it('protects no run that is protected or being deleted', async () => {
    const steward = start();
    await until(() => steward.ownsFinalizers('never'));
    steward.protect([
      captured('protected', { finalizers: [FINALIZER] }),
      captured('deleted', { deletionTimestamp: '2026-11-21T10:00:00Z' }),
      captured('new'),
    ]);
    await until(() => writer.applied.length > 0);
    await until(() => steward.report().queued === 0);
    expect(writer.applied).toEqual(['new']);
  });

  it('does not report a run any more that is gone, however that came', async () => {
    store.add('a');
    store.add('b');
    const refuse = (name: string) =>
      new ClusterError(`denied ${name}`, { code: 'clusterError', status: 422 });
    writer.failures = [refuse('1'), refuse('2')];
    const steward = start({ hurried: true });
    await until(() => steward.report().stuck === 2);
    store.runs.delete('uid-a');
    store.runs.delete('uid-b');
    steward.stored([{ ...captured('a'), sighting: 'deleted' }]);
    // A list found the other one missing, of which nobody tells.
    await until(() => steward.report().stuck === 0);
    expect(writer.applied).toEqual([]);
  });
});
