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

describe('CaptureQueue', () => {
  it('gives out those whose time has come, the earliest first, once', () => {
    const queue = new CaptureQueue(10);
    queue.add('late', 30);
    queue.add('second', 20);
    queue.add('first', 10);
    queue.add('third', 20);
    expect(queue.overdue(20)).toBe(3);
    expect(queue.nextDue()).toBe(10);
    expect(queue.take(20, 2)).toEqual(['first', 'second']);
    expect(queue.take(20, 2)).toEqual(['third']);
    expect(queue.take(20, 2)).toEqual([]);
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
    expect(queue.take(30, 3)).toEqual(['b', 'a']);
  });

  it('makes all due when what they waited for has come', () => {
    const queue = new CaptureQueue(10);
    queue.add('a', 5);
    queue.add('b', 90);
    queue.hasten(10);
    expect(queue.take(10, 5)).toEqual(['a', 'b']);
  });

  it('knows when nothing waits', () => {
    const queue = new CaptureQueue(1);
    expect(queue.nextDue()).toBeUndefined();
    expect(queue.take(10, 1)).toEqual([]);
  });
});
