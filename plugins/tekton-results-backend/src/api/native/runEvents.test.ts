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

import { runEvents } from './runEvents';

const event = (minute: number, others: object = {}) => ({
  firstTimestamp: new Date(Date.UTC(2026, 10, 21, 0, minute)).toISOString(),
  reason: `r${minute}`,
  ...others,
});

describe('runEvents', () => {
  it.each([
    [{ eventTime: '2026-11-21T10:00:00.123456Z' }, '2026-11-21T10:00:00.123Z'],
    [
      { metadata: { creationTimestamp: '2026-11-21T10:00:00Z' } },
      '2026-11-21T10:00:00.000Z',
    ],
    [{ firstTimestamp: null, eventTime: 'soon' }, undefined],
  ])('reads the time of %p', (item, firstAt) => {
    const { items } = runEvents([{ uid: 'run', items: [item] }]);
    expect(items).toMatchObject([{ firstAt, lastAt: firstAt, count: 1 }]);
  });

  it('counts what repeats, in both ways that it is written', () => {
    const last = '2026-11-22T00:00:00.000Z';
    const { items } = runEvents([
      {
        uid: 'run',
        items: [
          event(1, { count: 5, lastTimestamp: last }),
          event(2, { series: { count: 9, lastObservedTime: last } }),
        ],
      },
    ]);
    expect(items.map(({ count, lastAt }) => [count, lastAt])).toEqual([
      [5, last],
      [9, last],
    ]);
  });

  it('takes whatever a client has posted for an event', () => {
    const { items } = runEvents([
      {
        uid: 'run',
        items: [
          { reason: 7, count: 'many', involvedObject: 'pod', series: [] },
          { message: '', involvedObject: { kind: 1, name: 'a' } },
        ],
      },
    ]);
    expect(JSON.parse(JSON.stringify(items))).toEqual([
      { runUid: 'run', about: { kind: '', name: '' }, count: 1 },
      { runUid: 'run', about: { kind: '', name: 'a' }, count: 1 },
    ]);
  });

  it('leaves out some of very many, between the first and the last', () => {
    const all = Array.from({ length: 1_100 }, (_, minute) => event(minute));
    const { items, more } = runEvents([
      { uid: 'run', items: all.slice(600) },
      { uid: 'task', items: all.slice(0, 600) },
    ]);
    expect(more).toBe(true);
    expect(items.map(({ reason }) => reason)).toEqual(
      [...all.slice(0, 200), ...all.slice(-800)].map(({ reason }) => reason),
    );
  });
});
