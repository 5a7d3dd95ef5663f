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

import { parseSchedule, type Schedule } from './schedule/Schedule';
import { MemoryLeases, testParts } from './__testUtils__/jobParts';
import { MemoryRetentionStore } from './__testUtils__/MemoryRetentionStore';
import { ScheduledRetention } from './ScheduledRetention';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const START = 1_000 * DAY_MS;

/** Time that passes when somebody sleeps for long, and only then. */
class TestTime {
  now = START;
  private wake: () => void = () => {};
  private slept: () => void = () => {};

  readonly sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (ms < 1_000) {
      return;
    }
    this.slept();
    await new Promise<void>((resolve, reject) => {
      this.wake = resolve;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  };

  /** Wakes who sleeps, at a later time, and waits until they sleep again. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    const asleep = this.asleep();
    this.wake();
    await asleep;
  }

  asleep(): Promise<void> {
    return new Promise(resolve => {
      this.slept = resolve;
    });
  }
}

const RUNS = [
  { namespace: 'a', name: 'old', endTime: START - 60 * DAY_MS },
  { namespace: 'a', name: 'young', endTime: START },
];

async function start(
  options: {
    store?: MemoryRetentionStore;
    leases?: MemoryLeases;
    schedule?: string;
  } = {},
) {
  const {
    store = new MemoryRetentionStore(RUNS),
    leases = new MemoryLeases(),
    schedule = '24h',
  } = options;
  const time = new TestTime();
  store.isHeld = () => leases.held !== undefined;
  const parts = testParts({
    section: { schedule, defaultRetention: 30 },
    store,
    leases,
    now: START,
    clock: () => time.now,
    sleep: time.sleep,
  });
  const retention = new ScheduledRetention({ parts, warnings: [] });
  const asleep = time.asleep();
  retention.start();
  await asleep;
  return { retention, store, leases, time, logger: parts.logger };
}

function names({ runs }: MemoryRetentionStore): string[] {
  return runs.map(({ name }) => name);
}

describe('ScheduledRetention', () => {
  it('removes nothing before the first job is due, and says when that is', async () => {
    const { retention, store, time } = await start();
    expect(retention.report()).toEqual({
      state: 'on',
      problems: [],
      warnings: [],
      schedule: '24h',
      maxBytes: {},
      longest: { policy: 'default', ms: 30 * 24 * HOUR_MS },
      nextTime: START + HOUR_MS,
      resumeTime: START + HOUR_MS / 6,
    });
    await time.pass(HOUR_MS - 1);
    expect(names(store)).toEqual(['old', 'young']);
    await retention.stop();
  });

  it('starts a job when one is due, and then waits for the next', async () => {
    const { retention, store, leases, time } = await start();
    await time.pass(HOUR_MS);
    expect(names(store)).toEqual(['young']);
    expect(store.history).toMatchObject([
      { trigger: 'schedule', state: 'finished' },
    ]);
    expect(leases.held).toBeUndefined();
    store.history[0] = { ...store.history[0], startTime: time.now };
    await time.pass(HOUR_MS);
    expect(store.history).toHaveLength(1);
    expect(retention.report().nextTime).toBe(START + 25 * HOUR_MS);
    await retention.stop();
  });

  it('waits until stored runs have the names of their pipelines, whoever asks', async () => {
    const store = new MemoryRetentionStore(RUNS);
    store.naming = true;
    const { retention, time, leases, logger } = await start({ store });
    await time.pass(HOUR_MS);
    await time.pass(HOUR_MS);
    expect(names(store)).toEqual(['old', 'young']);
    expect(store.history).toEqual([]);
    expect(leases.held).toBeUndefined();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(retention.report()).toMatchObject({
      state: 'on',
      nextTime: time.now,
      warnings: [{ message: expect.stringMatching(/^has to wait: /) }],
    });
    const refusal = expect.objectContaining({
      name: 'ConflictError',
      message: expect.stringContaining('of which pipelines the runs are'),
    });
    await expect(retention.run({ actor: 'user:default/ada' })).rejects.toEqual(
      refusal,
    );
    await expect(retention.preview()).rejects.toEqual(refusal);
    store.naming = false;
    await time.pass(HOUR_MS);
    expect(names(store)).toEqual(['young']);
    expect(retention.report().warnings).toEqual([]);
    await retention.stop();
  });

  it('leaves it to another process that is at it', async () => {
    const leases = new MemoryLeases();
    await leases.acquire({ name: 'retention', holder: 'other' });
    const { retention, store, time } = await start({ leases });
    await time.pass(HOUR_MS);
    expect(store.calls).toEqual([]);
    expect(leases.held?.holder).toBe('other');
    await retention.stop();
  });

  it('leaves it to another process that did it since this one looked', async () => {
    const leases = new MemoryLeases();
    const { retention, store, time } = await start({ leases });
    const acquire = leases.acquire.bind(leases);
    leases.acquire = async options => {
      store.history.unshift({
        id: 1,
        trigger: 'schedule',
        state: 'finished',
        startTime: time.now,
        counts: [],
      });
      return acquire(options);
    };
    await time.pass(HOUR_MS);
    expect(names(store)).toEqual(['old', 'young']);
    expect(leases.held).toBeUndefined();
    await retention.stop();
  });

  it('goes on with a job that nobody is at', async () => {
    const store = new MemoryRetentionStore(RUNS);
    await store.startJob({ trigger: 'request', actor: 'user:default/ada' });
    const { retention, time } = await start({ store });
    await time.pass(10 * 60 * 1000);
    expect(names(store)).toEqual(['young']);
    expect(store.history).toMatchObject([
      { trigger: 'schedule', state: 'finished' },
      { trigger: 'request', state: 'interrupted' },
    ]);
    await retention.stop();
  });

  it('does not do a job over and over of which the end cannot be written down', async () => {
    const { retention, store, time } = await start();
    const startJob = store.startJob.bind(store);
    store.startJob = async options => {
      const job = { ...(await startJob(options)), startTime: time.now };
      store.history[0] = job;
      return job;
    };
    store.beforeWrite = call => {
      if (call === 'updateJob finished') {
        throw new Error('away');
      }
    };
    await time.pass(HOUR_MS);
    await time.pass(30_000);
    expect(store.history).toHaveLength(1);
    expect(retention.report().resumeTime).toBe(START + (HOUR_MS * 7) / 6);
    await time.pass(HOUR_MS / 6);
    expect(store.history).toHaveLength(2);
    await retention.stop();
  });

  it('tells of an interrupted job when it goes on, which is never in the past', async () => {
    const store = new MemoryRetentionStore(RUNS);
    await store.startJob({ trigger: 'request', actor: 'user:default/ada' });
    const { retention, time } = await start({ store });
    const resumeTime = START + HOUR_MS / 6;
    expect(retention.report()).toMatchObject({
      nextTime: resumeTime,
      resumeTime,
    });
    time.now = resumeTime + 1_000;
    expect(retention.report()).toMatchObject({
      nextTime: resumeTime + 1_000,
      resumeTime: resumeTime + 1_000,
    });
    await retention.stop();
  });

  it.each([
    ['24h', DAY_MS],
    ['TZ=UTC 0 3 * * *', 3 * HOUR_MS],
  ])(
    'tells of %s the start after the job that runs',
    async (schedule, nextAfter) => {
      const { retention, store } = await start({ schedule });
      const startJob = store.startJob.bind(store);
      store.startJob = async options => ({
        ...(await startJob(options)),
        startTime: START,
      });
      await retention.run({ actor: 'user:default/ada' });
      expect(retention.report().nextTime).toBe(START + nextAfter);
      await retention.stop();
    },
  );

  it('tells of a job by the schedule that takes longer than that, that the next follows at once', async () => {
    const { retention, store, time } = await start({ schedule: '1h' });
    const startJob = store.startJob.bind(store);
    store.startJob = async options => {
      const job = { ...(await startJob(options)), startTime: time.now };
      store.history[0] = job;
      return job;
    };
    const reported: Array<number | undefined> = [];
    store.beforeWrite = call => {
      if (call.startsWith('remove ')) {
        reported.push(retention.report().nextTime);
        time.now += 2 * HOUR_MS;
        reported.push(retention.report().nextTime);
      }
    };
    await time.pass(HOUR_MS);
    expect(reported).toEqual([START + 2 * HOUR_MS, START + 3 * HOUR_MS]);
    await retention.stop();
  });

  it('starts a job when somebody asks for one, and does not wait for it', async () => {
    const { retention, store } = await start();
    const job = await retention.run({ actor: 'user:default/ada' });
    expect(job).toMatchObject({
      trigger: 'request',
      actor: 'user:default/ada',
      state: 'running',
    });
    await retention.stop();
    expect(store.history).toHaveLength(1);
  });

  it('refuses a second job at the same time', async () => {
    const { retention, leases } = await start();
    await leases.acquire({ name: 'retention', holder: 'other' });
    await expect(retention.run({ actor: 'user:default/ada' })).rejects.toThrow(
      'Old runs are being removed already',
    );
    await retention.stop();
  });

  it('gives the lease back when a job cannot be started', async () => {
    const { retention, store, leases } = await start();
    store.beforeWrite = () => {
      throw new Error('away');
    };
    await expect(retention.run({ actor: 'user:default/ada' })).rejects.toThrow(
      'away',
    );
    expect(leases.held).toBeUndefined();
    await retention.stop();
  });

  it('says once that the database is away, and goes on to look', async () => {
    const { retention, store, time, logger } = await start();
    const jobs = store.jobs.bind(store);
    store.jobs = async () => {
      throw new Error('away');
    };
    await time.pass(HOUR_MS);
    await time.pass(HOUR_MS);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    store.jobs = jobs;
    await time.pass(HOUR_MS);
    expect(names(store)).toEqual(['young']);
    await retention.stop();
  });

  it('stops while it waits', async () => {
    const { retention, store, time } = await start();
    await retention.stop();
    time.now += DAY_MS;
    expect(store.calls).toEqual([]);
    await expect(
      retention.run({ actor: 'user:default/ada' }),
    ).rejects.toThrow();
    expect(store.calls).toEqual([]);
  });

  it('keeps to a schedule of cron', async () => {
    const text = 'TZ=UTC 0 3 * * *';
    const { retention, store, time } = await start({ schedule: text });
    expect(parseSchedule(text) as Schedule).toMatchObject({ kind: 'cron' });
    expect(retention.report()).toMatchObject({
      schedule: text,
      nextTime: START + 3 * HOUR_MS,
    });
    await time.pass(3 * HOUR_MS);
    expect(names(store)).toEqual(['young']);
    await retention.stop();
  });
});
