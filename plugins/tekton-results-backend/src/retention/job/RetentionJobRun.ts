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
import { isError, toError } from '@backstage/errors';
import {
  LeaseLostError,
  type Lease,
  type LeaseStore,
  type RetentionCount,
  type RetentionJob,
  type RetentionStore,
} from '../../store';
import type { JobEnd, RetentionAudit } from '../RetentionAudit';
import type { RetentionMetrics } from '../RetentionMetrics';
import type { RetentionSettings } from '../settings/RetentionSettings';
import { countTaken } from './countTaken';
import { sweepAll, type Batch, type SweepContext } from './sweepAll';

/**
 * After so long without a sign of its process, another may go on with a job. There
 * is no hurry, and the database may take a while for a page of old runs.
 */
export const RETENTION_LEASE_MS = 5 * 60_000;
/** While nothing is found to be removed. */
const RENEWAL_MS = 30_000;

/** Small enough to hold locks, and this process, for a moment only. */
const BATCH_SIZE = 25;
const TOMBSTONES_PER_BATCH = 500;

/** What jobs work with. */
export interface JobParts extends Omit<SweepContext, 'now' | 'batchSize'> {
  readonly store: RetentionStore;
  readonly leases: Pick<LeaseStore, 'renew'>;
  readonly settings: RetentionSettings;
  readonly metrics: RetentionMetrics;
  readonly audit: RetentionAudit;
  readonly logger: LoggerService;
  /** ms since 1970 (UTC). */
  readonly clock: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * One job: removes what is to go, batch by batch, under a lease. Between any two
 * batches it may be killed, and whoever gets the lease goes on: what is left is
 * found again, as what was removed is gone.
 *
 * It ends as
 *
 * - `finished` when nothing is left to go
 * - `stopped` when its time is over; the next job goes on
 * - `failed` when something could not be removed; all else was tried
 * - `interrupted` when this process shuts down or has lost the lease. Nothing is
 *   noted then, as nothing could be by a process that was killed: the store tells by
 *   the lease that the job is one to go on with.
 */
export class RetentionJobRun {
  private readonly parts: JobParts;
  private readonly job: RetentionJob;
  private readonly lease: Lease;
  private readonly signal: AbortSignal;
  private readonly startTime: number;
  private renewTime: number;
  private counts: readonly RetentionCount[] = [];
  private readonly problems: string[] = [];

  constructor(
    parts: JobParts,
    options: { job: RetentionJob; lease: Lease; signal: AbortSignal },
  ) {
    this.parts = parts;
    this.job = options.job;
    this.lease = options.lease;
    this.signal = options.signal;
    this.startTime = parts.clock();
    this.renewTime = this.startTime;
  }

  /** Does the job. Never rejects. */
  async perform(): Promise<void> {
    const { audit, metrics, clock } = this.parts;
    const audited = await audit.begin(this.job);
    const state = await this.attempt();
    metrics.jobEnded({ state, durationMs: clock() - this.startTime });
    this.tell(state);
    await audited.ended({ state, counts: this.counts });
  }

  private async attempt(): Promise<JobEnd> {
    try {
      await this.sweep();
      await this.removeTombstones().catch(error =>
        this.failed('tombstones', error),
      );
      const state = this.endState();
      if (state !== 'interrupted') {
        await this.note(state);
      }
      return state;
    } catch (error) {
      if (isLeaseLost(error) || this.signal.aborted) {
        return 'interrupted';
      }
      this.problems.push(toError(error).message);
      return 'failed';
    }
  }

  private endState(): JobEnd {
    if (this.signal.aborted) {
      return 'interrupted';
    }
    if (this.problems.length > 0) {
      return 'failed';
    }
    return this.isLate() ? 'stopped' : 'finished';
  }

  private async sweep(): Promise<void> {
    const { store } = this.parts;
    await sweepAll(
      { ...this.parts, now: this.startTime, batchSize: BATCH_SIZE },
      {
        goesOn: () => this.goesOn(),
        take: batch => this.take(batch),
        usage: () => store.usage(),
        limitUnmet: ({ place, maxBytes, bytes }, { canGo }) => {
          this.problems.push(
            `${
              place
                ? `${place.cluster}/${place.namespace}`
                : 'All that is stored'
            } has ${bytes} bytes and may have ${maxBytes}, but only ${canGo} of them may go: nothing was removed for that`,
          );
        },
        failed: (what, error) => this.failed(what, error),
      },
    );
  }

  private async take({ policy, part, runs }: Batch): Promise<number> {
    const { store, metrics, settings, sleep } = this.parts;
    await this.renew();
    const removal = { policy, lease: this.lease };
    const removed = await {
      runs: () => store.remove(runs, removal),
      logs: () => store.removeLogs(runs, removal),
      events: () => store.removeEvents(runs, removal),
    }[part]();
    const taken = { policy, part, runs: removed.runs, bytes: removed.bytes };
    this.counts = countTaken(this.counts, taken);
    metrics.removed(taken);
    await this.note('running');
    await sleep(settings.pauseMs, this.signal);
    return removed.bytes;
  }

  private async removeTombstones(): Promise<void> {
    const { store, settings } = this.parts;
    const before = this.startTime - settings.tombstonesMs;
    let removed = TOMBSTONES_PER_BATCH;
    while (removed === TOMBSTONES_PER_BATCH && (await this.goesOn())) {
      await this.renew();
      removed = await store.removeTombstones({
        before,
        limit: TOMBSTONES_PER_BATCH,
        lease: this.lease,
      });
    }
  }

  /** What comes after is tried, unless it is not this job's to try any more. */
  private failed(what: string, error: unknown): void {
    if (isLeaseLost(error) || this.signal.aborted) {
      throw error;
    }
    this.problems.push(`${what}: ${toError(error).message}`);
  }

  /** Looking for old runs may take long, and must not cost the lease. */
  private async goesOn(): Promise<boolean> {
    const goesOn = !this.signal.aborted && !this.isLate();
    if (goesOn && this.parts.clock() >= this.renewTime + RENEWAL_MS) {
      await this.renew();
    }
    return goesOn;
  }

  private async renew(): Promise<void> {
    const { leases, clock } = this.parts;
    this.renewTime = clock();
    const held = await leases.renew(this.lease, { ttlMs: RETENTION_LEASE_MS });
    if (!held) {
      throw new LeaseLostError(this.lease);
    }
  }

  private async note(
    state: 'running' | 'finished' | 'stopped' | 'failed',
  ): Promise<void> {
    await this.parts.store.updateJob(
      this.job.id,
      { state, counts: this.counts, problem: this.problem(state) },
      { lease: this.lease },
    );
  }

  private problem(state: JobEnd | 'running'): string | undefined {
    if (this.problems.length > 0) {
      return this.problems.join('; ');
    }
    return state === 'stopped'
      ? 'Its time was over before all was removed'
      : undefined;
  }

  private isLate(): boolean {
    const { clock, settings } = this.parts;
    return clock() >= this.startTime + settings.maxDurationMs;
  }

  private tell(state: JobEnd): void {
    const { logger } = this.parts;
    const removed = this.counts.map(
      ({ policy, part, runs, bytes }) =>
        `${policy}: ${part} of ${runs} runs, ${bytes} bytes`,
    );
    const facts = {
      job: String(this.job.id),
      ...(removed.length > 0 && { removed: removed.join('; ') }),
    };
    const problem = this.problem(state);
    if (state === 'failed') {
      logger.error('Removing old runs failed', {
        ...facts,
        error: problem ?? '',
      });
    } else if (state === 'stopped') {
      logger.warn(`Removing old runs stopped: ${problem}`, facts);
    } else if (state === 'interrupted') {
      logger.info('Removing old runs was interrupted', facts);
    } else if (removed.length > 0) {
      logger.info('Removed old runs', facts);
    }
  }
}

function isLeaseLost(error: unknown): boolean {
  return isError(error) && error.name === 'LeaseLostError';
}
