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

import { mockServices } from '@backstage/backend-test-utils';
import { toError } from '@backstage/errors';
import type { Lease, LeaseStore } from '../../store';
import { LEASE_TTL_MS, LeaseKeeper } from './LeaseKeeper';
import type { HeldLease } from './HeldLease';

/** Moves only when told to; whoever sleeps is woken in time. */
class ManualClock {
  private time = 0;
  private sleepers: Array<{ until: number; wake: () => void }> = [];

  now = () => this.time;
  random = () => 0.5;

  sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const stop = () => reject(new Error('aborted'));
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener('abort', stop);
      this.sleepers.push({ until: this.time + ms, wake: resolve });
    });

  async advance(ms: number) {
    const end = this.time + ms;
    while (this.time < end) {
      this.time += 1_000;
      const due = this.sleepers.filter(({ until }) => until <= this.time);
      this.sleepers = this.sleepers.filter(({ until }) => until > this.time);
      due.forEach(({ wake }) => wake());
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  /** Does not follow {@link jump}, as nobody sets it. */
  readonly uptime = () => this.up;
  private up = 0;

  /** As when a machine is stopped whose clock is set back afterwards. */
  sleepUnseen(ms: number) {
    this.up += ms;
  }

  /** As for a process that is stopped: time passes, and nobody notices. */
  jump(ms: number) {
    this.time += ms;
  }
}

/** The leases of all processes, on the clock of the database. */
class MemoryLeaseStore implements LeaseStore {
  away = false;
  /** Does not answer, as when its host died. */
  silent = false;
  private lease: (Lease & { until: number }) | undefined;

  constructor(private readonly now: () => number) {}

  async acquire(options: { name: string; holder: string; ttlMs: number }) {
    if (this.silent) {
      return new Promise<never>(() => {});
    }
    this.answer();
    const { name, holder, ttlMs } = options;
    if (this.lease && this.lease.until > this.now()) {
      return undefined;
    }
    const epoch = (this.lease?.epoch ?? 0) + 1;
    this.lease = { name, holder, epoch, until: this.now() + ttlMs };
    return { name, holder, epoch };
  }

  async renew(lease: Lease, { ttlMs }: { ttlMs: number }) {
    this.answer();
    if (this.lease?.epoch !== lease.epoch) {
      return false;
    }
    this.lease.until = this.now() + ttlMs;
    return true;
  }

  async release(lease: Lease) {
    this.answer();
    if (this.lease?.epoch === lease.epoch) {
      this.lease.until = this.now();
    }
  }

  private answer() {
    if (this.away) {
      throw new Error('database is away');
    }
  }
}

interface Process {
  readonly held: HeldLease[];
  /** What became of the questions to the database. */
  readonly answers: string[];
  readonly terms: string[];
  readonly stop: () => Promise<void>;
}

function start(
  name: string,
  store: LeaseStore,
  clock: ManualClock,
  fail?: () => void,
): Process {
  const held: HeldLease[] = [];
  const answers: string[] = [];
  const terms: string[] = [];
  const stop = new AbortController();
  const running = new LeaseKeeper({
    store,
    name: 'watch/test',
    holder: name,
    onAsked: error => answers.push(error ? toError(error).message : 'ok'),
    logger: mockServices.logger.mock(),
    clock,
    uptime: clock.uptime,
  }).run(async (lease, signal) => {
    held.push(lease);
    terms.push('begins');
    fail?.();
    await new Promise(resolve => signal.addEventListener('abort', resolve));
    terms.push('ends');
  }, stop.signal);
  return {
    held,
    answers,
    terms,
    stop: async () => {
      stop.abort();
      await running;
    },
  };
}

describe('LeaseKeeper', () => {
  it('works in one process, and at once in another one after a clean shutdown', async () => {
    const clock = new ManualClock();
    const store = new MemoryLeaseStore(clock.now);
    const a = start('a', store, clock);
    await clock.advance(1_000);
    const b = start('b', store, clock);
    await clock.advance(60_000);
    expect(a.terms).toEqual(['begins']);
    expect(b.terms).toEqual([]);

    await a.stop();
    expect(a.terms).toEqual(['begins', 'ends']);
    await clock.advance(2_000);
    expect(b.terms).toEqual(['begins']);
    await b.stop();
  });

  it('takes over within 20 seconds of a crash', async () => {
    const clock = new ManualClock();
    const store = new MemoryLeaseStore(clock.now);
    await store.acquire({
      name: 'watch/test',
      holder: 'crashed',
      ttlMs: LEASE_TTL_MS,
    });
    const b = start('b', store, clock);
    await clock.advance(20_000);
    expect(b.terms).toEqual(['begins']);
    await b.stop();
  });

  it('does not trust a lease after a pause, and stops when another has it', async () => {
    const clock = new ManualClock();
    const store = new MemoryLeaseStore(clock.now);
    const a = start('a', store, clock);
    await clock.advance(1_000);
    expect(a.held[0].isFresh()).toBe(true);

    clock.jump(LEASE_TTL_MS);
    expect(a.held[0].isFresh()).toBe(false);
    await store.acquire({ name: 'watch/test', holder: 'b', ttlMs: 60_000 });
    await clock.advance(6_000);
    expect(a.terms).toEqual(['begins', 'ends']);
    expect(a.held[0].isFresh()).toBe(false);
    await a.stop();
  });

  it('does not trust a lease after a pause that the clock of the machine hides', async () => {
    const clock = new ManualClock();
    const store = new MemoryLeaseStore(clock.now);
    const a = start('a', store, clock);
    await clock.advance(1_000);
    clock.sleepUnseen(LEASE_TTL_MS);
    expect(a.held[0].isFresh()).toBe(false);
    await clock.advance(6_000);
    expect(a.held[0].isFresh()).toBe(true);
    await a.stop();
  });

  it('goes on while the database is away: nobody else can take the lease', async () => {
    const clock = new ManualClock();
    const store = new MemoryLeaseStore(clock.now);
    const a = start('a', store, clock);
    await clock.advance(1_000);
    store.away = true;
    await clock.advance(30 * 60_000);
    expect(a.terms).toEqual(['begins']);
    expect(a.held[0].isFresh()).toBe(false);

    store.away = false;
    await clock.advance(6_000);
    expect(a.held[0].isFresh()).toBe(true);
    expect(a.terms).toEqual(['begins']);
    await a.stop();
  });

  it('asks again when the database never answers', async () => {
    const clock = new ManualClock();
    const store = new MemoryLeaseStore(clock.now);
    store.silent = true;
    const a = start('a', store, clock);
    await clock.advance(3_000);
    store.silent = false;
    await clock.advance(10_000);
    expect(a.terms).toEqual(['begins']);
    await a.stop();
  });

  it('waits for a database that is away at the start', async () => {
    const clock = new ManualClock();
    const store = new MemoryLeaseStore(clock.now);
    store.away = true;
    const a = start('a', store, clock);
    await clock.advance(10_000);
    expect(a.terms).toEqual([]);
    store.away = false;
    await clock.advance(3_000);
    expect(a.terms).toEqual(['begins']);
    await a.stop();
  });

  it('tells whether the database answers when it is asked', async () => {
    const clock = new ManualClock();
    const store = new MemoryLeaseStore(clock.now);
    store.silent = true;
    const a = start('a', store, clock);
    await clock.advance(6_000);
    store.silent = false;
    await clock.advance(3_000);
    store.away = true;
    await clock.advance(5_000);
    await a.stop();
    expect([...new Set(a.answers)]).toEqual([
      'The database has not answered for 5 s',
      'ok',
      'database is away',
    ]);
  });

  it('begins anew when the work fails, and leaves the lease to others meanwhile', async () => {
    const clock = new ManualClock();
    const store = new MemoryLeaseStore(clock.now);
    const fail = jest.fn().mockImplementationOnce(() => {
      throw new Error('broken');
    });
    const a = start('a', store, clock, fail);
    await clock.advance(1_000);
    expect(a.held[0].isFresh()).toBe(false);
    await clock.advance(3_000);
    expect(a.terms).toEqual(['begins', 'begins']);
    expect(a.held[1].lease.epoch).toBe(2);
    expect(a.held[1].isFresh()).toBe(true);
    await a.stop();
  });
});
