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
const RUN = { uid: 'u', namespace: 'shop', pods: [] };

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
    const tryAt = (now: number) => {
      const orphans = queue.peekOrphans(10, now);
      queue.tried(orphans, { orphans, now });
      return orphans;
    };
    expect(tryAt(9 * MINUTE)).toEqual([a]);
    expect(tryAt(10 * MINUTE)).toEqual([a]);
    expect(queue.about(RUN)).toEqual([]);
  });

  it('tries an orphan anew when its run is stored, or the run of its pod', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    const pod = {
      ...event('b'),
      subject: { kind: 'Pod', namespace: 'shop', name: 'run-pod', uid: 'p' },
    };
    const other = {
      ...event('c'),
      subject: { ...event('c').subject, uid: 'other' },
    };
    [event('a'), pod, other].forEach(one => queue.add(one, 0));
    const tried = queue.peek(10);
    queue.tried(tried, { orphans: tried, now: 0 });
    expect(queue.peekOrphans(10, 1)).toEqual([]);
    queue.stored({ ...RUN, pods: ['run-pod'] }, 1);
    expect(queue.peekOrphans(10, 1)).toEqual([event('a'), pod]);
  });

  it('lets an orphan wait from its first try, however long the database was away', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    queue.add(event('a'), 0);
    const tryAt = (now: number) => {
      const orphans = queue.about(RUN);
      return queue.tried(orphans, { orphans, now });
    };
    expect(tryAt(30 * MINUTE)).toEqual([]);
    expect(tryAt(39 * MINUTE)).toEqual([]);
    expect(queue.about(RUN)).toEqual([event('a')]);
    expect(tryAt(40 * MINUTE)).toEqual([event('a')]);
    expect(queue.about(RUN)).toEqual([]);
    expect(tryAt(41 * MINUTE)).toEqual([]);
  });

  it('lets an orphan wait for however long it takes if its run is stored late', () => {
    const queue = new EventQueue({
      maxOrphans: 10,
      waitsForRun: ({ item }) => item.count === 7,
    });
    queue.add(event('a'), 0);
    queue.add(event('b', 7), 0);
    const tryAt = (now: number, orphans = queue.about(RUN)) =>
      queue.tried(orphans, { orphans, now });
    expect(tryAt(0)).toEqual([]);
    expect(tryAt(600 * MINUTE)).toEqual([event('a')]);
    expect(queue.about(RUN)).toEqual([event('b', 7)]);
  });

  it('tries an orphan seldom when it waits for long', () => {
    const queue = new EventQueue({ maxOrphans: 10, waitsForRun: () => true });
    queue.add(event('a'), 0);
    const [a] = queue.peek(10);
    queue.tried([a], { orphans: [a], now: 0 });
    expect(queue.peekOrphans(10, 999)).toEqual([]);
    const tried = queue.peekOrphans(10, 1_000);
    expect(tried).toEqual([event('a')]);
    queue.tried(tried, { orphans: tried, now: 60 * MINUTE });
    expect(queue.peekOrphans(10, 61 * MINUTE - 1)).toEqual([]);
    expect(queue.peekOrphans(10, 61 * MINUTE)).toEqual([event('a')]);
  });

  it('tells what waits about a run and its pods, until it is stored', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    const ofPod = (name: string, pod: string) => ({
      ...event(name),
      subject: { kind: 'Pod', namespace: 'shop', name: pod, uid: 'p' },
    });
    queue.add(event('a'), 0);
    queue.add(ofPod('b', 'run-pod'), 0);
    queue.add(ofPod('c', 'other-pod'), 0);
    const [, b] = queue.peek(10);
    queue.tried([b], { orphans: [b], now: 0 });
    const waiting = queue.about({ ...RUN, pods: ['run-pod'] });
    expect(waiting).toEqual([event('a'), ofPod('b', 'run-pod')]);
    queue.tried(waiting, { orphans: [], now: 0 });
    expect(queue.about({ ...RUN, pods: ['run-pod'] })).toEqual([]);
    expect(
      queue.about({ ...RUN, namespace: 'x', pods: ['other-pod'] }),
    ).toEqual([]);
  });

  it('takes a new state of an orphan out of the orphans', () => {
    const queue = new EventQueue({ maxOrphans: 10 });
    queue.add(event('a'), 0);
    const [a] = queue.peek(10);
    queue.tried([a], { orphans: [a], now: 0 });
    queue.add(event('a', 2), 1);
    expect(queue.peekOrphans(10, MINUTE)).toEqual([]);
    expect(queue.peek(10)).toEqual([event('a', 2)]);
  });

  it('gives each orphan its turn, and drops the oldest when there are too many', () => {
    const queue = new EventQueue({ maxOrphans: 2 });
    ['a', 'b', 'c'].forEach(name => queue.add(event(name), 0));
    const all = queue.peek(10);
    const [a, b, c] = all;
    expect(queue.tried(all, { orphans: all, now: 0 })).toEqual([a]);
    const [first] = queue.peekOrphans(1, MINUTE);
    expect(first).toEqual(b);
    queue.tried([first], { orphans: [first], now: MINUTE });
    expect(queue.peekOrphans(1, 2 * MINUTE)).toEqual([c]);
  });
});
