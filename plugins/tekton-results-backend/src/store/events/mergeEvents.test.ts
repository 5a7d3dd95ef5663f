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
import type { JsonObject } from '@backstage/types';
import { mergeEvents } from './mergeEvents';

function event(name: string, time: string, others: JsonObject = {}) {
  return {
    metadata: { name, namespace: 'shop', creationTimestamp: time },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    ...others,
  };
}

const FIRST = '2026-11-21T10:00:00Z';
const LATER = '2026-11-21T10:05:00Z';

describe('mergeEvents', () => {
  it('adds new events in order of time', () => {
    const [a, b] = [event('a', LATER), event('b', FIRST)];
    expect(mergeEvents([a], [b])).toEqual([b, a]);
  });

  it('changes nothing for what is known', () => {
    expect(mergeEvents([event('a', FIRST)], [event('a', FIRST)])).toBe(
      undefined,
    );
  });

  it.each([
    ['counts', { count: 2 }],
    ['counts of a series', { count: null, series: { count: 2 } }],
    ['times', { lastTimestamp: LATER }],
    [
      'times of a series',
      { lastTimestamp: null, series: { count: 1, lastObservedTime: LATER } },
    ],
  ])('keeps the later state by %s, whichever comes first', (_, others) => {
    const [known, later] = [event('a', FIRST), event('a', FIRST, others)];
    expect(mergeEvents([known], [later])).toEqual([later]);
    expect(mergeEvents([later], [known])).toBe(undefined);
  });

  it('ends up with the same in whatever order and batches events come', () => {
    const states = ['a', 'b', 'c'].flatMap(name =>
      [1, 2, 3].map(count => event(name, FIRST, { count })),
    );
    const expected = mergeEvents([], states);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(states, { minLength: states.length }),
        fc.nat(states.length),
        (shuffled, cut) => {
          const half = mergeEvents([], shuffled.slice(0, cut)) ?? [];
          expect(mergeEvents(half, shuffled.slice(cut)) ?? half).toEqual(
            expected,
          );
        },
      ),
    );
  });

  it('takes the time of events that have but one, or none', () => {
    const [created, precise] = [
      { metadata: { name: 'a', creationTimestamp: LATER } },
      { metadata: { name: 'b' }, eventTime: FIRST },
    ];
    expect(mergeEvents([], [created, precise])).toEqual([precise, created]);
  });

  it('keeps the first and the last ones of a run that has no end of events', () => {
    const many = Array.from({ length: 1_200 }, (_, index) =>
      event(
        `e${index}`,
        new Date(Date.parse(FIRST) + index * 1000).toISOString(),
      ),
    );
    const kept = mergeEvents([], many) ?? [];
    expect(kept).toHaveLength(1_000);
    expect(kept.slice(0, 200)).toEqual(many.slice(0, 200));
    expect(kept.slice(200)).toEqual(many.slice(-800));
  });
});
