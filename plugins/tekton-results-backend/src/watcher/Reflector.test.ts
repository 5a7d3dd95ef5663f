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
import {
  RUN_RESOURCES,
  type ClusterConnection,
  type ListPage,
  type WatchEvent,
} from '../cluster';
import { ClusterError } from '../cluster';
import {
  StoreError,
  type CapturedRun,
  type CaptureScope,
  type CaptureStore,
} from '../store';
import { CaptureMonitor } from './CaptureMonitor';
import { Reflector } from './Reflector';

const [resource] = RUN_RESOURCES;

function run(name: string, version: number) {
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: String(version),
    },
  };
}

function event(type: WatchEvent['type'], name: string, version: number) {
  return { type, object: run(name, version) };
}

/** A store that remembers what it was told, in order. */
class MemoryCaptureStore implements CaptureStore {
  readonly calls: string[] = [];
  readonly live = new Map<string, number>();
  point: string | undefined;
  failures = 0;
  /** Name of a run that is refused. */
  refuse: string | undefined;
  goneUpTo: number | undefined;

  async resumePoint() {
    return this.point;
  }

  async record(
    _scope: CaptureScope,
    runs: readonly CapturedRun[],
    options: { resumePoint?: string; regressed?: boolean } = {},
  ) {
    if (runs.some(({ facts }) => facts.name === this.refuse)) {
      throw new StoreError(Object.assign(new Error('x'), { code: '22021' }));
    }
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('database is away');
    }
    for (const { facts, resourceVersion, sighting } of runs) {
      this.calls.push(
        `${sighting} ${facts.name} ${resourceVersion}${
          options.regressed ? ' (regressed)' : ''
        }`,
      );
      this.live.set(facts.uid, resourceVersion);
    }
    this.move(options.resumePoint);
  }

  async liveRuns() {
    return new Map(this.live);
  }

  async markGone(
    _scope: CaptureScope,
    uids: readonly string[],
    options: { resumePoint: string; listVersion: number },
  ) {
    this.goneUpTo = options.listVersion;
    for (const uid of uids) {
      this.calls.push(`gone ${uid}`);
      this.live.delete(uid);
    }
    this.move(options.resumePoint);
  }

  private move(point: string | undefined) {
    if (point !== undefined && point !== this.point) {
      this.point = point;
      this.calls.push(`at ${point}`);
    }
  }
}

type Answer =
  | ListPage
  | Error
  | ((signal: AbortSignal) => AsyncIterable<readonly WatchEvent[]>);

function watchOf(...batches: Array<readonly WatchEvent[] | Error>) {
  return async function* watch() {
    yield [];
    for (const batch of batches) {
      if (batch instanceof Error) {
        throw batch;
      }
      yield batch;
    }
  };
}

function listOf(version: number, ...items: unknown[]): ListPage {
  return { items, resourceVersion: String(version) };
}

function failure(status: number) {
  return new ClusterError(`answered ${status}`, {
    code: 'clusterError',
    status,
  });
}

/** Runs a reflector until its cluster has given all the answers of a script. */
async function reflect(store: MemoryCaptureStore, script: Answer[]) {
  const stop = new AbortController();
  const requests: string[] = [];
  const sleeps: number[] = [];
  const answers = [...script];
  const next = () => {
    const answer = answers.shift();
    if (!answer) {
      stop.abort();
      throw new Error('the script is over');
    }
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  const connection: ClusterConnection = {
    async list({ limit, continueToken }) {
      requests.push(['list', limit, continueToken].filter(Boolean).join(' '));
      const answer = next();
      if (typeof answer === 'function') {
        throw new Error('the script expects a watch');
      }
      return answer;
    },
    watch({ resourceVersion, signal }) {
      requests.push(`watch ${resourceVersion}`);
      const answer = next();
      if (typeof answer !== 'function') {
        throw new Error('the script expects a list');
      }
      return answer(signal);
    },
    renewCredential: () => requests.push('renew'),
  };
  const monitor = new CaptureMonitor({ configProblems: [], now: () => 0 });
  const reports: unknown[] = [];
  await new Reflector({
    cluster: 'test',
    connection,
    resource,
    store,
    monitor: monitor.addCluster({ name: 'test', title: 'Test' })(
      'pipelineruns',
    ),
    logger: mockServices.logger.mock(),
    clock: {
      now: () => 0,
      random: () => 0.5,
      sleep: async ms => {
        sleeps.push(ms);
        reports.push(monitor.report().clusters[0].problem?.message);
      },
    },
  }).run(stop.signal);
  const [{ resources }] = monitor.report().clusters;
  return { requests, sleeps, reports, refused: resources[0].refusedRuns };
}

describe('Reflector', () => {
  it('lists page by page, then watches from the version of the list', async () => {
    const store = new MemoryCaptureStore();
    const { requests } = await reflect(store, [
      { ...listOf(10, run('a', 1)), continueToken: 'more' },
      listOf(10, run('b', 2)),
      watchOf([event('MODIFIED', 'a', 11)], [event('DELETED', 'b', 12)]),
    ]);
    expect(requests.slice(0, 3)).toEqual([
      'list 500',
      'list 500 more',
      'watch 10',
    ]);
    expect(store.calls).toEqual([
      'listed a 1',
      'listed b 2',
      'at 10',
      'changed a 11',
      'at 11',
      'deleted b 12',
      'at 12',
    ]);
  });

  it('goes on from the stored version after a restart, without a list', async () => {
    const store = new MemoryCaptureStore();
    store.point = '10';
    const { requests } = await reflect(store, [
      listOf(15),
      watchOf([{ type: 'BOOKMARK', object: run('', 14) }]),
      watchOf([]),
    ]);
    expect(requests.slice(0, 3)).toEqual(['list 1', 'watch 10', 'watch 14']);
    expect(store.calls).toEqual(['at 14']);
  });

  it('lists anew when the stored version is of the future, as the server would be silent', async () => {
    const store = new MemoryCaptureStore();
    store.point = '1000';
    store.live.set('uid-old', 900);
    const { requests } = await reflect(store, [
      listOf(15),
      listOf(15, run('a', 3)),
      watchOf(),
    ]);
    expect(requests.slice(0, 3)).toEqual(['list 1', 'list 500', 'watch 15']);
    expect(store.calls).toEqual([
      'listed a 3 (regressed)',
      'gone uid-old',
      'at 15',
    ]);
  });

  it('lists anew at once when the version is too old, and finds what is gone', async () => {
    const store = new MemoryCaptureStore();
    const { requests, sleeps } = await reflect(store, [
      listOf(10, run('a', 1), run('b', 2)),
      watchOf([event('MODIFIED', 'a', 11)], failure(410)),
      listOf(20, run('a', 11), run('c', 18)),
      watchOf(),
    ]);
    expect(requests.slice(0, 4)).toEqual([
      'list 500',
      'watch 10',
      'list 500',
      'watch 20',
    ]);
    expect(sleeps[0]).toBe(0);
    expect(store.calls.slice(-3)).toEqual([
      'listed c 18',
      'gone uid-b',
      'at 20',
    ]);
  });

  it('begins the list again when its pages expire', async () => {
    const store = new MemoryCaptureStore();
    await reflect(store, [
      { ...listOf(10, run('a', 1)), continueToken: 'more' },
      failure(410),
      listOf(20, run('a', 1)),
      watchOf(),
    ]);
    expect(store.calls).toEqual(['listed a 1', 'at 20']);
  });

  it('goes on from the last stored version when a watch breaks', async () => {
    const store = new MemoryCaptureStore();
    const { requests } = await reflect(store, [
      listOf(10),
      watchOf([event('ADDED', 'a', 11)], failure(500)),
      listOf(12),
      watchOf([event('MODIFIED', 'a', 12)]),
    ]);
    expect(requests.slice(0, 4)).toEqual([
      'list 500',
      'watch 10',
      'list 1',
      'watch 11',
    ]);
    expect(store.calls).toContain('changed a 12');
  });

  it('waits longer each time when every watch ends with an expired version', async () => {
    const expired = [listOf(10), watchOf(failure(410))];
    const { sleeps, reports } = await reflect(new MemoryCaptureStore(), [
      ...expired,
      ...expired,
      ...expired,
    ]);
    expect(sleeps.slice(0, 3)).toEqual([0, 2000, 4000]);
    expect(reports.slice(0, 3)).toEqual([
      undefined,
      'answered 410',
      'answered 410',
    ]);
  });

  it('begins to wait anew after a watch that brought something', async () => {
    const { sleeps } = await reflect(new MemoryCaptureStore(), [
      failure(500),
      failure(500),
      listOf(10),
      watchOf([event('ADDED', 'a', 11)], failure(500)),
    ]);
    expect(sleeps.slice(0, 3)).toEqual([1000, 2000, 1000]);
  });

  it('takes what a replaced cluster has, whatever the stored versions', async () => {
    const store = new MemoryCaptureStore();
    store.point = '1000';
    store.live.set('uid-old', 900);
    store.live.set('uid-a', 950);
    await reflect(store, [listOf(15), listOf(15, run('a', 3)), watchOf()]);
    expect(store.calls).toEqual([
      'listed a 3 (regressed)',
      'gone uid-old',
      'at 15',
    ]);
    expect(store.goneUpTo).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('sets aside the one run that the database refuses, and goes on', async () => {
    const store = new MemoryCaptureStore();
    store.refuse = 'b';
    const { refused } = await reflect(store, [
      listOf(10, run('a', 1), run('b', 2), run('c', 3)),
      watchOf([event('ADDED', 'd', 11), event('MODIFIED', 'b', 12)]),
    ]);
    expect(store.calls).toEqual([
      'listed a 1',
      'listed c 3',
      'at 10',
      'changed d 11',
      'at 12',
    ]);
    expect(refused).toBe(2);
  });

  it('reads its credential anew when it is refused', async () => {
    const { requests, reports } = await reflect(new MemoryCaptureStore(), [
      failure(401),
      listOf(10),
      watchOf(),
    ]);
    expect(requests.slice(0, 3)).toEqual(['list 500', 'renew', 'list 500']);
    expect(reports[0]).toBe('answered 401');
  });

  it('keeps what has arrived until the database takes it', async () => {
    const store = new MemoryCaptureStore();
    store.failures = 3;
    const { sleeps, reports } = await reflect(store, [
      listOf(10, run('a', 1)),
      watchOf(),
    ]);
    expect(store.calls).toEqual(['listed a 1', 'at 10']);
    expect(sleeps.slice(0, 3)).toEqual([500, 1000, 2000]);
    expect(reports[0]).toBe('database is away');
  });

  it('stores the runs around an object that is none', async () => {
    const store = new MemoryCaptureStore();
    await reflect(store, [
      listOf(10, run('a', 1), { kind: 'PipelineRun' }, null, run('b', 2)),
      watchOf(),
    ]);
    expect(store.calls).toEqual(['listed a 1', 'listed b 2', 'at 10']);
  });

  it('does not store again what a list shows unchanged', async () => {
    const store = new MemoryCaptureStore();
    store.live.set('uid-a', 1);
    await reflect(store, [listOf(10, run('a', 1), run('b', 2)), watchOf()]);
    expect(store.calls).toEqual(['listed b 2', 'at 10']);
  });
});
