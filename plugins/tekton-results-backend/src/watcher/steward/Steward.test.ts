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
import type { ExpiredRun, StewardedRun, StewardStore } from '../../store';
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
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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

/** As captured when it is over. */
function finished(name: string, metadata: object) {
  const run = captured(name, metadata);
  return { ...run, facts: { ...run.facts, status: 'succeeded' as const } };
}

/** Runs, running unless told otherwise, and how often each was read. */
class MemoryStewardStore implements StewardStore {
  readonly runs = new Map<string, StewardedRun>();
  readonly reads: string[] = [];
  /** Those that retention has removed. */
  expired: ExpiredRun[] = [];
  failures = 0;
  /** Until when it does not answer. */
  silence: Promise<void> = Promise.resolve();

  add(
    name: string,
    metadata: object = {},
    others: Pick<Partial<StewardedRun>, 'status' | 'finalStoredAt'> = {},
  ) {
    const { facts, payload } = captured(name, metadata);
    this.runs.set(facts.uid, {
      ...facts,
      resourceVersion: 1,
      storedAt: Date.now(),
      result: `shop/results/${facts.uid}`,
      record: `shop/results/${facts.uid}/records/${facts.uid}`,
      payload,
      ...others,
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
    await this.silence;
    const uids = [...this.runs.keys()].slice(after, after + limit);
    return { uids, next: uids.length === limit ? after + limit : undefined };
  }

  async expiredRuns(_: string, uids: readonly string[]) {
    return this.expired.filter(({ uid }) => uids.includes(uid));
  }

  async expiredUids() {
    return this.expired.map(({ uid }) => uid);
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
  readonly removed: string[] = [];
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

  async remove({ name }: Parameters<ClusterWriter['remove']>[0]) {
    this.removed.push(name);
  }

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
  let leftFinalizers: boolean[];
  let now: () => number;

  function start(
    options: {
      settings?: (signal: AbortSignal) => Promise<StewardSettings>;
      /** So many times as fast does time pass. */
      speed?: number;
    } = {},
  ) {
    const { settings = async () => protecting, speed = 1 } = options;
    now = () => HURRY_FROM + (Date.now() - HURRY_FROM) * speed;
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
      onLeftFinalizers: left => leftFinalizers.push(left),
      clock: {
        ...realClock,
        now,
        sleep: (ms, signal) => realClock.sleep(ms / speed, signal),
      },
    });
    running.push(steward.run(stop.signal));
    return steward;
  }

  beforeEach(() => {
    store = new MemoryStewardStore();
    writer = new FakeWriter();
    fresh = true;
    renewed = 0;
    leftFinalizers = [];
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

  it('lets go of runs that retention has removed, at its start and when they change', async () => {
    const expired = (name: string) => ({
      uid: captured(name).facts.uid,
      kind: 'PipelineRun' as const,
      namespace: 'shop',
      name,
      resourceVersion: 1,
      finalizers: [FINALIZER],
    });
    store.expired = [expired('old')];
    const steward = start();
    await until(() => writer.applied.length === 1);
    store.expired = [expired('older')];
    steward.stored([finished('older', { finalizers: [FINALIZER] })]);
    await until(() => writer.applied.length === 2);
    expect(writer.applied).toEqual(['old', 'older']);
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

  it.each([
    ['found again by then', 24 * HOUR],
    ['due soon', 10 * MINUTE],
  ])(
    'looks after new runs, however many wait for their time: %s',
    async (_, gracePeriodMs) => {
      const steward = start({
        settings: async () => ({ ...protecting, gracePeriodMs }),
      });
      await until(() => steward.ownsFinalizers('never'));
      const names = [...Array(10_500).keys()].map(n => `old-${n}`);
      const metadata = { finalizers: [FINALIZER] };
      const finalStoredAt = Date.now();
      for (const name of names) {
        store.add(name, metadata, { status: 'succeeded', finalStoredAt });
      }
      steward.stored(names.map(name => finished(name, metadata)));
      await until(() => new Set(store.reads).size === names.length);
      store.add('new');
      steward.stored([captured('new')]);
      await until(() => writer.applied.length > 0);
      expect(writer.applied).toEqual(['new']);
      expect(steward.report().queued).toBeLessThanOrEqual(10_016);
      expect(steward.report().problem).toBeUndefined();
    },
  );

  it('finds deleted runs at its start, and releases them before all else', async () => {
    for (let count = 0; count < 6_000; count += 1) {
      store.add(`run-${count}`);
    }
    store.add('deleted', {
      finalizers: [FINALIZER],
      deletionTimestamp: '2026-11-21T10:00:00Z',
    });
    start();
    await until(() => writer.applied.includes('deleted'));
    expect(writer.applied.indexOf('deleted')).toBeLessThan(3_000);
    await until(() => writer.applied.length === 6_001);
  });

  it('deletes a run in time that it did not remember for so long', async () => {
    const gracePeriodMs = 40 * MINUTE;
    const steward = start({
      settings: async () => ({ ...protecting, gracePeriodMs }),
      speed: 1_000,
    });
    await until(() => steward.ownsFinalizers('never'));
    const finalStoredAt = now();
    const metadata = { finalizers: [FINALIZER] };
    store.add('old', metadata, { status: 'succeeded', finalStoredAt });
    steward.stored([finished('old', metadata)]);
    await until(() => writer.removed.length > 0);
    expect(now()).toBeGreaterThanOrEqual(finalStoredAt + gracePeriodMs);
    expect(writer.removed[0]).toBe('old');
  });

  it('tells when it takes long to go through all runs', async () => {
    let answer = () => {};
    store.silence = new Promise(resolve => {
      answer = resolve;
    });
    const steward = start({ speed: 10_000 });
    const problem = await until(() => steward.report().problem);
    expect(problem?.message).toBe('It takes long to go through all runs');
    answer();
    await until(() => steward.report().problem === undefined);
  });

  it('tells whether runs have our finalizer that it may not release', async () => {
    store.add('a');
    store.add('b', { finalizers: [FINALIZER] });
    start({
      settings: async () => ({ ...protecting, finalizers: 'ignore' }),
      speed: 2_000,
    });
    await until(() => leftFinalizers.length === 1);
    store.runs.delete('uid-b');
    await until(() => leftFinalizers.length === 2);
    expect(leftFinalizers).toEqual([true, false]);
    expect(writer.applied).toEqual([]);
  });

  it('goes through all runs when it learns that it may not write any more', async () => {
    let asked = 0;
    start({
      settings: async () => {
        asked += 1;
        return { ...protecting, finalizers: asked === 1 ? 'use' : 'ignore' };
      },
      speed: 2_000,
    });
    await until(() => asked === 1);
    store.add('a', { finalizers: [FINALIZER] });
    await until(() => leftFinalizers.length > 0);
    expect(leftFinalizers).toEqual([true]);
  });

  it('does not read runs again with which there is nothing to do', async () => {
    store.add('first');
    const steward = start();
    await until(() => writer.applied.length === 1);
    await until(() => steward.report().queued === 0);
    store.reads.length = 0;
    store.add('a', { finalizers: [FINALIZER] });
    store.add('b');
    steward.stored([
      captured('a', { finalizers: [FINALIZER] }),
      captured('b'),
      { ...captured('c'), sighting: 'deleted' },
    ]);
    await until(() => writer.applied.length === 2);
    expect(store.reads).toEqual(['uid-b']);
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
    const steward = start({ speed: 100 });
    const problem = await until(() => steward.report().problem);
    expect(problem?.message).toBe(
      'Runs cannot be looked after now: database is away',
    );
    await until(() => writer.applied.length === 1);
    expect(store.failures).toBe(0);
    await until(() => steward.report().problem === undefined);
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
      speed: 100,
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

  it('does not report a run any more that is gone, and that it does not remember', async () => {
    store.add('a');
    writer.failures = [...Array(1_000).keys()].map(
      () => new ClusterError('x', { code: 'clusterError', status: 422 }),
    );
    let asked = 0;
    const steward = start({
      settings: async () => {
        asked += 1;
        if (asked === 1) {
          return protecting;
        }
        // When to look at it again is forgotten with other settings.
        store.runs.delete('uid-a');
        return { ...protecting, forwardBufferMs: 1 };
      },
      speed: 2_000,
    });
    await until(() => steward.report().stuck === 1);
    await until(() => asked > 1);
    await until(() => steward.report().stuck === 0);
    expect(steward.report().oldestStuck).toBeUndefined();
  });

  it('does not report a run any more that is gone, however that came', async () => {
    store.add('a');
    store.add('b');
    const refuse = (name: string) =>
      new ClusterError(`denied ${name}`, { code: 'clusterError', status: 422 });
    writer.failures = [refuse('1'), refuse('2')];
    const steward = start({ speed: 100 });
    await until(() => steward.report().stuck === 2);
    store.runs.delete('uid-a');
    store.runs.delete('uid-b');
    steward.stored([{ ...captured('a'), sighting: 'deleted' }]);
    // A list found the other one missing, of which nobody tells.
    await until(() => steward.report().stuck === 0);
    expect(writer.applied).toEqual([]);
  });
});
