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
import type { WatchEvent } from '../cluster';
import { MemoryCaptureStore } from './__testUtils__/MemoryCaptureStore';
import {
  event,
  failure,
  listOf,
  reflect,
  run,
  settle,
  watchOf,
  watchWith,
} from './__testUtils__/reflect';

const MANY_RUNS = 250;
/** Enough for half of them. */
const FEW_BYTES = 180_000;

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>(resolvePromise => {
    resolve = resolvePromise;
  });
  return { promise, resolve };
}

describe('a database that is slow or away', () => {
  it('window 2: stops no reading: of 50,000 changes the newest of each run are stored', async () => {
    const store = new MemoryCaptureStore();
    const away = deferred();
    store.silence = away.promise;
    const runs = 5_000;
    const changesOfEach = 10;
    const batches: WatchEvent[][] = [];
    for (let change = 0; change < changesOfEach; change += 1) {
      for (let first = 0; first < runs; first += 100) {
        batches.push(
          Array.from({ length: 100 }, (_, i) =>
            event(
              change === changesOfEach - 1 && i % 2 === 0
                ? 'DELETED'
                : 'MODIFIED',
              `run${first + i}`,
              11 + change * runs + first + i,
            ),
          ),
        );
      }
    }
    const last = 10 + runs * changesOfEach;
    await reflect(store, [
      listOf(10),
      watchWith(...batches, () => {
        expect(store.calls).toEqual([]);
        away.resolve();
      }),
    ]);

    const states = store.calls.filter(call => !call.startsWith('at '));
    const newest = new Map(states.map(call => [call.split(' ')[1], call]));
    expect(newest.size).toBe(runs);
    for (let i = 0; i < runs; i += 1) {
      expect(newest.get(`run${i}`)).toBe(
        `${i % 2 === 0 ? 'deleted' : 'changed'} run${i} ${last - runs + 1 + i}`,
      );
    }
    // What was on its way when the database went away was there twice, no more.
    expect(states.length).toBeLessThan(runs + 200);
    expect(store.point).toBe(String(last));
  });

  it('window 2, F13: forgets states that can be read again when too many wait, lists them once it is back, and goes on where it was', async () => {
    const store = new MemoryCaptureStore();
    const away = deferred();
    store.silence = away.promise;
    const waiting = Array.from({ length: MANY_RUNS }, (_, i) =>
      event('ADDED', `run${i}`, 11 + i),
    );
    const { requests } = await reflect(
      store,
      [
        listOf(10),
        watchWith(waiting, [event('DELETED', 'short', 500)], async () => {
          expect(store.calls).toEqual([]);
          away.resolve();
          await settle();
        }),
        listOf(700, ...waiting.map(({ object }) => object)),
        watchWith([event('DELETED', 'run3', 600)]),
      ],
      { maxPendingBytes: FEW_BYTES },
    );

    expect(requests.slice(0, 4)).toEqual([
      'list 25',
      'watch 10',
      'list 50 (metadata)',
      // Not 700: run3 may have gone away between the watch and the list.
      'watch 500',
    ]);
    expect(store.calls).toContain('deleted short 500');
    expect(store.calls).toContain('listed run7 18');
    expect(store.calls).toContain('deleted run3 600');
    // Nothing said that all was stored before the list had brought it back.
    const back = store.calls.indexOf('listed run7 18');
    expect(
      store.calls.slice(0, back).filter(call => call.startsWith('at ')),
    ).toEqual(['at 10']);
    expect(store.point).toBe('600');
  });

  it('window 2, F13: lists what it forgot also when no watch ends but by a failure', async () => {
    const store = new MemoryCaptureStore();
    const away = deferred();
    store.silence = away.promise;
    const waiting = Array.from({ length: MANY_RUNS }, (_, i) =>
      event('ADDED', `run${i}`, 11 + i),
    );
    const { requests } = await reflect(
      store,
      [
        listOf(10),
        // The database is back while nothing is watched.
        watchWith(waiting, [event('DELETED', 'short', 500)], () => {
          away.resolve();
          throw failure(500);
        }),
        listOf(600),
        listOf(700, ...waiting.map(({ object }) => object)),
        watchWith(settle),
      ],
      { maxPendingBytes: FEW_BYTES },
    );
    expect(requests.slice(2, 5)).toEqual([
      'list 1',
      'list 50 (metadata)',
      'watch 500',
    ]);
    expect(store.calls).toContain('listed run7 18');
    expect(store.point).toBe('500');
  });

  it('window 2, F13: lists what it forgot also while changes go on coming', async () => {
    const store = new MemoryCaptureStore();
    const away = deferred();
    store.silence = away.promise;
    const waiting = Array.from({ length: MANY_RUNS }, (_, i) =>
      event('ADDED', `run${i}`, 11 + i),
    );
    let version = 500;
    const { requests } = await reflect(
      store,
      [
        listOf(10),
        signal =>
          (async function* watch() {
            yield waiting;
            away.resolve();
            // There is always something that waits.
            while (!signal.aborted) {
              version += 1;
              yield [event('ADDED', `more${version}`, version)];
              await setImmediate();
            }
          })(),
        listOf(70_000, ...waiting.map(({ object }) => object)),
        watchWith(settle),
      ],
      { maxPendingBytes: FEW_BYTES },
    );
    expect(requests.slice(1, 3)).toEqual(['watch 10', 'list 50 (metadata)']);
    expect(store.calls).toContain('listed run7 18');
  });

  it('window 2, F13: is waited for when too many deleted runs wait, as nothing can bring them back', async () => {
    const store = new MemoryCaptureStore();
    const away = deferred();
    store.silence = away.promise;
    const deleted = Array.from({ length: MANY_RUNS }, (_, i) =>
      event('DELETED', `run${i}`, 12 + i),
    );
    let asked = 0;
    const reading = reflect(
      store,
      [
        listOf(10),
        watchWith([event('ADDED', 'first', 11)], settle, deleted, () => {
          asked += 1;
        }),
      ],
      { maxPendingBytes: FEW_BYTES },
    );
    await settle();
    await settle();
    expect(asked).toBe(0);
    away.resolve();
    await reading;
    expect(asked).toBe(1);
    expect(store.calls.filter(call => call.startsWith('deleted'))).toHaveLength(
      deleted.length,
    );
  });

  it('window 2: does not keep the cluster from being listed when its history is gone', async () => {
    const store = new MemoryCaptureStore();
    const away = deferred();
    const { requests } = await reflect(store, [
      listOf(10, run('a', 1), run('b', 2), run('c', 3)),
      watchWith(
        settle,
        () => {
          store.silence = away.promise;
        },
        [event('MODIFIED', 'a', 11)],
        settle,
        [event('MODIFIED', 'b', 12)],
      ),
      failure(410),
      listOf(20, run('a', 15)),
      watchWith([event('DELETED', 'a', 21)], () => {
        expect(store.point).toBe('10');
        away.resolve();
      }),
    ]);
    expect(requests.slice(2, 5)).toEqual([
      'watch 12',
      'list 50 (metadata)',
      'watch 20',
    ]);
    expect(store.calls).toContain('deleted a 21');
    expect(store.calls.slice(-2)).toEqual(['gone uid-c', 'at 21']);
    // It was waiting when the list came, so this was its last state.
    expect(store.calls).toContain('deleted b 12');
  });

  it('leaves to the next process what is not stored when this one ends', async () => {
    const store = new MemoryCaptureStore();
    store.point = '10';
    store.failures = Infinity;
    await reflect(store, [listOf(10), watchOf([event('DELETED', 'a', 11)])]);
    expect(store.point).toBe('10');
    store.failures = 0;
    const { requests } = await reflect(store, [
      listOf(11),
      watchOf([event('DELETED', 'a', 11)]),
    ]);
    expect(requests[1]).toBe('watch 10');
    expect(store.calls).toEqual(['deleted a 11', 'at 11']);
  });

  it('is shown as the problem while the cluster goes on sending', async () => {
    const store = new MemoryCaptureStore();
    store.failures = 1;
    const { reports } = await reflect(store, [
      listOf(10),
      watchOf([event('ADDED', 'a', 11)], [event('MODIFIED', 'a', 12)]),
    ]);
    expect(reports[0]).toBe('database is away');
    expect(store.calls.at(-1)).toBe('at 12');
  });
});
