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

import {
  MemoryCaptureStore,
  refusalWith,
} from './__testUtils__/MemoryCaptureStore';
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

async function calledWith(store: MemoryCaptureStore, call: string) {
  while (!store.calls.includes(call)) {
    await settle();
  }
}

describe('Reflector', () => {
  it('F12: lists page by page, then watches from the version of the list', async () => {
    const store = new MemoryCaptureStore();
    const { requests } = await reflect(store, [
      { ...listOf(10, run('a', 1)), continueToken: 'more' },
      listOf(10, run('b', 2)),
      watchOf([event('MODIFIED', 'a', 11)], [event('DELETED', 'b', 12)]),
    ]);
    expect(requests.slice(0, 3)).toEqual([
      'list 25',
      'list 25 more',
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
    expect(requests.slice(0, 3)).toEqual(['list 1', 'list 25', 'watch 15']);
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
      'list 25',
      'watch 10',
      'list 50 (metadata)',
      'watch 20',
    ]);
    expect(sleeps[0]).toBe(0);
    expect(store.calls.slice(-3)).toEqual([
      'listed c 18',
      'gone uid-b',
      'at 20',
    ]);
    // What came and went in between is not known.
    expect(store.missed).toHaveLength(1);
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
      'list 25',
      'watch 10',
      'list 1',
      'watch 11',
    ]);
    expect(store.calls).toContain('changed a 12');
    expect(store.missed).toEqual([]);
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
    const { refused, runs } = await reflect(store, [
      listOf(10, run('a', 1), run('b', 2), run('c', 3)),
      watchOf([event('ADDED', 'd', 11), event('MODIFIED', 'b', 12)]),
    ]);
    expect(store.calls).toEqual([
      'listed a 1',
      'listed c 3',
      'changed d 11',
      'at 12',
    ]);
    expect(refused).toBe(2);
    expect(runs).toMatchObject({ seen: 4, stored: 3 });
  });

  it('counts the runs that are new, whatever happens to them', async () => {
    const store = new MemoryCaptureStore();
    store.live.set('uid-old', 1);
    const { runs } = await reflect(store, [
      listOf(10, run('old', 2), run('a', 3)),
      watchOf(
        [event('ADDED', 'b', 11), event('MODIFIED', 'a', 12)],
        [event('DELETED', 'b', 13), event('DELETED', 'brief', 14)],
        new Error('cut'),
      ),
      watchOf([event('MODIFIED', 'old', 15)]),
    ]);
    expect(runs).toEqual({
      since: '1970-01-01T00:00:00.000Z',
      seen: 3,
      stored: 3,
    });
  });

  it.each([
    ['of a row that must be unique', refusalWith('23505')],
    ['of something that nobody foresaw', new TypeError('not an object')],
  ])(
    'sets aside the one run that fails again and again because %s',
    async (_, refusal) => {
      const store = new MemoryCaptureStore();
      store.refuse = 'b';
      store.refusal = refusal;
      const { refused } = await reflect(store, [
        listOf(10, run('a', 1), run('b', 2), run('c', 3)),
        watchWith(() => calledWith(store, 'at 10')),
      ]);
      expect(store.calls).toEqual(['listed a 1', 'listed c 3', 'at 10']);
      expect(refused).toBe(1);
    },
  );

  it('never sets a run aside because of the database, and lets those before it through', async () => {
    const store = new MemoryCaptureStore();
    store.refuse = 'b';
    store.refusal = refusalWith('53100');
    const { refused, reports } = await reflect(store, [
      listOf(10, run('a', 1), run('b', 2)),
      watchWith(settle),
    ]);
    expect(store.calls).toEqual(['listed a 1']);
    expect(refused).toBeUndefined();
    expect(reports).toContain('The call to the database failed (53100)');
  });

  it('goes on trying when the resume point is refused, and says so', async () => {
    const store = new MemoryCaptureStore();
    store.refusedPoints = 5;
    const { refused, reports } = await reflect(store, [
      listOf(10, run('a', 1)),
      watchWith(() => calledWith(store, 'at 10')),
    ]);
    expect(store.calls).toEqual(['listed a 1', 'at 10']);
    expect(refused).toBeUndefined();
    expect(reports[0]).toBe(
      'The database refuses what was to be stored (22021)',
    );
  });

  it('marks others as gone when one is refused', async () => {
    const store = new MemoryCaptureStore();
    store.point = '10';
    store.refuseGone = 'uid-b';
    for (const name of ['a', 'b', 'c']) {
      store.live.set(`uid-${name}`, 5);
    }
    const { refused } = await reflect(store, [
      listOf(20),
      watchOf(failure(410)),
      listOf(20),
      watchWith(() => calledWith(store, 'at 20')),
    ]);
    expect(store.calls).toEqual(['gone uid-a', 'gone uid-c', 'at 20']);
    expect(refused).toBe(1);
  });

  it('reads its credential anew when it is refused', async () => {
    const { requests, reports } = await reflect(new MemoryCaptureStore(), [
      failure(401),
      listOf(10),
      watchOf(),
    ]);
    expect(requests.slice(0, 3)).toEqual(['list 25', 'renew', 'list 25']);
    expect(reports[0]).toBe('answered 401');
  });

  it('keeps what has arrived until the database takes it', async () => {
    const store = new MemoryCaptureStore();
    store.failures = 3;
    const { sleeps, reports } = await reflect(store, [
      listOf(10, run('a', 1)),
      watchWith(settle),
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

  it('tells of objects that are no runs, the last one by name', async () => {
    const odd = { ...run('odd', 12), kind: 'Pod' };
    const { unreadable } = await reflect(new MemoryCaptureStore(), [
      listOf(10, run('a', 1), null),
      watchOf([{ type: 'MODIFIED', object: odd }]),
    ]);
    expect(unreadable).toEqual({
      count: 2,
      last: {
        namespace: 'shop',
        name: 'odd',
        problem: expect.stringContaining('kind'),
        time: '1970-01-01T00:00:00.000Z',
      },
    });
  });

  it('takes a run that could not be read when a list shows it again', async () => {
    const store = new MemoryCaptureStore();
    const odd = { ...run('a', 12), kind: 'Pod' };
    const { unreadable } = await reflect(store, [
      listOf(10, run('a', 1)),
      watchOf([{ type: 'MODIFIED', object: odd }], failure(410)),
      listOf(20, odd),
      watchOf(failure(410)),
      listOf(30, run('a', 12)),
      watchOf(),
    ]);
    expect(unreadable?.count).toBe(2);
    expect(store.calls.filter(call => !call.startsWith('at '))).toEqual([
      'listed a 1',
      'listed a 12',
    ]);
  });

  it('marks a run as gone whose last state cannot be read', async () => {
    const store = new MemoryCaptureStore();
    await reflect(store, [
      listOf(10, run('a', 1)),
      watchOf([
        { type: 'DELETED', object: { ...run('a', 12), kind: 'Pod' } },
        event('ADDED', 'b', 13),
      ]),
    ]);
    expect(store.calls.slice(-3)).toEqual([
      'changed b 13',
      'gone uid-a',
      'at 13',
    ]);
    expect(store.goneUpTo).toBe(12);
  });

  it('does not store again what a list shows unchanged', async () => {
    const store = new MemoryCaptureStore();
    store.live.set('uid-a', 1);
    await reflect(store, [listOf(10, run('a', 1), run('b', 2)), watchOf()]);
    expect(store.calls).toEqual(['listed b 2', 'at 10']);
  });
});
