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

import fc from 'fast-check';
import { StewardQueue } from './StewardQueue';

describe('StewardQueue', () => {
  it('hands out what is due, the earliest first', () => {
    const queue = new StewardQueue(10);
    queue.add('c', 30);
    queue.add('a', 10);
    queue.add('b', 20);
    expect(queue.nextDue()).toBe(10);
    expect(queue.take(20, 5)).toEqual(['a', 'b']);
    expect(queue.take(20, 5)).toEqual([]);
    expect(queue.nextDue()).toBe(30);
  });

  it('looks earlier, never later, at a run that is added again', () => {
    const queue = new StewardQueue(10);
    queue.add('a', 20);
    queue.add('a', 10);
    queue.add('a', 30);
    expect(queue.take(10, 5)).toEqual(['a']);
    expect(queue.size).toBe(0);
    expect(queue.take(100, 5)).toEqual([]);
  });

  it('lets go of what is due last when it is full, and tells when that is', () => {
    const queue = new StewardQueue(10);
    for (let count = 0; count < 10; count += 1) {
      expect(queue.add(`run-${count}`, 100 + count)).toBeUndefined();
    }
    expect(queue.add('run-9', 105)).toBeUndefined();
    // Some at once, the first of which are due at this time.
    expect(queue.add('urgent', 0)).toBe(107);
    expect(queue.size).toBe(9);
    expect(['run-7', 'run-8', 'run-9'].map(uid => queue.has(uid))).toEqual([
      false,
      false,
      true,
    ]);
    expect(queue.take(1_000, 3)).toEqual(['urgent', 'run-0', 'run-1']);
  });

  it('tells whether much is due', () => {
    const queue = new StewardQueue(10);
    ['a', 'b', 'c'].forEach((uid, at) => queue.add(uid, at));
    expect(queue.hasDue(2, 1)).toBe(true);
    expect(queue.hasDue(3, 1)).toBe(false);
    expect(queue.hasDue(4, 9)).toBe(false);
    queue.clear();
    expect(queue.hasDue(1, 9)).toBe(false);
    expect(queue.nextDue()).toBeUndefined();
  });

  it('agrees with a sorted list, whatever is added and taken', () => {
    const operation = fc.oneof(
      fc.record({ uid: fc.integer({ max: 9, min: 0 }), due: fc.nat(50) }),
      fc.record({ now: fc.nat(50), count: fc.nat(4) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), operations => {
        const queue = new StewardQueue(1_000);
        const model = new Map<string, number>();
        const follow = (step: (typeof operations)[number]) => {
          if ('uid' in step) {
            const uid = String(step.uid);
            queue.add(uid, step.due);
            model.set(uid, Math.min(model.get(uid) ?? Infinity, step.due));
            return { taken: [], expected: [] };
          }
          const expected = [...model.values()]
            .filter(due => due <= step.now)
            .sort((x, y) => x - y)
            .slice(0, step.count);
          const uids = queue.take(step.now, step.count);
          const taken = uids.map(uid => model.get(uid));
          uids.forEach(uid => model.delete(uid));
          return { taken, expected };
        };
        for (const step of operations) {
          const { taken, expected } = follow(step);
          expect(taken).toEqual(expected);
          expect(queue.size).toBe(model.size);
        }
      }),
    );
  });
});
