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
import type {
  CapturedRun,
  ExpiredRun,
  StewardedRun,
  StewardStore,
} from '../../store';
import { FINALIZER_PREFIX, runTraits, type ArchivePolicy } from '../archive';
import { realClock, type Clock } from '../clock';
import type { HeldLease } from '../lease';
import { Notifier } from '../Notifier';
import { noClusterMetrics, type ClusterMetrics } from '../metrics';
import { nextStewardStep, type StewardSettings } from './nextStewardStep';
import { needsFinalizer } from './needsFinalizer';
import { RunCare, type CaredRun } from './RunCare';
import { RunReader } from './RunReader';
import { RunSweep } from './RunSweep';
import { stewardFacts } from './stewardFacts';
import { StewardQueue } from './StewardQueue';
import type { StuckRun } from './StuckRuns';
import type { RunWriter } from './RunWriter';

/** What waits in memory; more is found again in the store. */
const MAX_QUEUED = 10_000;
/** About 15 MB. What is not stored cannot be found again in the store. */
const MAX_UNSTORED = 50_000;
const MAX_IN_HAND = 16;
/** Of those that retention has removed, so many are let go each time. */
const MAX_EXPIRED = 1_000;
/** When so many runs are due, no more are looked for patiently. */
const BUSY_FROM = 5_000;
/** So long before all others comes what is new or deleted. */
const URGENT_MS = 365 * 24 * 60 * 60_000;
/** After so long, something keeps it from going through all runs. */
const LATE_SWEEP_MS = 10 * 60_000;
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
  /** Why runs are not looked after, or not in time. */
  readonly problem?: { readonly message: string; readonly since: number };
}

/**
 * Looks after the runs of a cluster once they are stored: adds finalizers, writes
 * annotations, releases finalizers when all of a run is in, and deletes completed
 * runs when their time has come.
 *
 * It learns of runs when the recorder has committed them, and goes through all
 * live runs of the store at its start and from time to time. What it remembers is
 * a bounded queue of uids that are due before that time comes: what is due last has
 * to go first. What it knows of a run it reads from the store each time. So a
 * restart forgets nothing, nothing is done to a run before what it rests on is
 * committed, and no number of runs that wait keeps it from others.
 */
export class Steward {
  private readonly cluster: string;
  private readonly store: StewardStore;
  private readonly policy: ArchivePolicy;
  private readonly held: HeldLease;
  private readonly writer: RunWriter;
  private readonly care: RunCare;
  private readonly reader: RunReader;
  private readonly sweep: RunSweep;
  private readonly onLeftFinalizers: (left: boolean) => void;
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
  private leftFinalizers = false;
  /** Whether the runs that were gone through so far have such. */
  private sweptFinalizers = false;
  private failure: { message: string; since: number } | undefined;

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
      | 'reader'
      | 'policy'
      | 'held'
      | 'writer'
      | 'metrics'
      | 'logger'
      | 'clock'
    >;
    /** Asked at the start and from time to time; may fail and is asked again. */
    resolveSettings: (signal: AbortSignal) => Promise<StewardSettings>;
    /** Told whether runs have our finalizer while finalizers are ignored. */
    onLeftFinalizers?: (left: boolean) => void;
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
    this.onLeftFinalizers = options.onLeftFinalizers ?? (() => {});
    this.metrics = options.metrics ?? noClusterMetrics;
    this.logger = options.logger;
    this.clock = options.clock ?? realClock;
    const { store, cluster } = this;
    this.reader = new RunReader({ store, cluster });
    this.sweep = new RunSweep({ store, cluster, reader: this.reader });
    this.care = new RunCare({
      ...options.care,
      cluster,
      store,
      reader: this.reader,
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
    for (const run of runs) {
      const { facts } = run;
      this.unstored.delete(facts.uid);
      if (this.concerns(run)) {
        this.lookFirst(facts.uid);
      } else if (run.sighting === 'deleted') {
        this.care.stuck.solved(facts.uid);
      }
      // It may wait for just this one.
      if (facts.ownerUid && this.settings?.gracePeriodMs !== undefined) {
        this.lookFirst(facts.ownerUid);
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
      oldestStuck: this.care.stuck.oldest(this.clock.now()),
      problem: this.failure ?? this.lateSweep(),
    };
  }

  /** Works until the signal is aborted, and what is in hand is done; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.keepSettings(signal), this.work(signal)]);
    await Promise.all(this.inHand.values());
  }

  private lateSweep(): StewardReport['problem'] {
    const { since = Infinity } = this.sweep;
    return this.clock.now() - since > LATE_SWEEP_MS
      ? { message: 'It takes long to go through all runs', since }
      : undefined;
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
    if (settings.finalizers === 'ignore' && known.hasFinalizer) {
      this.tellLeftFinalizers(true);
    }
    return nextStewardStep(known, settings, now).kind !== 'rest';
  }

  private protectLater(run: CaredRun): void {
    const { uid, kind, namespace, name, completedAt } = run;
    if (this.unstored.size < MAX_UNSTORED) {
      // Not the whole run: there may be many.
      this.unstored.set(uid, { uid, kind, namespace, name, completedAt });
      this.lookFirst(uid);
    } else {
      this.logger.warn(
        `Too many runs of cluster ${this.cluster} wait for a finalizer: ${kind} ${namespace}/${name} gets none until it changes`,
      );
    }
  }

  private tellLeftFinalizers(left: boolean): void {
    if (left !== this.leftFinalizers) {
      this.leftFinalizers = left;
      this.onLeftFinalizers(left);
    }
  }

  /** What is new or deleted comes before what was to be done all along. */
  private lookFirst(uid: string): void {
    if (this.inHand.has(uid)) {
      this.changed.add(uid);
    } else {
      this.plan(uid, this.clock.now() - URGENT_MS);
    }
  }

  private plan(uid: string, due: number): void {
    if (this.sweep.finds(due)) {
      return;
    }
    const missing = this.queue.add(uid, due);
    if (missing !== undefined) {
      this.sweep.missed(missing);
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
          // When to look at a run again depends on them.
          this.queue.clear();
          this.sweep.begin();
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

  private async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const { settings } = this;
        if (settings) {
          if (this.sweepAt() <= this.clock.now()) {
            await this.sweepPage(settings);
          }
          await this.takeOn(settings, signal);
        }
        this.failure = undefined;
        await this.nap(settings ? this.napMs() : MAX_NAP_MS, signal);
      } catch (error) {
        if (!signal.aborted) {
          const { message } = toError(error);
          this.failure = {
            message: `Runs cannot be looked after now: ${message}`,
            since: this.failure?.since ?? this.clock.now(),
          };
          this.logger.warn(
            `Runs of cluster ${this.cluster} cannot be looked after now`,
            { error: message },
          );
        }
        await this.pause(RETRY_MS, signal);
      }
    }
  }

  private sweepAt(): number {
    return this.sweep.nextAt(() =>
      this.queue.hasDue(BUSY_FROM, this.clock.now()),
    );
  }

  private async sweepPage(settings: StewardSettings): Promise<void> {
    const now = this.clock.now();
    const { runs, isFirst, isLast } = await this.sweep.next(now);
    if (isFirst) {
      this.sweptFinalizers = false;
      // No live run of the store: it may be gone, which nobody told of.
      for (const uid of [...this.unstored.keys(), ...this.care.stuck.uids()]) {
        this.planNew(uid, now);
      }
      await this.planExpired(settings, now);
    }
    for (const run of runs) {
      this.planSwept(run, settings, now);
    }
    if (isLast) {
      this.tellLeftFinalizers(this.sweptFinalizers);
    }
  }

  /** Those that retention has removed, and that our finalizer still holds. */
  private async planExpired(
    { finalizers }: StewardSettings,
    now: number,
  ): Promise<void> {
    if (finalizers === 'ignore') {
      return;
    }
    const uids = await this.store.expiredUids({
      cluster: this.cluster,
      finalizer: FINALIZER_PREFIX,
      limit: MAX_EXPIRED,
    });
    for (const uid of uids) {
      this.planNew(uid, now);
    }
  }

  private planSwept(
    run: StewardedRun,
    settings: StewardSettings,
    now: number,
  ): void {
    const facts = stewardFacts(run, runTraits(run.payload), this.policy);
    if (settings.finalizers === 'ignore' && facts.hasFinalizer) {
      this.sweptFinalizers = true;
      this.tellLeftFinalizers(true);
    }
    const step = nextStewardStep(facts, settings, now);
    if (step.kind === 'wait') {
      this.planNew(run.uid, step.until);
    } else if (step.kind !== 'rest') {
      this.planNew(run.uid, facts.deleting ? now - URGENT_MS : now);
    }
  }

  /** Those that are known have their time: a failure is not to be hastened. */
  private planNew(uid: string, due: number): void {
    if (!this.queue.has(uid) && !this.inHand.has(uid)) {
      this.plan(uid, due);
    }
  }

  private napMs(): number {
    const now = this.clock.now();
    const sweepAt = this.sweepAt();
    const dueAt =
      this.inHand.size < MAX_IN_HAND
        ? this.queue.nextDue() ?? Infinity
        : Infinity;
    return Math.min(Math.max(Math.min(sweepAt, dueAt) - now, 0), MAX_NAP_MS);
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
    const planAgain = (error: unknown): never => {
      uids.forEach(uid => this.plan(uid, now + RETRY_MS));
      throw error;
    };
    const runs = await this.reader.read(uids).catch(planAgain);
    const stored = new Set(runs.map(({ uid }) => uid));
    const others = uids.filter(uid => !stored.has(uid));
    const expired = await this.readExpired(others).catch(planAgain);
    for (const run of runs) {
      this.handle(run.uid, () => this.care.lookAfter(run, settings, signal));
    }
    for (const uid of others) {
      const run = this.unstored.get(uid);
      const gone = expired.get(uid);
      if (gone) {
        this.handle(uid, () => this.care.letGo(gone, settings, signal));
      } else if (run && settings.finalizers === 'use') {
        this.handle(uid, () => this.care.protect(run, signal));
      } else {
        this.unstored.delete(uid);
        this.care.stuck.solved(uid);
      }
    }
  }

  /** Those that retention has removed. */
  private async readExpired(
    uids: readonly string[],
  ): Promise<ReadonlyMap<string, ExpiredRun>> {
    const runs =
      uids.length > 0 ? await this.store.expiredRuns(this.cluster, uids) : [];
    return new Map(runs.map(run => [run.uid, run]));
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
        this.lookFirst(uid);
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
