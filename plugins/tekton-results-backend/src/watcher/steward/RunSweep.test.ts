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

import type { StewardedRun } from '../../store';
import { RunReader } from './RunReader';
import { RunSweep } from './RunSweep';

const MINUTE = 60_000;

const isBusy = () => true;
const isIdle = () => false;

/** So many runs, and which of them were read. */
function setUp(count: number) {
  const read: number[] = [];
  const state = { away: false };
  const reader = new RunReader({
    cluster: 'test',
    store: {
      liveRuns: async (_, uids) => {
        if (state.away) {
          throw new Error('database is away');
        }
        read.push(uids.length);
        return uids.map(uid => ({ uid } as StewardedRun));
      },
    },
  });
  const sweep = new RunSweep({
    cluster: 'test',
    reader,
    store: {
      liveUids: async ({ after = 0, limit }) => {
        const end = Math.min(after + limit, count);
        const uids = Array.from({ length: end - after }, (_, n) => `${n}`);
        return { uids, next: end < count ? end : undefined };
      },
    },
  });
  const whole = async (now: number) => {
    for (let page = await sweep.next(now); !page.isLast; ) {
      page = await sweep.next(now);
    }
  };
  return { sweep, read, state, whole };
}

describe('RunSweep', () => {
  it('goes through all runs at once, however busy, and again after half an hour', async () => {
    const { sweep, read } = setUp(110);
    for (const isFirst of [true, false, false]) {
      expect(sweep.nextAt(isBusy)).toBe(-Infinity);
      expect(await sweep.next(0)).toMatchObject({ isFirst });
    }
    expect(read).toEqual([50, 50, 10]);
    expect(sweep.nextAt(isBusy)).toBe(30 * MINUTE);
    expect([30 * MINUTE, 30 * MINUTE - 1].map(due => sweep.finds(due))).toEqual(
      [true, false],
    );
  });

  it('reads a page again that could not be read, and tells since when it tries', async () => {
    const { sweep, read, state } = setUp(10);
    state.away = true;
    await expect(sweep.next(5)).rejects.toThrow('away');
    await expect(sweep.next(6)).rejects.toThrow('away');
    expect(sweep.since).toBe(5);
    state.away = false;
    expect(await sweep.next(7)).toMatchObject({ isFirst: true, isLast: true });
    expect(read).toEqual([10]);
    expect(sweep.since).toBeUndefined();
  });

  it('looks for what there was no room for when it is due, and as there is room', async () => {
    const { sweep, whole } = setUp(450);
    await whole(0);
    sweep.missed(2 * MINUTE);
    sweep.missed(MINUTE);
    expect(sweep.nextAt(isIdle)).toBe(MINUTE);
    expect(sweep.nextAt(isBusy)).toBe(30 * MINUTE);
    expect(await sweep.next(MINUTE)).toMatchObject({ isFirst: true });
    expect(sweep.nextAt(isBusy)).toBe(30 * MINUTE);
    expect(sweep.nextAt(isIdle)).toBe(-Infinity);
    await whole(MINUTE);
    expect(sweep.nextAt(isIdle)).toBe(30 * MINUTE);
  });

  it('does not look for that all the time', async () => {
    const { sweep, whole } = setUp(10);
    await whole(0);
    sweep.missed(0);
    await whole(MINUTE);
    sweep.missed(0);
    expect(sweep.nextAt(isIdle)).toBe(1.5 * MINUTE);
  });

  it('begins anew when asked to, and else ends what takes very long', async () => {
    const { sweep } = setUp(450);
    await sweep.next(0);
    expect(await sweep.next(40 * MINUTE)).toMatchObject({ isFirst: false });
    sweep.begin();
    expect(await sweep.next(41 * MINUTE)).toMatchObject({ isFirst: true });
  });

  it('goes on looking for what is missing after it went through all meanwhile', async () => {
    const { sweep, whole } = setUp(450);
    await whole(0);
    sweep.missed(0);
    await sweep.next(MINUTE);
    await whole(30 * MINUTE);
    expect(sweep.nextAt(isIdle)).toBe(30 * MINUTE);
    expect(await sweep.next(30 * MINUTE)).toMatchObject({ isFirst: true });
  });
});
