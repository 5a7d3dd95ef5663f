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
import {
  StoreError,
  type CapturedEvent,
  type CapturedRun,
  type EventStore,
} from '../../store';
import { CaptureMonitor } from '../CaptureMonitor';
import { noResourceMetrics, type ResourceMetrics } from '../metrics';
import type { EventsSubject } from './EventsCapture';
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

function ask(watcher: EventsWatcher, run: Partial<EventsSubject> = {}) {
  return watcher.ensureCaptured(
    {
      uid: 'uid-1',
      kind: 'TaskRun',
      namespace: 'shop',
      pods: [],
      lastStoredAt: 0,
      ...run,
    },
    { signal: new AbortController().signal },
  );
}

type Answer = ListPage | Error | Array<readonly WatchEvent[] | Error | 'open'>;

/** Runs the watcher until the script is over, then until all is stored. */
async function watchEvents(
  answers: Answer[],
  options: {
    store?: MemoryEventStore;
    metrics?: ResourceMetrics;
    waitsForRun?: () => boolean;
    /** Answers to lists of the events of single runs. */
    finals?: Array<ListPage | Error>;
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
    async list(request) {
      const { resource, namespace, fieldSelector, continueToken } = request;
      const { signal } = request;
      expect(resource.plural).toBe('events');
      if (namespace) {
        requests.push(`list ${namespace} ${fieldSelector}`);
        const answer = options.finals?.shift() ?? listOf(1);
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      }
      if (request.limit === 1) {
        // All that is of interest is where the cluster stands.
        requests.push('ask');
      } else {
        expect(fieldSelector).toContain('involvedObject.kind!=');
        requests.push(['list', continueToken].filter(Boolean).join(' '));
      }
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
    waitsForRun: options.waitsForRun,
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
      listOf(20),
      ['open'],
    ]);
    expect(requests).toEqual([
      'list',
      'watch 10',
      'watch 11',
      'ask',
      'watch 20',
    ]);
  });

  it('lists anew when the cluster was restored, of which a watch is silent', async () => {
    const relisted = jest.fn();
    const { store, requests } = await watchEvents(
      [
        listOf(90),
        [],
        // Nothing was heard, and all is well.
        listOf(90),
        [[added('a', 95)]],
        [],
        listOf(40, event('a', 30)),
        listOf(40, event('a', 30)),
        [[added('b', 41)], 'open'],
      ],
      { metrics: { ...noResourceMetrics, relisted } },
    );
    expect(requests).toEqual([
      'list',
      'watch 90',
      'ask',
      'watch 90',
      'watch 95',
      'ask',
      'list',
      'watch 40',
    ]);
    expect(store.stored).toContain('b');
    expect(relisted.mock.calls).toEqual([['start'], ['regressed']]);
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
      atEnd: watcher => ask(watcher, { lastStoredAt: -60_000 }),
    });
    expect(health).toMatchObject({
      state: 'ok',
      problem: undefined,
      resources: [{ state: 'off', offReason: 'answered 403' }],
    });
    expect(end).toEqual({ done: true, givenUp: 'answered 403' });
    expect(requests).toEqual(['list', 'list']);
  });

  it('lists the events of a run and its pods once, a moment after its end, whatever was heard', async () => {
    const store = new MemoryEventStore();
    const { requests } = await watchEvents([listOf(10), ['open']], {
      store,
      finals: [listOf(20, event('silent'))],
      atEnd: async (watcher, clock) => {
        const lastStoredAt = clock.now;
        const asked = { lastStoredAt, pods: ['run-pod'] };
        clock.now += 4_999;
        expect(await ask(watcher, asked)).toMatchObject({ done: false });
        clock.now += 1;
        expect(await ask(watcher, asked)).toEqual({ done: true });
        expect(await ask(watcher, asked)).toEqual({ done: true });
      },
    });
    expect(requests.slice(2)).toEqual([
      'list shop involvedObject.uid=uid-1',
      'list shop involvedObject.kind=Pod,involvedObject.name=run-pod',
    ]);
    expect(store.stored).toEqual(['silent']);
  });

  it('does not have the events of a run while their list fails', async () => {
    await watchEvents([listOf(10), ['open']], {
      finals: [failure(500), { ...listOf(1), continueToken: 'more' }],
      atEnd: async (watcher, clock) => {
        clock.now += 60_000;
        expect(await ask(watcher)).toEqual({
          done: false,
          reason: 'answered 500',
        });
        // Not at once: there may be many runs.
        expect(await ask(watcher)).toMatchObject({ done: false });
        clock.now += 2_000;
        expect(await ask(watcher)).toEqual({ done: true });
      },
    });
  });

  it('gives up the events of a run that it may not list', async () => {
    await watchEvents([listOf(10), ['open']], {
      finals: [failure(403)],
      atEnd: async (watcher, clock) => {
        clock.now += 60_000;
        expect(await ask(watcher)).toEqual({
          done: true,
          givenUp: 'answered 403',
        });
      },
    });
  });

  it('renews a credential that is refused for a list of single runs', async () => {
    const { requests } = await watchEvents([listOf(10), ['open']], {
      finals: [
        new ClusterError('expired', { code: 'unauthorized', status: 401 }),
      ],
      atEnd: async (watcher, clock) => {
        clock.now += 60_000;
        expect(await ask(watcher)).toMatchObject({ done: false });
      },
    });
    expect(requests.at(-1)).toBe('renew');
  });

  it('does not have the events of a run while the database is away', async () => {
    const store = new MemoryEventStore();
    await watchEvents([listOf(10), ['open']], {
      store,
      finals: [listOf(1, event('a')), listOf(1, event('a'))],
      atEnd: async (watcher, clock) => {
        clock.now += 60_000;
        store.failures = 1;
        expect(await ask(watcher)).toMatchObject({ done: false });
        expect(await ask(watcher)).toEqual({ done: true });
        expect(store.stored).toEqual(['a']);
      },
    });
  });

  it('keeps early events of a run that is stored when it is finished, hours later', async () => {
    const store = new MemoryEventStore();
    await watchEvents([listOf(10, event('early', 1, 'uid-2')), ['open']], {
      store,
      waitsForRun: () => true,
      atEnd: async (watcher, clock) => {
        const finishedAt = clock.now + 5 * 3_600_000;
        while (clock.now < finishedAt) {
          await setImmediate();
          clock.now += 10_000;
        }
        store.runs.add('uid-2');
        await ask(watcher, { uid: 'uid-2', lastStoredAt: 0 });
        expect(store.stored).toEqual(['early']);
      },
    });
  });

  it('stores all that came before their runs as soon as these are stored', async () => {
    const store = new MemoryEventStore();
    const uids = Array.from({ length: 500 }, (_, i) => `early-${i}`);
    await watchEvents(
      [listOf(10, ...uids.map(uid => event(uid, 1, uid))), ['open']],
      {
        store,
        waitsForRun: () => true,
        atEnd: async (watcher, clock) => {
          // By now they are tried once a minute.
          clock.now += 5 * 3_600_000;
          await setImmediate();
          const tries = jest.spyOn(store, 'record');
          uids.forEach(uid => store.runs.add(uid));
          watcher.runsStored(
            uids.map(uid => ({
              ...({} as CapturedRun),
              facts: {
                ...({} as CapturedRun['facts']),
                uid,
                namespace: 'shop',
                name: uid,
              },
            })),
          );
          const before = clock.now;
          while (
            store.stored.length < uids.length &&
            clock.now < before + 3_000
          ) {
            await setImmediate();
          }
          expect([...store.stored].sort()).toEqual([...uids].sort());
          expect(tries).toHaveBeenCalledTimes(3);
        },
      },
    );
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

  it('has the events of a run that ended while no watch could be opened', async () => {
    const store = new MemoryEventStore();
    await watchEvents([listOf(10), [failure(500)]], {
      store,
      finals: [listOf(20, event('unheard'))],
      atEnd: async (watcher, clock) => {
        const lastStoredAt = clock.now;
        clock.now += 60_000;
        expect(await ask(watcher, { lastStoredAt })).toEqual({ done: true });
        expect(store.stored).toEqual(['unheard']);
      },
    });
  });
});
