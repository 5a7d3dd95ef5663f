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

import { setImmediate } from 'timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import {
  ClusterError,
  type ClusterConnection,
  type ListPage,
  type WatchEvent,
} from '../../cluster';
import { StoreError, type CapturedEvent, type EventStore } from '../../store';
import { CaptureMonitor } from '../CaptureMonitor';
import { noResourceMetrics, type ResourceMetrics } from '../metrics';
import { EventsWatcher } from './EventsWatcher';

function event(name: string, version = 1, run = 'uid-1') {
  return {
    metadata: {
      name,
      namespace: 'shop',
      resourceVersion: String(version),
      creationTimestamp: '2026-11-21T10:00:00Z',
    },
    involvedObject: {
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      namespace: 'shop',
      name: 'run',
      uid: run,
    },
  };
}

function added(name: string, version: number, run?: string): WatchEvent {
  return { type: 'ADDED', object: event(name, version, run) };
}

function listOf(version: number, ...items: unknown[]): ListPage {
  return { items, resourceVersion: String(version) };
}

function failure(status: number) {
  return new ClusterError(`answered ${status}`, {
    code: status === 403 ? 'forbidden' : 'clusterError',
    status,
  });
}

class MemoryEventStore implements EventStore {
  readonly stored: string[] = [];
  readonly runs = new Set(['uid-1']);
  failures = 0;
  refuse: string | undefined;

  async record(_cluster: string, events: readonly CapturedEvent[]) {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('database is away');
    }
    if (events.some(({ item }) => nameOf(item) === this.refuse)) {
      throw new StoreError(Object.assign(new Error('x'), { code: '22021' }));
    }
    const orphans = events.filter(({ subject }) => !this.runs.has(subject.uid));
    this.stored.push(
      ...events.filter(e => !orphans.includes(e)).map(e => nameOf(e.item)),
    );
    return orphans;
  }
}

function nameOf(item: CapturedEvent['item']): string {
  const { metadata } = item;
  return metadata && typeof metadata === 'object' && 'name' in metadata
    ? String(metadata.name)
    : '';
}

type Answer = ListPage | Error | Array<readonly WatchEvent[] | Error | 'open'>;

/** Runs the watcher until the script is over, then until all is stored. */
async function watchEvents(
  answers: Answer[],
  options: {
    store?: MemoryEventStore;
    metrics?: ResourceMetrics;
    /** When the script is over. */
    atEnd?: (watcher: EventsWatcher, clock: { now: number }) => unknown;
  } = {},
) {
  const { store = new MemoryEventStore(), atEnd } = options;
  const script = [...answers];
  const stop = new AbortController();
  const requests: string[] = [];
  const clock = { now: 0 };
  let isOver = false;

  const untilStopped = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const next = async (signal: AbortSignal) => {
    const answer = script.shift();
    if (!answer) {
      isOver = true;
      return untilStopped(signal);
    }
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  const connection: ClusterConnection = {
    ...({} as ClusterConnection),
    async list({ resource, fieldSelector, continueToken, signal }) {
      expect(resource.plural).toBe('events');
      expect(fieldSelector).toContain('involvedObject.kind!=');
      requests.push(['list', continueToken].filter(Boolean).join(' '));
      const answer = await next(signal);
      if (Array.isArray(answer)) {
        throw new Error('the script expects a watch');
      }
      return answer;
    },
    async *watch({ resourceVersion, signal }) {
      requests.push(`watch ${resourceVersion}`);
      const answer = await next(signal);
      if (!Array.isArray(answer)) {
        throw new Error('the script expects a list');
      }
      yield [];
      for (const batch of answer) {
        if (batch instanceof Error) {
          throw batch;
        }
        if (batch === 'open') {
          isOver = true;
          await untilStopped(signal);
        } else {
          yield batch;
        }
      }
    },
    renewCredential: () => requests.push('renew'),
  };
  const monitor = new CaptureMonitor({
    configProblems: [],
    now: () => clock.now,
  });
  const watcher = new EventsWatcher({
    cluster: 'test',
    connection,
    store,
    monitor: monitor
      .addCluster({ name: 'test', title: 'Test' })
      .resource('events'),
    metrics: options.metrics,
    logger: mockServices.logger.mock(),
    clock: {
      now: () => clock.now,
      random: () => 0.5,
      sleep: async (ms, signal) => {
        signal.throwIfAborted();
        await setImmediate();
        clock.now += ms;
      },
    },
  });
  const running = watcher.run(stop.signal);
  const backlog = () => monitor.report().clusters[0].resources[0].backlog;
  while (!isOver || backlog() !== 0 || store.failures > 0) {
    await setImmediate();
  }
  const end = await atEnd?.(watcher, clock);
  const [health] = monitor.report().clusters;
  stop.abort();
  await running;
  return { store, requests, end, health, watcher };
}

describe('EventsWatcher', () => {
  it('lists page by page, then watches from the version of the list', async () => {
    const { store, requests, health } = await watchEvents([
      { ...listOf(10, event('a')), continueToken: 'more' },
      listOf(10, event('b')),
      [[added('c', 11), { type: 'MODIFIED', object: event('a', 12) }], 'open'],
    ]);
    expect(requests).toEqual(['list', 'list more', 'watch 10']);
    expect([...new Set(store.stored)].sort()).toEqual(['a', 'b', 'c']);
    expect(health.state).toBe('ok');
  });

  it('watches on from the last version when the server ends a watch', async () => {
    const { requests } = await watchEvents([
      listOf(10),
      [[added('a', 11)]],
      [[{ type: 'BOOKMARK', object: event('', 20) }], failure(500)],
      ['open'],
    ]);
    expect(requests).toEqual(['list', 'watch 10', 'watch 11', 'watch 20']);
  });

  it('lists anew when the server has forgotten the version', async () => {
    const { requests, store } = await watchEvents([
      listOf(10),
      [failure(410)],
      listOf(30, event('late')),
      ['open'],
    ]);
    expect(requests).toEqual(['list', 'watch 10', 'list', 'watch 30']);
    expect(store.stored).toEqual(['late']);
  });

  it('keeps events that the cluster forgets', async () => {
    const { store } = await watchEvents([
      listOf(10, event('a')),
      [[{ type: 'DELETED', object: event('a', 11) }], 'open'],
    ]);
    expect(store.stored).toEqual(['a']);
  });

  it('stores everything once the database is back', async () => {
    const store = new MemoryEventStore();
    store.failures = 3;
    await watchEvents([listOf(10, event('a')), ['open']], { store });
    expect(store.stored).toEqual(['a']);
  });

  it('sets an event aside that the database refuses, and stores the others', async () => {
    const store = new MemoryEventStore();
    store.refuse = 'b';
    await watchEvents(
      [listOf(10, event('a'), event('b'), event('c')), ['open']],
      { store },
    );
    expect(store.stored).toEqual(['a', 'c']);
  });

  it('stores the events of a run that is stored after they arrived', async () => {
    const store = new MemoryEventStore();
    await watchEvents([listOf(10, event('a', 1, 'uid-2')), ['open']], {
      store,
      atEnd: async () => {
        expect(store.stored).toEqual([]);
        store.runs.add('uid-2');
        while (store.stored.length === 0) {
          await setImmediate();
        }
      },
    });
    expect(store.stored).toEqual(['a']);
  });

  it('is off, and gives events up, when the credential may not read them', async () => {
    const { health, end, requests } = await watchEvents([failure(403)], {
      atEnd: watcher => watcher.stateOf({ uid: 'u', finalStoredAt: 0 }),
    });
    expect(health).toMatchObject({
      state: 'ok',
      problem: undefined,
      resources: [{ state: 'off', offReason: 'answered 403' }],
    });
    expect(end).toEqual({ done: true, givenUp: 'answered 403' });
    expect(requests).toEqual(['list', 'list']);
  });

  it('has the events of a run a moment after its end, as long as it hears of them', async () => {
    await watchEvents([listOf(10), ['open']], {
      atEnd: (watcher, clock) => {
        const stateAfter = (ms: number) =>
          watcher.stateOf({ uid: 'u', finalStoredAt: clock.now - ms }).done;
        expect([4_999, 5_000].map(stateAfter)).toEqual([false, true]);
      },
    });
  });

  it('does not have the events of a run while one of them waits for it', async () => {
    const store = new MemoryEventStore();
    await watchEvents([listOf(10, event('a', 1, 'uid-2')), ['open']], {
      store,
      atEnd: async (watcher, clock) => {
        clock.now += 60_000;
        const isDone = (uid: string) =>
          watcher.stateOf({ uid, finalStoredAt: 0 }).done;
        expect(['uid-1', 'uid-2'].map(isDone)).toEqual([true, false]);
        store.runs.add('uid-2');
        while (store.stored.length === 0) {
          await setImmediate();
        }
        expect(isDone('uid-2')).toBe(true);
      },
    });
  });

  it('counts an event once whose run is never stored', async () => {
    const dropped: number[] = [];
    await watchEvents([listOf(10, event('a', 1, 'uid-2')), ['open']], {
      metrics: {
        ...noResourceMetrics,
        eventsDropped: count => dropped.push(count),
      },
      atEnd: async (_watcher, clock) => {
        const until = clock.now + 30 * 60_000;
        while (clock.now < until) {
          await setImmediate();
        }
      },
    });
    expect(dropped).toEqual([1]);
  });

  it('does not have the events of a run that ended while it heard nothing', async () => {
    const { end } = await watchEvents([listOf(10), [failure(500)]], {
      atEnd: (watcher, clock) => {
        const finalStoredAt = clock.now;
        clock.now += 60_000;
        return watcher.stateOf({ uid: 'u', finalStoredAt }).done;
      },
    });
    expect(end).toBe(false);
  });
});
