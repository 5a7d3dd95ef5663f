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

import type { Lease } from '../../store';
import { MemoryLeases, testParts } from '../__testUtils__/jobParts';
import {
  MemoryRetentionStore,
  type TestRun,
} from '../__testUtils__/MemoryRetentionStore';
import { RetentionJobRun } from './RetentionJobRun';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = 1_000 * DAY_MS;
const SECTION = { defaultRetention: 30 };

/** More than one batch of old runs, and a young one. */
function someRuns(): TestRun[] {
  const old = Array.from({ length: 40 }, (_, index) => ({
    namespace: 'a',
    name: `old-${index}`,
    endTime: NOW - 60 * DAY_MS + index,
  }));
  return [...old, { namespace: 'a', name: 'young', endTime: NOW - DAY_MS }];
}

async function start(
  options: {
    store?: MemoryRetentionStore;
    section?: object;
    parts?: Partial<Parameters<typeof testParts>[0]>;
  } = {},
) {
  const { store = new MemoryRetentionStore(someRuns()), section = SECTION } =
    options;
  const leases = new MemoryLeases();
  const lease = (await leases.acquire({
    name: 'retention',
    holder: 'me',
  })) as Lease;
  const controller = new AbortController();
  const jobEnded = jest.fn();
  const removed = jest.fn();
  const parts = testParts({
    section,
    store,
    leases,
    now: NOW,
    metrics: { jobEnded, removed },
    ...options.parts,
  });
  const job = await store.startJob({ trigger: 'schedule', lease });
  const run = new RetentionJobRun(parts, {
    job,
    lease,
    signal: controller.signal,
  });
  return { store, leases, controller, run, parts, jobEnded, removed };
}

describe('RetentionJobRun', () => {
  it('removes all that is to go, and notes what it has done', async () => {
    const { store, run, jobEnded, removed } = await start();
    await run.perform();
    expect(store.runs.map(({ name }) => name)).toEqual(['young']);
    expect(store.history).toMatchObject([
      {
        state: 'finished',
        counts: [{ policy: 'default', part: 'runs', runs: 40, bytes: 400 }],
      },
    ]);
    expect(removed.mock.calls).toEqual([
      [{ policy: 'default', part: 'runs', runs: 25, bytes: 250 }],
      [{ policy: 'default', part: 'runs', runs: 15, bytes: 150 }],
    ]);
    expect(jobEnded.mock.calls).toEqual([
      [{ state: 'finished', durationMs: 0 }],
    ]);
  });

  it('removes logs and events of runs that stay', async () => {
    const store = new MemoryRetentionStore(
      [5, 15, 25, 35].map(days => ({
        namespace: 'a',
        name: `run-${days}`,
        endTime: NOW - days * DAY_MS,
      })),
    );
    for (const { uid } of store.runs) {
      store.having.logs.add(uid);
      store.having.events.add(uid);
    }
    const { run } = await start({
      store,
      section: {
        policies: [{ name: 'A', retention: 30, logs: 20, events: 10 }],
      },
    });
    await run.perform();
    expect(store.calls.filter(call => call.startsWith('remove '))).toEqual([
      'remove run-35: A',
      'remove logs of run-25: A',
      'remove events of run-25 run-15: A',
    ]);
    expect(store.history).toMatchObject([
      {
        counts: [
          { part: 'runs', runs: 1 },
          { part: 'logs', runs: 1 },
          { part: 'events', runs: 2 },
        ],
      },
    ]);
  });

  it('keeps the lease while it looks for long and finds nothing', async () => {
    let time = NOW;
    const { store, leases, run } = await start({
      section: { ...SECTION, maxDuration: '1d' },
      parts: { clock: () => time },
      store: new MemoryRetentionStore(),
    });
    let pages = 0;
    store.expiring = async () => {
      time += 20_000;
      pages += 1;
      return { runs: [], next: pages < 7 ? { endTime: 0, seq: 0 } : undefined };
    };
    const renew = jest.spyOn(leases, 'renew');
    await run.perform();
    expect(store.history).toMatchObject([{ state: 'finished' }]);
    // Every 40 seconds of 140, and before tombstones.
    expect(renew).toHaveBeenCalledTimes(4);
  });

  it('removes old tombstones, as many as there are', async () => {
    const { store, run } = await start();
    store.tombstones = 1_200;
    await run.perform();
    expect(store.tombstones).toBe(0);
  });

  it('stops when its time is over', async () => {
    let time = NOW;
    const { store, run } = await start({
      section: { ...SECTION, maxDuration: '1m' },
      parts: {
        clock: () => time,
        sleep: async () => {
          time += 60_000;
        },
      },
    });
    await run.perform();
    expect(store.runs).toHaveLength(16);
    expect(store.history).toMatchObject([
      {
        state: 'stopped',
        counts: [{ runs: 25 }],
        problem: 'Its time was over before all was removed',
      },
    ]);
  });

  it('seems to run when it is stopped from outside, so that another goes on', async () => {
    const { store, run, controller, jobEnded } = await start({
      parts: {
        sleep: async (_, signal) => {
          controller.abort();
          signal.throwIfAborted();
        },
      },
    });
    await run.perform();
    expect(store.runs).toHaveLength(16);
    expect(store.history).toMatchObject([
      { state: 'running', counts: [{ runs: 25 }] },
    ]);
    expect(jobEnded.mock.calls).toEqual([
      [{ state: 'interrupted', durationMs: 0 }],
    ]);
  });

  it('removes nothing more when it has lost the lease', async () => {
    const { store, leases, run } = await start({
      parts: {
        sleep: async () => {
          leases.held = { name: 'retention', holder: 'other', epoch: 9 };
        },
      },
    });
    await run.perform();
    expect(store.runs).toHaveLength(16);
    expect(store.history).toMatchObject([{ state: 'running' }]);
  });

  it('tells what it could not do, and does all else', async () => {
    const { store, run, parts } = await start({
      section: {
        policies: [
          { name: 'A', selector: { matchNamespaces: ['b'] }, retention: 1 },
        ],
        ...SECTION,
      },
      store: new MemoryRetentionStore([
        { namespace: 'b', name: 'refused', endTime: 0 },
        ...someRuns(),
      ]),
    });
    store.beforeWrite = call => {
      if (call.includes('refused')) {
        throw new Error('no space on disk');
      }
    };
    await run.perform();
    expect(store.runs.map(({ name }) => name)).toEqual(['refused', 'young']);
    expect(store.history).toMatchObject([
      {
        state: 'failed',
        problem: 'A: no space on disk',
        counts: [{ runs: 40 }],
      },
    ]);
    expect(parts.logger.error).toHaveBeenCalledWith(
      'Removing old runs failed',
      expect.objectContaining({ error: 'A: no space on disk' }),
    );
  });

  it('tells of a limit that cannot be met', async () => {
    const { store, run } = await start({
      section: {
        policies: [
          { selector: { matchNamespaces: ['b'] }, retention: 'forever' },
        ],
        maxBytes: { total: 1_000 },
      },
      store: new MemoryRetentionStore([
        { namespace: 'a', name: 'small', endTime: 0 },
        { namespace: 'b', name: 'kept', endTime: 0, bytes: 2_000 },
      ]),
    });
    await run.perform();
    expect(store.runs).toHaveLength(2);
    expect(store.history).toMatchObject([
      {
        state: 'failed',
        problem:
          'All that is stored has 2010 bytes and may have 1000, but only 10 of them may go: nothing was removed for that',
      },
    ]);
  });

  it('fails when tombstones cannot be removed, so that it is not gone on with for ever', async () => {
    const { store, run } = await start();
    store.beforeWrite = call => {
      if (call === 'removeTombstones') {
        throw new Error('locked');
      }
    };
    await run.perform();
    expect(store.history).toMatchObject([
      { state: 'failed', problem: 'tombstones: locked' },
    ]);
  });

  it('does not fail when what it has done cannot be noted', async () => {
    const { store, run, jobEnded } = await start();
    store.beforeWrite = call => {
      if (call.startsWith('updateJob')) {
        throw new Error('away');
      }
    };
    await run.perform();
    expect(jobEnded.mock.calls).toEqual([[{ state: 'failed', durationMs: 0 }]]);
  });
});
