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
import { isFinished } from 'backstage-plugin-tekton-results-common';
import type { FinalizerMode } from '../../config';
import type { CapturedRun, StewardStore } from '../../store';
import { runTraits, type ArchivePolicy } from '../archive';
import { realClock, type Clock } from '../clock';
import type { HeldLease } from '../lease';
import { Notifier } from '../Notifier';
import { noClusterMetrics, type ClusterMetrics } from '../metrics';
import { isActive } from './stewardSettings';
import { nextStewardStep, type StewardSettings } from './nextStewardStep';
import { needsFinalizer } from './needsFinalizer';
import { RunCare, type CaredRun } from './RunCare';
import { stewardFacts } from './stewardFacts';
import { StewardQueue } from './StewardQueue';
import type { StuckRun } from './StuckRuns';
import type { RunWriter } from './RunWriter';

/** What waits in memory; more is found again in the store. */
const MAX_QUEUED = 10_000;
/** About 15 MB. What is not stored cannot be found again in the store. */
const MAX_UNSTORED = 50_000;
const MAX_IN_HAND = 16;
const SWEEP_PAGE_SIZE = 500;
/** Every so often all runs are gone through, in case one was overlooked. */
const SWEEP_INTERVAL_MS = 30 * 60_000;
/** Rights change, and a cluster that was away comes back. */
const SETTINGS_INTERVAL_MS = 10 * 60_000;
const RETRY_MS = 5_000;
const MAX_NAP_MS = 60_000;

/** How the steward of a cluster stands. */
export interface StewardReport {
  /** Runs that wait for their next step. */
  readonly queued: number;
  /** Runs with which it does not go on, and the one that has waited longest. */
  readonly stuck: number;
  readonly oldestStuck?: StuckRun;
}

/**
 * Looks after the runs of a cluster once they are stored: adds finalizers, writes
 * annotations, releases finalizers when all of a run is in, and deletes completed
 * runs when their time has come.
 *
 * It learns of runs when the recorder has committed them, and goes through all
 * live runs of the store at its start and from time to time. What it remembers is
 * a bounded queue of uids; what it knows of a run it reads from the store each
 * time. So a restart forgets nothing, and nothing is done to a run before what it
 * rests on is committed.
 */
export class Steward {
  private readonly cluster: string;
  private readonly store: StewardStore;
  private readonly policy: ArchivePolicy;
  private readonly held: HeldLease;
  private readonly writer: RunWriter;
  private readonly care: RunCare;
  private readonly resolveSettings: (
    signal: AbortSignal,
  ) => Promise<StewardSettings>;
  private readonly metrics: ClusterMetrics;
  private readonly logger: LoggerService;
  private readonly clock: Clock;

  private readonly queue = new StewardQueue(MAX_QUEUED);
  private readonly notifier = new Notifier();
  private readonly inHand = new Map<string, Promise<void>>();
  /** Runs that changed while they were in hand. */
  private readonly changed = new Set<string>();
  /** Runs that are to be protected, and not stored before they are finished. */
  private readonly unstored = new Map<string, CaredRun>();
  private settings: StewardSettings | undefined;
  private mustSweep = true;
  /** How far all runs have been gone through, while they are. */
  private sweep: { readonly after: number } | undefined;

  constructor(options: {
    cluster: string;
    store: StewardStore;
    policy: ArchivePolicy;
    held: HeldLease;
    writer: RunWriter;
    care: Omit<
      ConstructorParameters<typeof RunCare>[0],
      | 'cluster'
      | 'store'
      | 'policy'
      | 'held'
      | 'writer'
      | 'metrics'
      | 'logger'
      | 'clock'
    >;
    /** Asked at the start and from time to time; may fail and is asked again. */
    resolveSettings: (signal: AbortSignal) => Promise<StewardSettings>;
    metrics?: ClusterMetrics;
    logger: LoggerService;
    clock?: Clock;
  }) {
    this.cluster = options.cluster;
    this.store = options.store;
    this.policy = options.policy;
    this.held = options.held;
    this.writer = options.writer;
    this.resolveSettings = options.resolveSettings;
    this.metrics = options.metrics ?? noClusterMetrics;
    this.logger = options.logger;
    this.clock = options.clock ?? realClock;
    this.care = new RunCare({
      ...options.care,
      cluster: this.cluster,
      store: this.store,
      policy: this.policy,
      held: this.held,
      writer: this.writer,
      metrics: this.metrics,
      logger: this.logger,
      clock: this.clock,
    });
  }

  /** New states of runs were committed. */
  stored(runs: readonly CapturedRun[]): void {
    if (!this.isActive()) {
      return;
    }
    for (const run of runs) {
      const { facts } = run;
      this.unstored.delete(facts.uid);
      if (this.concerns(run)) {
        this.look(facts.uid);
      } else if (run.sighting === 'deleted') {
        this.care.stuck.solved(facts.uid);
      }
      // It may wait for just this one.
      if (facts.ownerUid && this.settings?.gracePeriodMs !== undefined) {
        this.look(facts.ownerUid);
      }
    }
  }

  /** Runs arrived that are to be kept from getting lost until they are stored. */
  protect(runs: readonly CapturedRun[]): void {
    if (this.settings && this.settings.finalizers !== 'use') {
      return;
    }
    const now = this.clock.now();
    for (const run of runs) {
      if (needsFinalizer(run, this.policy, now)) {
        this.protectLater(run.facts);
      } else {
        this.unstored.delete(run.facts.uid);
      }
    }
  }

  /**
   * Whether finalizers of our name are ours: else those of another Tekton Results
   * are left alone.
   *
   * @param mode - as configured, for the time until rights are known
   */
  ownsFinalizers(mode: FinalizerMode): boolean {
    return this.settings
      ? this.settings.finalizers !== 'ignore'
      : mode !== 'never';
  }

  report(): StewardReport {
    return {
      queued: this.queue.size + this.inHand.size,
      stuck: this.care.stuck.size,
      oldestStuck: this.care.stuck.oldest(),
    };
  }

  /** Works until the signal is aborted, and what is in hand is done; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.keepSettings(signal),
      this.sweepAgain(signal),
      this.work(signal),
    ]);
    await Promise.all(this.inHand.values());
  }

  /** Until the settings are known, everything may concern us. */
  private isActive(): boolean {
    return !this.settings || isActive(this.settings);
  }

  /** Spares reading runs again with which there is nothing to do. */
  private concerns({ facts, payload, sighting }: CapturedRun): boolean {
    if (sighting === 'deleted') {
      return false;
    }
    const { settings } = this;
    if (!settings || settings.annotations) {
      return true;
    }
    const now = this.clock.now();
    const finalStoredAt = isFinished(facts.status) ? now : undefined;
    const known = stewardFacts(
      { ...facts, storedAt: now, finalStoredAt, result: '', record: '' },
      runTraits(payload),
      this.policy,
    );
    return nextStewardStep(known, settings, now).kind !== 'rest';
  }

  private protectLater(run: CaredRun): void {
    const { uid, kind, namespace, name, completedAt } = run;
    if (this.unstored.size < MAX_UNSTORED) {
      // Not the whole run: there may be many.
      this.unstored.set(uid, { uid, kind, namespace, name, completedAt });
      this.look(uid);
    } else {
      this.logger.warn(
        `Too many runs of cluster ${this.cluster} wait for a finalizer: ${kind} ${namespace}/${name} gets none until it changes`,
      );
    }
  }

  private look(uid: string): void {
    if (this.inHand.has(uid)) {
      this.changed.add(uid);
    } else {
      this.plan(uid, this.clock.now());
    }
  }

  private plan(uid: string, due: number): void {
    if (!this.queue.add(uid, due)) {
      this.mustSweep = true;
    }
    this.metrics.queued(this.queue.size);
    this.notifier.notify();
  }

  private async keepSettings(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let next = SETTINGS_INTERVAL_MS;
      try {
        const known = this.settings;
        this.settings = await this.resolveSettings(signal);
        if (known && JSON.stringify(known) !== JSON.stringify(this.settings)) {
          this.mustSweep = true;
        }
        this.notifier.notify();
      } catch (error) {
        if (!signal.aborted) {
          this.logger.debug(
            `It is not known yet what may be done to runs of cluster ${this.cluster}`,
            { error: toError(error).message },
          );
        }
        next = RETRY_MS;
      }
      await this.pause(next, signal);
    }
  }

  private async sweepAgain(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.pause(SWEEP_INTERVAL_MS, signal);
      this.mustSweep = true;
      this.notifier.notify();
    }
  }

  private async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const { settings } = this;
        if (!settings || !isActive(settings)) {
          await this.nap(MAX_NAP_MS, signal);
        } else {
          if (this.maySweep()) {
            await this.sweepPage();
          }
          await this.takeOn(settings, signal);
          await this.nap(this.napMs(), signal);
        }
      } catch (error) {
        if (!signal.aborted) {
          this.logger.warn(
            `Runs of cluster ${this.cluster} cannot be looked after now`,
            { error: toError(error).message },
          );
        }
        await this.pause(RETRY_MS, signal);
      }
    }
  }

  private maySweep(): boolean {
    return (
      (this.mustSweep || this.sweep !== undefined) &&
      this.queue.size < MAX_QUEUED / 2
    );
  }

  private async sweepPage(): Promise<void> {
    if (!this.sweep) {
      // What there is no room for from now on makes another sweep necessary.
      this.mustSweep = false;
      this.sweep = { after: 0 };
      [...this.unstored.keys()].forEach(uid => this.look(uid));
    }
    const { uids, next } = await this.store.liveUids({
      cluster: this.cluster,
      after: this.sweep.after,
      limit: SWEEP_PAGE_SIZE,
    });
    uids.forEach(uid => this.look(uid));
    this.sweep = next === undefined ? undefined : { after: next };
  }

  private napMs(): number {
    if (this.inHand.size >= MAX_IN_HAND) {
      return MAX_NAP_MS;
    }
    if (this.maySweep()) {
      return 0;
    }
    const due = this.queue.nextDue() ?? Infinity;
    return Math.min(Math.max(due - this.clock.now(), 0), MAX_NAP_MS);
  }

  /** Takes as many runs in hand as hands are free. */
  private async takeOn(
    settings: StewardSettings,
    signal: AbortSignal,
  ): Promise<void> {
    const now = this.clock.now();
    const uids = this.queue.take(now, MAX_IN_HAND - this.inHand.size);
    if (uids.length === 0) {
      return;
    }
    const runs = await this.store
      .liveRuns(this.cluster, uids)
      .catch((error: unknown) => {
        uids.forEach(uid => this.queue.add(uid, now + RETRY_MS));
        throw error;
      });
    const stored = new Set(runs.map(({ uid }) => uid));
    for (const run of runs) {
      this.handle(run.uid, () => this.care.lookAfter(run, settings, signal));
    }
    for (const uid of uids.filter(other => !stored.has(other))) {
      const run = this.unstored.get(uid);
      if (run && settings.finalizers === 'use') {
        this.handle(uid, () => this.care.protect(run, signal));
      } else {
        this.unstored.delete(uid);
        this.care.stuck.solved(uid);
      }
    }
  }

  private handle(uid: string, step: () => Promise<number | undefined>): void {
    const done = step().then(next => {
      this.inHand.delete(uid);
      if (next !== undefined) {
        this.plan(uid, next);
      } else {
        this.unstored.delete(uid);
      }
      if (this.changed.delete(uid)) {
        this.plan(uid, this.clock.now());
      }
      this.notifier.notify();
    });
    this.inHand.set(uid, done);
  }

  /** Sleeps until a time has passed or something has changed. */
  private async nap(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0) {
      return;
    }
    const nap = new AbortController();
    const wake = () => nap.abort();
    signal.addEventListener('abort', wake, { once: true });
    this.notifier.next().then(wake);
    await this.pause(ms, nap.signal);
    signal.removeEventListener('abort', wake);
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal).catch(error => {
      if (!signal.aborted) {
        throw error;
      }
    });
  }
}
