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

import { CaptureQueue } from './CaptureQueue';

function take(queue: CaptureQueue, now: number, all: number): string[] {
  return queue.take(now, { all, slow: all });
}

describe('CaptureQueue', () => {
  it('gives out those whose time has come, the earliest first, once', () => {
    const queue = new CaptureQueue(10);
    queue.add('late', 30);
    queue.add('second', 20);
    queue.add('first', 10);
    queue.add('third', 20);
    expect(queue.overdue(20)).toBe(3);
    expect(queue.nextDue()).toBe(10);
    expect(take(queue, 20, 2)).toEqual(['first', 'second']);
    expect(take(queue, 20, 2)).toEqual(['third']);
    expect(take(queue, 20, 2)).toEqual([]);
    expect(queue.nextDue()).toBe(30);
  });

  it('looks at a run at the earliest time that was asked for', () => {
    const queue = new CaptureQueue(10);
    queue.add('a', 20);
    queue.add('a', 10);
    queue.add('a', 30);
    expect(queue.size).toBe(1);
    expect(queue.nextDue()).toBe(10);
  });

  it('tells when there is no room, but takes what it knows', () => {
    const queue = new CaptureQueue(1);
    expect(queue.add('a', 10)).toBe(true);
    expect(queue.add('b', 10)).toBe(false);
    expect(queue.add('a', 5)).toBe(true);
    expect([queue.has('a'), queue.has('b')]).toEqual([true, false]);
  });

  it('gives the place of the one that is due last to one that is due earlier', () => {
    const queue = new CaptureQueue(2);
    queue.add('last', 30);
    queue.add('a', 20);
    expect(queue.add('late', 30)).toBe(false);
    expect(queue.add('b', 10)).toBe(true);
    expect(take(queue, 30, 3)).toEqual(['b', 'a']);
  });

  it('makes all due when what they waited for has come', () => {
    const queue = new CaptureQueue(10);
    queue.add('a', 5);
    queue.add('b', 90);
    queue.hasten(10);
    expect(take(queue, 10, 5)).toEqual(['a', 'b']);
  });

  it('gives slow runs no more places than they may have', () => {
    const queue = new CaptureQueue(10);
    ['a', 'b', 'c'].forEach((uid, index) => queue.add(uid, index, 'slow'));
    queue.add('quick', 5);
    expect(queue.take(10, { all: 3, slow: 1 })).toEqual(['a', 'quick']);
    expect(queue.take(10, { all: 3, slow: 0 })).toEqual([]);
    expect([queue.nextDue(), queue.nextDue('quick')]).toEqual([1, undefined]);
    expect(queue.overdue(10)).toBe(2);
    expect(queue.take(10, { all: 3, slow: 3 })).toEqual(['b', 'c']);
  });

  it('gives the place of the last one to another, whether it is slow or not', () => {
    const queue = new CaptureQueue(2);
    queue.add('a', 10);
    queue.add('slow', 20, 'slow');
    expect(queue.add('b', 5)).toBe(true);
    expect(queue.add('c', 5, 'slow')).toBe(true);
    expect(['a', 'slow'].map(uid => queue.has(uid))).toEqual([false, false]);
    expect(take(queue, 5, 2)).toEqual(['b', 'c']);
  });

  it('keeps any number of runs in order, whatever becomes of them', () => {
    const queue = new CaptureQueue(1_000);
    const dues = new Map<string, number>();
    for (let step = 0; step < 3_000; step += 1) {
      const uid = `run-${(step * 7_919) % 700}`;
      const due = (step * 104_729) % 1_009;
      queue.add(uid, due);
      dues.set(uid, Math.min(dues.get(uid) ?? due, due));
      if (step % 500 === 499) {
        queue.hasten(600);
        dues.forEach((known, other) => dues.set(other, Math.min(known, 600)));
      }
    }
    expect(queue.overdue(300)).toBe(
      [...dues.values()].filter(due => due <= 300).length,
    );
    const taken = take(queue, 2_000, 1_000).map(uid => dues.get(uid));
    expect(taken).toEqual([...dues.values()].sort((a, b) => a - b));
  });

  it('knows when nothing waits', () => {
    const queue = new CaptureQueue(1);
    expect(queue.nextDue()).toBeUndefined();
    expect(take(queue, 10, 1)).toEqual([]);
  });
});
