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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { answerInTime, type Lease, type LeaseStore } from '../../store';
import { realClock, type Clock } from '../clock';
import type { HeldLease } from './HeldLease';

/** After so long without a sign of its holder, a lease is another's to take. */
export const LEASE_TTL_MS = 15_000;
const RENEWAL_MS = 5_000;
/** How often others try: a lease that was given back is taken at once. */
const ATTEMPT_MS = 2_000;
const ANSWER_MS = 5_000;

/** By two clocks, in ms. */
interface Moment {
  readonly time: number;
  readonly uptime: number;
}

/**
 * Does work while this process holds a lease, whatever it takes to get it.
 *
 * It is in one of two modes:
 *
 * - **waiting**: asks for the lease every two seconds. Ends when nobody holds it
 *   any more: when its holder gave it back, or gave no sign for 15 seconds.
 * - **holding**: works, and extends the lease every five seconds. Ends when the
 *   work is stopped, or when the database says that another process has the
 *   lease. A database that is away ends nothing: nobody can take the lease then,
 *   and what was seen meanwhile would be lost.
 */
export class LeaseKeeper {
  private readonly store: LeaseStore;
  private readonly name: string;
  private readonly holder: string;
  private readonly onChange: (held: boolean) => void;
  private readonly onAsked: (error?: unknown) => void;
  private readonly logger: LoggerService;
  private readonly clock: Clock;
  private readonly uptime: () => number;
  private failing = false;

  constructor(options: {
    store: LeaseStore;
    name: string;
    /** This process; no other has the same. */
    holder: string;
    /** Told whether the lease is held, each time that the database tells. */
    onChange?: (held: boolean) => void;
    /** Told each time that the database was asked, and why it did not answer. */
    onAsked?: (error?: unknown) => void;
    logger: LoggerService;
    clock?: Clock;
    /** Milliseconds since some moment, which nobody sets back. */
    uptime?: () => number;
  }) {
    this.store = options.store;
    this.name = options.name;
    this.holder = options.holder;
    this.onChange = options.onChange ?? (() => {});
    this.onAsked = options.onAsked ?? (() => {});
    this.logger = options.logger;
    this.clock = options.clock ?? realClock;
    this.uptime = options.uptime ?? (() => performance.now());
  }

  /**
   * Works, again and again, until the signal is aborted; then gives the lease
   * back. The work must end when its own signal is aborted; if it ends before, or
   * fails, it is begun anew. Never rejects.
   */
  async run(
    work: (held: HeldLease, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const askedAt = this.moment();
      const answer = await this.attempt(() =>
        this.store.acquire({
          name: this.name,
          holder: this.holder,
          ttlMs: LEASE_TTL_MS,
        }),
      );
      if (answer?.value) {
        await this.hold({ lease: answer.value, askedAt, work, signal });
      } else if (answer) {
        this.onChange(false);
      }
      await this.pause(ATTEMPT_MS, signal);
    }
  }

  private async hold(options: {
    lease: Lease;
    askedAt: Moment;
    work: (held: HeldLease, signal: AbortSignal) => Promise<void>;
    signal: AbortSignal;
  }): Promise<void> {
    const { lease, work, signal } = options;
    const term = new AbortController();
    const end = () => term.abort();
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) {
      end();
    }
    let renewedAt = options.askedAt;
    const held: HeldLease = {
      lease,
      isFresh: () =>
        !term.signal.aborted && this.msSince(renewedAt) < LEASE_TTL_MS,
    };
    this.onChange(true);
    const renewing = this.renew(lease, term, time => {
      renewedAt = time;
    });
    try {
      await work(held, term.signal);
    } catch (error) {
      this.logger.error(`The work under the lease ${lease.name} failed`, {
        error: toError(error).message,
      });
    }
    signal.removeEventListener('abort', end);
    end();
    await renewing;
    this.onChange(false);
    await this.attempt(() => this.store.release(lease));
  }

  private async renew(
    lease: Lease,
    term: AbortController,
    onRenewed: (time: Moment) => void,
  ): Promise<void> {
    while (!term.signal.aborted) {
      await this.pause(RENEWAL_MS, term.signal);
      if (term.signal.aborted) {
        return;
      }
      const askedAt = this.moment();
      const answer = await this.attempt(() =>
        this.store.renew(lease, { ttlMs: LEASE_TTL_MS }),
      );
      if (answer?.value) {
        onRenewed(askedAt);
      } else if (answer) {
        this.logger.warn(
          `Another process has taken the lease ${lease.name}; this one stops`,
        );
        term.abort();
      }
    }
  }

  /** Undefined if the database is away. */
  private async attempt<T>(
    call: () => Promise<T>,
  ): Promise<{ value: T } | undefined> {
    try {
      // A database whose host died may leave a question unanswered for good.
      const value = await answerInTime(call, {
        ms: ANSWER_MS,
        sleep: this.clock.sleep,
      });
      this.failing = false;
      this.onAsked();
      return { value };
    } catch (error) {
      this.onAsked(error);
      if (!this.failing) {
        this.logger.warn(
          `The database does not tell who holds the lease ${this.name}`,
          { error: toError(error).message },
        );
      }
      this.failing = true;
      return undefined;
    }
  }

  private moment(): Moment {
    return { time: this.clock.now(), uptime: this.uptime() };
  }

  /** By the clock that says more: one may be set back, the other stand still. */
  private msSince({ time, uptime }: Moment): number {
    return Math.max(this.clock.now() - time, this.uptime() - uptime);
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal).catch(error => {
      if (!signal.aborted) {
        throw error;
      }
    });
  }
}
