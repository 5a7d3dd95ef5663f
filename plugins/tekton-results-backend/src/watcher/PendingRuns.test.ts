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

import type { CapturedRun } from '../store';
import { captureSeen } from './captureRun';
import { PendingRuns } from './PendingRuns';
import { seeRun, type SeenRun } from './seeRun';
import { run } from './__testUtils__/reflect';

const LIMITS = { runs: 100, length: 10_000_000, gone: 100 };
const ONE = { ...LIMITS, runs: 1, gone: 1 };
const ADDED = { now: 0, regressed: false };
const GONE = { seenAt: 20, outdatesAll: false };

function state(
  name: string,
  version: number,
  sighting: CapturedRun['sighting'] = 'changed',
  message?: string,
): SeenRun {
  const { seen, problem } = seeRun(
    { ...run(name, version), status: message && { message } },
    sighting,
  );
  if (!seen) {
    throw new Error(problem);
  }
  return seen;
}

/** Adds states as a watch brings them: each is read up to its version. */
function watched(pending: PendingRuns, ...states: SeenRun[]) {
  for (const each of states) {
    pending.add(each, ADDED);
    pending.reached(String(each.resourceVersion));
  }
}

function take(pending: PendingRuns, limits = LIMITS) {
  const batch = pending.take(limits);
  return (
    batch && {
      runs: batch.runs.map(
        ({ facts, resourceVersion, sighting }) =>
          `${sighting} ${facts.name} ${resourceVersion}`,
      ),
      gone: batch.gone,
      resumePoint: batch.resumePoint,
    }
  );
}

describe('PendingRuns', () => {
  it('keeps the newest state of each run, in the order in which they began to wait', () => {
    const pending = new PendingRuns('10');
    watched(pending, state('a', 11), state('b', 12), state('a', 13));
    expect(take(pending)).toEqual({
      runs: ['changed a 13', 'changed b 12'],
      gone: [],
      resumePoint: '13',
    });
    expect(take(pending)).toBeUndefined();
  });

  it('tells which finished run has waited longest', () => {
    const pending = new PendingRuns();
    const add = (name: string, now: number, status?: string) => {
      const { seen } = seeRun(
        {
          ...run(name, now),
          status: status && { conditions: [{ type: 'Succeeded', status }] },
        },
        'changed',
      );
      [seen ?? []]
        .flat()
        .forEach(each => pending.add(each, { now, regressed: false }));
    };
    expect(pending.oldestFinished()).toBeUndefined();
    add('running', 1);
    add('done', 2, 'True');
    add('later', 3, 'False');
    expect(pending.oldestFinished()).toMatchObject({
      facts: { name: 'done' },
      since: 2,
    });
    take(pending);
    expect(pending.oldestFinished()).toBeUndefined();
  });

  it('ignores an older state that arrives late, and keeps a deletion one', () => {
    const pending = new PendingRuns();
    watched(pending, state('a', 13, 'deleted'), state('a', 12), state('a', 13));
    expect(take(pending)?.runs).toEqual(['deleted a 13']);
  });

  it('never moves the resume point past a run that waits', () => {
    const pending = new PendingRuns('10');
    watched(pending, state('a', 11), state('b', 12), state('a', 13));
    expect(take(pending, ONE)).toEqual({
      runs: ['changed a 13'],
      gone: [],
      // b was read at 12, after everything up to 11.
      resumePoint: '11',
    });
    watched(pending, state('a', 14));
    expect(take(pending, ONE)).toEqual({
      runs: ['changed b 12'],
      gone: [],
      resumePoint: '13',
    });
  });

  it('has no resume point before something was read as a whole', () => {
    const pending = new PendingRuns();
    pending.add(state('a', 5, 'listed'), ADDED);
    pending.add(state('b', 6, 'listed'), ADDED);
    expect(take(pending, ONE)?.resumePoint).toBeUndefined();
    pending.reached('10');
    expect(take(pending)).toEqual({
      runs: ['listed b 6'],
      gone: [],
      resumePoint: '10',
    });
  });

  it('tells of a time that nobody knows of with the resume point after it', () => {
    const pending = new PendingRuns('10');
    watched(pending, state('a', 11), state('b', 12));
    pending.reached('20', 5_000);
    watched(pending, state('c', 21));
    expect(pending.take(ONE)).toMatchObject({
      resumePoint: '11',
      missedUntil: undefined,
    });
    expect(pending.take(LIMITS)).toMatchObject({
      resumePoint: '21',
      missedUntil: 5_000,
    });
    pending.reached('30');
    expect(pending.take(LIMITS)).toMatchObject({
      resumePoint: '30',
      missedUntil: undefined,
    });
  });

  it('moves the resume point on when nothing but time went by', () => {
    const pending = new PendingRuns('10');
    pending.reached('20');
    expect(take(pending)).toEqual({ runs: [], gone: [], resumePoint: '20' });
    pending.reached('20');
    expect(take(pending)).toBeUndefined();
  });

  it('stores the state that waits of a run that a list lacks as its last one', () => {
    const pending = new PendingRuns('10');
    watched(pending, state('a', 11));
    pending.addGone(['uid-a', 'uid-b'], GONE);
    pending.reached('20');
    expect(take(pending)).toEqual({
      runs: ['deleted a 11'],
      gone: [],
      resumePoint: '11',
    });
    expect(take(pending)).toEqual({
      runs: [],
      gone: ['uid-b'],
      resumePoint: '20',
    });
  });

  it('drops what can be read again, and never the last state of a deleted run', () => {
    const pending = new PendingRuns('10');
    watched(
      pending,
      state('a', 11),
      state('b', 12, 'deleted'),
      state('c', 13, 'listed'),
    );
    expect(pending.spill()).toEqual(['uid-a', 'uid-c']);
    expect(pending.hasSpilled).toBe(true);
    expect(take(pending)).toEqual({
      runs: ['deleted b 12'],
      gone: [],
      // A process that begins here reads a and c again.
      resumePoint: undefined,
    });
    watched(pending, state('d', 14));
    expect(take(pending)?.resumePoint).toBeUndefined();

    pending.spillRecovered(pending.spillCount);
    expect(take(pending)).toEqual({ runs: [], gone: [], resumePoint: '14' });
  });

  it('is not done when more was dropped while the list was read', () => {
    const pending = new PendingRuns('10');
    watched(pending, state('a', 11));
    pending.spill();
    const { spillCount } = pending;
    watched(pending, state('b', 12));
    pending.spill();
    pending.spillRecovered(spillCount);
    expect(pending.hasSpilled).toBe(true);
  });

  it('lets a cluster that counts anew replace what waits, apart from the rest', () => {
    const pending = new PendingRuns('1000');
    watched(pending, state('a', 1001), state('b', 1002));
    pending.add(state('b', 3), { now: 0, regressed: true });
    const first = pending.take(LIMITS);
    expect(first?.regressed).toBe(false);
    expect(first?.runs.map(({ facts }) => facts.name)).toEqual(['a']);
    const second = pending.take(LIMITS);
    expect(second?.regressed).toBe(true);
    expect(second?.runs.map(({ resourceVersion }) => resourceVersion)).toEqual([
      3,
    ]);
  });

  it.each([
    ['as text', ''],
    // More text than may wait as it is.
    ['packed', 'a'.repeat(200_000)],
  ])('gives what waited %s back as it was', (_, text) => {
    const pending = new PendingRuns();
    const states = Array.from({ length: 300 }, (__, i) =>
      state(`run${i}`, i + 1, 'changed', `${text}é${i}`),
    );
    watched(pending, ...states);
    expect(pending.bytes).toBeGreaterThan(0);
    const taken = pending.take({ ...LIMITS, runs: 300, length: Infinity });
    expect(taken?.runs).toEqual(states.map(captureSeen));
    expect(pending.bytes).toBe(0);
  });

  it('tells about how much memory is taken, of large runs that of their packed form', () => {
    const pending = new PendingRuns();
    const text = 'a'.repeat(1_500_000);
    watched(pending, state('small', 1));
    expect(pending.bytes).toBeGreaterThan(1_000);
    const before = pending.bytes;
    const add = (i: number) =>
      watched(pending, state(`large${i}`, 10 + i, 'changed', text));
    for (let i = 0; i < 20; i += 1) {
      add(i);
    }
    const full = pending.bytes;
    for (let i = 20; i < 100; i += 1) {
      add(i);
    }
    expect(pending.bytes - full).toBeLessThan(text.length);
    pending.addGone(['uid-gone'], GONE);
    const withGone = pending.bytes;
    take(pending, ONE);
    expect(pending.bytes).toBe(withGone - before);
  });

  it('gives no more of large runs at once than fit into memory, but always one', () => {
    const pending = new PendingRuns('10');
    const text = 'a'.repeat(2_000);
    for (const name of ['a', 'b', 'c', 'd']) {
      watched(pending, state(name, 11, 'changed', text));
    }
    const sizes = [100, 5_000, 5_000].map(
      length => pending.take({ ...LIMITS, length })?.runs.length,
    );
    expect(sizes).toEqual([1, 2, 1]);
  });

  it('packs what has not changed for longest', () => {
    const pending = new PendingRuns();
    const text = 'a'.repeat(6_000_000);
    const add = (name: string, version: number) =>
      watched(pending, state(name, version, 'changed', text));
    add('a', 1);
    add('b', 2);
    add('a', 3);
    const both = pending.bytes;
    add('c', 4);
    expect(pending.bytes).toBeLessThan(both + 100_000);
    take(pending, ONE);
    // What is taken first was not the one that was packed.
    expect(pending.bytes).toBeLessThan(both - text.length + 100_000);
  });

  it('hands out runs beside others, of none two states at once, and no resume point', () => {
    const pending = new PendingRuns('10');
    watched(pending, state('a', 11), state('b', 12), state('c', 13));
    const { runs = [] } = pending.take(ONE) ?? {};
    const storing = new Set(runs.map(({ facts }) => facts.uid));
    watched(pending, state('a', 14));
    const beside = (atLeast: number) =>
      pending.takeBeside({ ...LIMITS, atLeast }, storing);
    expect(beside(3)).toBeUndefined();
    const batch = beside(2);
    expect(batch?.runs.map(({ facts }) => facts.name)).toEqual(['b', 'c']);
    expect(batch?.resumePoint).toBeUndefined();
    expect(beside(1)).toBeUndefined();
    expect(take(pending)).toEqual({
      runs: ['changed a 14'],
      gone: [],
      resumePoint: '14',
    });
  });

  it('hands out nothing beside others that replaces what is stored, or is gone', () => {
    const pending = new PendingRuns('10');
    const limits = { ...LIMITS, atLeast: 1 };
    pending.addGone(['uid-b'], GONE);
    expect(pending.takeBeside(limits, new Set())).toBeUndefined();
    pending.add(state('a', 1), { now: 0, regressed: true });
    expect(pending.takeBeside(limits, new Set())).toBeUndefined();
    expect(pending.size).toBe(2);
  });

  it('marks a run as gone that was read again in a state from before it was', () => {
    const pending = new PendingRuns('10');
    pending.addGone(['uid-a'], GONE);
    watched(pending, state('a', 15));
    expect(take(pending)).toMatchObject({ runs: ['changed a 15'], gone: [] });
    expect(take(pending)).toMatchObject({
      runs: [],
      gone: ['uid-a'],
      resumePoint: '15',
    });
  });

  it('does not mark a run as gone that is there again, as its cluster was restored', () => {
    const pending = new PendingRuns('1000');
    pending.addGone(['uid-a', 'uid-b'], { seenAt: 20, outdatesAll: true });
    watched(pending, state('a', 21));
    expect(take(pending)?.runs).toEqual(['changed a 21']);
    const batch = pending.take(LIMITS);
    expect(batch?.gone).toEqual(['uid-b']);
    expect(batch?.listVersion).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('leaves no run unmarked behind when another is found gone once more', () => {
    const pending = new PendingRuns('10');
    pending.addGone(['uid-a', 'uid-b'], GONE);
    watched(pending, state('a', 15));
    take(pending);
    pending.addGone(['uid-a'], { seenAt: 30, outdatesAll: false });
    pending.reached('30');
    // Of uid-b nothing is stored yet: whoever begins anew must hear of it again.
    expect(take(pending)).toEqual({
      runs: [],
      gone: ['uid-a'],
      resumePoint: undefined,
    });
    expect(take(pending)).toEqual({
      runs: [],
      gone: ['uid-b'],
      resumePoint: '30',
    });
  });
});
