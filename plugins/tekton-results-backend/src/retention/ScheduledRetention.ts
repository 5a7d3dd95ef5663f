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

import { randomUUID } from 'crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, toError } from '@backstage/errors';
import {
  RETENTION_LEASE,
  type Lease,
  type LeaseStore,
  type RetentionJob,
  type RetentionTrigger,
  type StoredRun,
} from '../store';
import type { ConfigProblem } from '../config';
import { nextStart, resumeStart } from './job/nextStart';
import {
  RETENTION_LEASE_MS,
  RetentionJobRun,
  type JobParts,
} from './job/RetentionJobRun';
import { previewRetention } from './preview/previewRetention';
import {
  createRunKeeping,
  longestKeeping,
  type RunKeeping,
} from './rules/runKeeping';
import type { Retention, RetentionPreview, RetentionReport } from './Retention';

/** How often it is looked whether a job is due. */
const TICK_MS = 30_000;

const NAMING: ConfigProblem = {
  path: 'tektonResults.retention',
  message:
    'has to wait: it is still being found out of which pipelines the runs are that an earlier version stored. No job starts before that, as policies would not match all runs that they are about',
};

/**
 * Starts jobs by a schedule, or when asked to: one at a time in all processes, as
 * each holds the lease. In this process it is in one of three modes:
 *
 * - **waiting**: looks now and then whether a job is due. One that did not come to
 *   its end, and is nobody's any more, is gone on with. None starts as long as stored
 *   runs lack the names of their pipelines, whoever asks for it.
 * - **working** on a job; ends when that does, or is stopped, or has lost the lease.
 * - **stopped**, for good.
 */
export class ScheduledRetention implements Retention {
  private readonly parts: JobParts & { leases: LeaseStore };
  private readonly warnings: readonly ConfigProblem[];
  private readonly runKeeping: (run: StoredRun) => RunKeeping | undefined;
  private readonly logger: LoggerService;
  /** No other process has the same. */
  private readonly holder = randomUUID();
  private readonly controller = new AbortController();
  private readonly upSince: number;
  private waiting: Promise<void> = Promise.resolve();
  private working: Promise<void> = Promise.resolve();
  private next?: number;
  private trouble = '';
  private naming = false;
  /** When the newest job started. */
  private lastStart = 0;

  constructor(options: {
    parts: JobParts & { leases: LeaseStore };
    warnings: readonly ConfigProblem[];
  }) {
    this.parts = options.parts;
    this.warnings = options.warnings;
    this.runKeeping = createRunKeeping(
      options.parts.rules,
      options.parts.settings,
    );
    this.logger = options.parts.logger;
    this.upSince = options.parts.clock();
  }

  /** Begins to look whether jobs are due. */
  start(): void {
    this.waiting = this.wait();
  }

  report(): RetentionReport {
    const now = this.parts.clock();
    return {
      state: 'on',
      problems: [],
      warnings: this.naming ? [...this.warnings, NAMING] : this.warnings,
      schedule: this.parts.settings.schedule.text,
      maxBytes: this.parts.settings.maxBytes,
      longest: longestKeeping(this.parts.rules),
      // What is overdue starts when it can.
      nextTime: this.next && Math.max(this.next, now),
      resumeTime: Math.max(
        resumeStart({ upSince: this.upSince, startTime: this.lastStart }),
        now,
      ),
    };
  }

  keepingOf(run: StoredRun): RunKeeping | undefined {
    return this.runKeeping(run);
  }

  async preview({
    signal,
  }: { signal?: AbortSignal } = {}): Promise<RetentionPreview> {
    await this.assertNamed();
    return previewRetention({ ...this.parts, signal });
  }

  async run({ actor }: { actor: string }): Promise<RetentionJob> {
    await this.assertNamed();
    const job = await this.begin({ trigger: 'request', actor });
    if (!job) {
      throw new ConflictError('Old runs are being removed already');
    }
    return job;
  }

  async stop(): Promise<void> {
    this.controller.abort();
    await this.waiting;
    await this.working;
  }

  private async wait(): Promise<void> {
    const { signal } = this.controller;
    while (!signal.aborted) {
      await this.startIfDue();
      await this.parts.sleep(TICK_MS, signal).catch(() => undefined);
    }
  }

  private async startIfDue(): Promise<void> {
    try {
      const isDue = await this.isDue();
      const isNaming = await this.isNaming();
      if (isDue && isNaming) {
        this.warnOnce(`${NAMING.path} ${NAMING.message}`);
        return;
      }
      if (isDue) {
        await this.begin({ trigger: 'schedule' });
        await this.working;
      }
      this.trouble = '';
    } catch (error) {
      this.warnOnce('It cannot be told whether old runs are to be removed', {
        error: toError(error).message,
      });
    }
  }

  /** Not every time that it is looked, if it is still the same. */
  private warnOnce(text: string, facts: { error?: string } = {}): void {
    const trouble = facts.error ?? text;
    if (trouble !== this.trouble) {
      this.logger.warn(text, facts);
    }
    this.trouble = trouble;
  }

  private async isNaming(): Promise<boolean> {
    this.naming = await this.parts.store.isNaming();
    return this.naming;
  }

  private async assertNamed(): Promise<void> {
    if (await this.isNaming()) {
      throw new ConflictError(`${NAMING.path} ${NAMING.message}`);
    }
  }

  private async isDue(options: { isMine?: boolean } = {}): Promise<boolean> {
    const { store, clock } = this.parts;
    const [last] = await store.jobs(1);
    // Who has the lease knows that nobody is at it.
    const isLeft = options.isMine && last?.state === 'running';
    this.next = this.nextAfter(
      isLeft ? { ...last, state: 'interrupted' } : last,
    );
    return clock() >= this.next;
  }

  private nextAfter(last?: RetentionJob): number {
    const { schedule } = this.parts.settings;
    this.lastStart = last?.startTime ?? 0;
    return nextStart({ schedule, upSince: this.upSince, last });
  }

  /** @returns undefined if another process is at it, or has been meanwhile */
  private async begin(request: {
    trigger: RetentionTrigger;
    actor?: string;
  }): Promise<RetentionJob | undefined> {
    const { leases, store } = this.parts;
    const { signal } = this.controller;
    const lease = await leases.acquire({
      name: RETENTION_LEASE,
      holder: this.holder,
      ttlMs: RETENTION_LEASE_MS,
    });
    if (!lease) {
      return undefined;
    }
    try {
      // Another process may have done it between the look and the lease.
      const isWanted =
        request.trigger === 'request' || (await this.isDue({ isMine: true }));
      if (isWanted && !signal.aborted) {
        const job = await store.startJob({ ...request, lease });
        this.next = this.nextAfter(job);
        const run = new RetentionJobRun(this.parts, { job, lease, signal });
        this.working = run.perform().then(() => this.release(lease));
        return job;
      }
    } catch (error) {
      await this.release(lease);
      throw error;
    }
    await this.release(lease);
    return undefined;
  }

  /** Never rejects: a lease that is not given back expires. */
  private async release(lease: Lease): Promise<void> {
    await this.parts.leases.release(lease).catch(error =>
      this.logger.debug('The lease of retention was not given back', {
        error: toError(error).message,
      }),
    );
  }
}
