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

import { MemoryRetentionStore } from '../__testUtils__/MemoryRetentionStore';
import { UsageMeter } from './UsageMeter';

const MINUTE_MS = 60_000;
const END = { endTime: 0 };

function open() {
  const store = new MemoryRetentionStore([
    { ...END, namespace: 'shop', name: 'a' },
    { ...END, namespace: 'ci', name: 'b' },
    { ...END, namespace: 'ci', name: 'c' },
  ]);
  const usage = jest.spyOn(store, 'usage');
  const clock = { now: 1_000 };
  const meter = new UsageMeter({ store, clock: () => clock.now });
  return { store, usage, clock, meter };
}

describe('UsageMeter', () => {
  it('tells when it was measured, and what takes most first', async () => {
    const { meter } = open();
    const { time, namespaces } = await meter.read();
    expect(time).toBe(1_000);
    expect(
      namespaces.map(({ namespace, bytes }) => [namespace, bytes]),
    ).toEqual([
      ['ci', 20],
      ['shop', 10],
    ]);
  });

  it('measures once for all who ask at the same time, and for a while', async () => {
    const { usage, clock, meter } = open();
    await Promise.all([meter.read(), meter.read()]);
    clock.now += 10 * MINUTE_MS - 1;
    await meter.read();
    expect(usage).toHaveBeenCalledTimes(1);
  });

  it('measures anew after a while', async () => {
    const { store, clock, meter } = open();
    await meter.read();
    store.runs = [];
    clock.now += 10 * MINUTE_MS;
    expect(await meter.read()).toEqual({ time: clock.now, namespaces: [] });
  });

  it('tries again when it failed', async () => {
    const { usage, meter } = open();
    usage.mockRejectedValueOnce(new Error('away'));
    await expect(meter.read()).rejects.toThrow('away');
    expect((await meter.read()).namespaces).toHaveLength(2);
  });
});
