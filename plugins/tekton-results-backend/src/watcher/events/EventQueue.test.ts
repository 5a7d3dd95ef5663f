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

import type { CapturedEvent } from '../../store';
import { EventQueue } from './EventQueue';

function event(name: string, count = 1): CapturedEvent {
  return {
    subject: { kind: 'TaskRun', namespace: 'shop', name: 'run', uid: 'u' },
    time: 0,
    item: { metadata: { name, namespace: 'shop' }, count },
  };
}

const MINUTE = 60_000;

describe('EventQueue', () => {
  it('holds each event once, in its last state, since it first came', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    queue.add(event('a'), 1);
    queue.add(event('b'), 2);
    queue.add(event('a', 2), 3);
    expect(queue.peek(10)).toEqual([event('a', 2), event('b')]);
    expect(queue.peek(1)).toEqual([event('a', 2)]);
    expect(queue.oldestSince).toBe(1);
  });

  it('keeps what came while the state before was stored', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    queue.add(event('a'), 1);
    const tried = queue.peek(10);
    queue.add(event('a', 2), 2);
    queue.tried(tried, { orphans: [], now: 3 });
    expect(queue.peek(10)).toEqual([event('a', 2)]);
  });

  it('lets orphans wait for their run apart from the others, for a while', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    queue.add(event('a'), 0);
    const [a] = queue.peek(10);
    queue.tried([a], { orphans: [a], now: 0 });
    expect(queue.size).toBe(0);
    expect(queue.oldestSince).toBe(undefined);
    expect(queue.peekOrphans(10)).toEqual([a]);
    queue.tried([a], { orphans: [a], now: 9 * MINUTE });
    expect(queue.peekOrphans(10)).toEqual([a]);
    queue.tried([a], { orphans: [a], now: 10 * MINUTE });
    expect(queue.peekOrphans(10)).toEqual([]);
  });

  it('lets an orphan wait from its first try, however long the database was away', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    queue.add(event('a'), 0);
    const [a] = queue.peek(10);
    const tryAt = (now: number) => queue.tried([a], { orphans: [a], now });
    expect(tryAt(30 * MINUTE)).toEqual([]);
    expect(tryAt(39 * MINUTE)).toEqual([]);
    expect(queue.peekOrphans(10)).toEqual([a]);
    expect(tryAt(40 * MINUTE)).toEqual([a]);
    expect(queue.peekOrphans(10)).toEqual([]);
    expect(tryAt(41 * MINUTE)).toEqual([]);
  });

  it('holds the events of an object until each is stored or given up', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    expect(queue.holds('u')).toBe(false);
    queue.add(event('a'), 0);
    queue.add(event('a', 2), 0);
    queue.add(event('b'), 0);
    const [a, b] = queue.peek(10);
    queue.tried([a], { orphans: [], now: 0 });
    queue.tried([b], { orphans: [b], now: 0 });
    expect(queue.holds('u')).toBe(true);
    expect(queue.holds('other')).toBe(false);
    queue.tried([b], { orphans: [b], now: 10 * MINUTE });
    expect(queue.holds('u')).toBe(false);
  });

  it('takes a new state of an orphan out of the orphans', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    queue.add(event('a'), 0);
    const [a] = queue.peek(10);
    queue.tried([a], { orphans: [a], now: 0 });
    queue.add(event('a', 2), 1);
    expect(queue.peekOrphans(10)).toEqual([]);
    expect(queue.peek(10)).toEqual([event('a', 2)]);
  });

  it('gives each orphan its turn, and drops the oldest when there are too many', () => {
    const queue = new EventQueue({ maxOrphans: 2 });
    ['a', 'b', 'c'].forEach(name => queue.add(event(name), 0));
    const all = queue.peek(10);
    const [a, b, c] = all;
    expect(queue.tried(all, { orphans: all, now: 0 })).toEqual([a]);
    expect(queue.peekOrphans(10)).toEqual([b, c]);
    queue.tried([b], { orphans: [b], now: 1 });
    expect(queue.peekOrphans(1)).toEqual([c]);
  });
});
