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
import type { ClusterConnection } from '../../cluster';
import type { EventsSubject } from './EventsCapture';
import { FinalEvents } from './FinalEvents';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const LATE = { done: false };
const IN = { done: true };
const { signal } = new AbortController();

/** Events that are listed, of a cluster that may be made to wait. */
function open() {
  const asked: string[] = [];
  const waiting: Array<() => void> = [];
  const clock = { now: NOW };
  let isSlow = false;
  const final = new FinalEvents({
    connection: {
      ...({} as ClusterConnection),
      list: async ({ fieldSelector = '' }) => {
        asked.push(fieldSelector);
        if (isSlow) {
          await new Promise<void>(resolve => waiting.push(resolve));
        }
        return { items: [], resourceVersion: '1' };
      },
    },
    store: async () => {},
    clock: {
      now: () => clock.now,
      random: () => 0.5,
      sleep: async ms => {
        await setImmediate();
        clock.now += ms;
      },
    },
  });
  const ask = (run: Partial<EventsSubject> = {}) =>
    final.ensureListed(
      {
        uid: 'u',
        kind: 'TaskRun',
        namespace: 'shop',
        pods: [],
        lastStoredAt: NOW,
        ...run,
      },
      signal,
    );
  return {
    ask,
    asked,
    clock,
    slow: () => {
      isSlow = true;
    },
    answer: () => waiting.splice(0).forEach(resolve => resolve()),
  };
}

describe('FinalEvents', () => {
  it('waits for events that controllers are about to write', async () => {
    const { ask, asked, clock } = open();
    expect(await ask({ completedAt: NOW })).toMatchObject(LATE);
    clock.now += 5_000;
    expect(await ask({ completedAt: NOW })).toEqual(IN);
    expect(asked).toHaveLength(1);
  });

  it('does not wait for those of a run that completed long before it was seen', async () => {
    const { ask, asked } = open();
    const old = { completedAt: NOW - 11 * MINUTE };
    expect(await ask(old)).toEqual(IN);
    expect(await ask(old)).toEqual(IN);
    expect(asked).toHaveLength(1);
  });

  it('does not ask for what clusters have forgotten', async () => {
    const { ask, asked } = open();
    expect(await ask({ completedAt: NOW - 25 * 60 * MINUTE })).toEqual(IN);
    expect(asked).toEqual([]);
  });

  it('asks again when a later state was stored since', async () => {
    const { ask, asked, clock } = open();
    clock.now += MINUTE;
    await ask();
    await ask({ lastStoredAt: NOW + 55_000 });
    expect(asked).toHaveLength(1);
    expect(await ask({ lastStoredAt: NOW + MINUTE })).toMatchObject(LATE);
  });

  it('asks for few runs at once, and the others are late if that takes long', async () => {
    const { ask, asked, slow, answer, clock } = open();
    clock.now += MINUTE;
    slow();
    const asking = [...Array(10).keys()].map(n => ask({ uid: `u-${n}` }));
    expect(await Promise.all(asking.slice(8))).toMatchObject([LATE, LATE]);
    expect(asked).toHaveLength(8);
    answer();
    expect(await Promise.all(asking.slice(0, 8))).toEqual(Array(8).fill(IN));
  });
});
