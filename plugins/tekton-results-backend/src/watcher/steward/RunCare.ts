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
import type { CaptureGapKind } from 'backstage-plugin-tekton-results-common';
import { ClusterError } from '../../cluster';
import type {
  ExpiredRun,
  NewCaptureGap,
  StewardedRun,
  StewardStore,
} from '../../store';
import { finalizerOf, type ArchivePolicy } from '../archive';
import type { Clock } from '../clock';
import type { EventsCapture } from '../events';
import type { HeldLease } from '../lease';
import type { ClusterMetrics } from '../metrics';
import type { LogsCapture } from './LogsCapture';
import {
  nextStewardStep,
  type StewardFacts,
  type StewardRelease,
  type StewardSettings,
  type StewardStep,
} from './nextStewardStep';
import { Conflicts } from './Conflicts';
import { OwnedRuns } from './OwnedRuns';
import { retryDelayMs } from './retryDelay';
import { RunCapture } from './RunCapture';
import type { RunReader } from './RunReader';
import { RunVisit, type StepOutcome } from './RunVisit';
import type { RunWriter, WriteResult } from './RunWriter';
import {
  copiedAnnotations,
  lacksAnnotations,
  stewardFacts,
  wantedAnnotations,
} from './stewardFacts';
import { StuckRuns } from './StuckRuns';

/** More steps than any run needs one after another. */
const MAX_STEPS = 10;
/** How soon it is tried again when it is not certain who has the lease. */
const LEASE_DELAY_MS = 1_000;

/**
 * How soon it is tried again when the cluster has another state of a run than the
 * one that is stored: usually that comes by itself, and is looked at then.
 */
const CONFLICT_DELAYS_MS = [5_000, 20_000, 60_000];
/** How often a run is looked at whose finalizer is not ours to release. */
const HELD_DELAY_MS = 10 * 60_000;

const HELD =
  'deleted, and held by our finalizer, which the settings or the rights keep from being released';

/** What is told of a run with which it does not go on. */
export type CaredRun = Pick<
  StewardedRun,
  'uid' | 'kind' | 'namespace' | 'name' | 'completedAt'
>;

/** Steps that change runs in their cluster. */
type WriteStep = Extract<
  StewardStep,
  { kind: 'addFinalizer' | 'annotate' | 'releaseFinalizer' | 'delete' }
>;

const WRITE_STEPS: ReadonlySet<string> = new Set<WriteStep['kind']>([
  'addFinalizer',
  'annotate',
  'releaseFinalizer',
  'delete',
]);

/** What a step may need. */
interface StepContext {
  readonly visit: RunVisit;
  readonly facts: StewardFacts;
  readonly settings: StewardSettings;
  readonly signal: AbortSignal;
}

/** Does for one run after another what {@link nextStewardStep} decides. */
export class RunCare {
  /** Runs with which something fails. */
  readonly stuck = new StuckRuns();
  private readonly conflicts = new Conflicts();
  private heldTold = false;
  private readonly cluster: string;
  private readonly store: StewardStore;
  private readonly reader: RunReader;
  private readonly policy: ArchivePolicy;
  private readonly held: HeldLease;
  private readonly writer: RunWriter;
  private readonly capture: RunCapture;
  private readonly owned: OwnedRuns;
  private readonly onRefused: () => void;
  private readonly metrics: ClusterMetrics;
  private readonly logger: LoggerService;
  private readonly clock: Clock;

  constructor(options: {
    cluster: string;
    store: StewardStore;
    reader: RunReader;
    policy: ArchivePolicy;
    held: HeldLease;
    writer: RunWriter;
    logs: LogsCapture;
    events: EventsCapture;
    /** The cluster does not accept the credential. */
    onRefused: () => void;
    metrics: ClusterMetrics;
    logger: LoggerService;
    clock: Clock;
  }) {
    this.cluster = options.cluster;
    this.store = options.store;
    this.reader = options.reader;
    this.policy = options.policy;
    this.held = options.held;
    this.writer = options.writer;
    this.capture = new RunCapture(options);
    this.owned = new OwnedRuns({ ...options, capture: this.capture });
    this.onRefused = options.onRefused;
    this.metrics = options.metrics;
    this.logger = options.logger;
    this.clock = options.clock;
  }

  /**
   * Does all that can be done for a stored run now; never rejects.
   *
   * @returns when to look at it again (ms since 1970, UTC); undefined: when it
   * changes
   */
  async lookAfter(
    run: StewardedRun,
    settings: StewardSettings,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const visit = new RunVisit(run);
    return this.attempt(run, visit, signal, async () => {
      let facts = stewardFacts(run, visit.traits, this.policy);
      for (let count = 0; count < MAX_STEPS; count += 1) {
        const step = nextStewardStep(facts, settings, this.clock.now());
        visit.step = step.kind;
        const context = { visit, facts, settings, signal };
        const outcome = await this.take(step, context);
        if (!outcome.goOn) {
          return outcome.next;
        }
        facts = outcome.facts;
      }
      return undefined;
    });
  }

  /** Gives a finalizer to a run that is stored only when it is finished. */
  async protect(
    run: CaredRun,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    return this.attempt(run, { step: 'addFinalizer' }, signal, async () => {
      if (!this.held.isFresh()) {
        return this.clock.now() + LEASE_DELAY_MS;
      }
      await this.writer.addFinalizer(run, signal);
      return undefined;
    });
  }

  /**
   * Lets go of a run that retention has removed: nothing of it waits to be stored, and
   * nobody else would. Never rejects.
   *
   * @returns as {@link lookAfter}
   */
  async letGo(
    run: ExpiredRun,
    settings: StewardSettings,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const isHeld = run.finalizers.includes(finalizerOf(run.kind));
    return this.attempt(run, { step: 'releaseFinalizer' }, signal, async () => {
      if (!isHeld || settings.finalizers === 'ignore') {
        return undefined;
      }
      if (!this.held.isFresh()) {
        return this.clock.now() + LEASE_DELAY_MS;
      }
      // Of another version the new state comes, and it is tried again.
      const { kind } = await this.writer.releaseFinalizer(run, signal);
      if (kind === 'done') {
        this.metrics.finalizerReleased(run.kind, 'expired');
      }
      return undefined;
    });
  }

  private async attempt(
    run: CaredRun,
    visit: { readonly step: string; readonly waitsFor?: string },
    signal: AbortSignal,
    work: () => Promise<number | undefined>,
  ): Promise<number | undefined> {
    try {
      const next = await work();
      if (visit.waitsFor) {
        this.stuck.waits(stuckRun(run, visit.waitsFor), this.clock.now());
      } else {
        this.stuck.solved(run.uid);
      }
      return next;
    } catch (error) {
      return signal.aborted ? undefined : this.failed(run, visit.step, error);
    }
  }

  private failed(run: CaredRun, step: string, error: unknown): number {
    const now = this.clock.now();
    const { kind, namespace, name } = run;
    const { message } = toError(error);
    const failures = this.stuck.failed(
      stuckRun(run, `${step}: ${message}`),
      now,
    );
    if (error instanceof ClusterError) {
      if (WRITE_STEPS.has(step)) {
        this.metrics.writeFailed(error.code);
      }
      if (error.status === 401) {
        this.onRefused();
      }
    }
    // Once for each run, as many may fail for the same reason for long.
    if (failures === 1) {
      this.logger.warn(
        `The step ${step} failed for ${kind} ${namespace}/${name} of cluster ${this.cluster}; it is tried again`,
        { error: message },
      );
    }
    const random = this.clock.random();
    return now + retryDelayMs({ error, failures, random });
  }

  private async take(
    step: StewardStep,
    context: StepContext,
  ): Promise<StepOutcome> {
    const { visit, facts, signal } = context;
    switch (step.kind) {
      case 'rest':
        return { goOn: false };
      case 'wait':
        visit.waitsFor ??= facts.capture?.missing.join(', ') || undefined;
        return { goOn: false, next: step.until };
      case 'tellHeld':
        return this.tellHeld(visit);
      case 'capture':
        return this.askForCapture(context);
      case 'inspectChildren': {
        const owned = await this.owned.inspect(visit, signal);
        visit.waitsFor = owned.settled ? undefined : owned.reason;
        const childrenSettled = owned.settled;
        return { goOn: true, facts: { ...facts, childrenSettled } };
      }
      default:
        return this.held.isFresh()
          ? this.write(step, context)
          : { goOn: false, next: this.clock.now() + LEASE_DELAY_MS };
    }
  }

  private tellHeld(visit: RunVisit): StepOutcome {
    const { kind, namespace, name } = visit.run;
    visit.waitsFor = HELD;
    // Once for all of them: health names the oldest.
    if (!this.heldTold) {
      this.heldTold = true;
      this.logger.warn(
        `${kind} ${namespace}/${name} of cluster ${this.cluster} is ${HELD}; there may be more`,
      );
    }
    return { goOn: false, next: this.clock.now() + HELD_DELAY_MS };
  }

  private async askForCapture(context: StepContext): Promise<StepOutcome> {
    const { visit, settings, signal } = context;
    const capture = await this.capture.ask(visit, signal);
    const captured = { ...context.facts, capture };
    if (!settings.annotations || !captured.finished) {
      return { goOn: true, facts: captured };
    }
    // Annotations tell of Records that there may be only now.
    const known = visit.run;
    const [run] = await this.reader.read([known.uid]);
    if (run?.resourceVersion !== known.resourceVersion) {
      // Its new state is looked at anew.
      return { goOn: false };
    }
    visit.run = run;
    const isTold =
      run.eventListRecord === known.eventListRecord && run.log === known.log;
    return {
      goOn: true,
      facts: isTold
        ? captured
        : {
            ...captured,
            lacksAnnotations: lacksAnnotations(run, visit.traits),
          },
    };
  }

  private async write(
    step: WriteStep,
    context: StepContext,
  ): Promise<StepOutcome> {
    const { visit, facts, signal } = context;
    switch (step.kind) {
      case 'addFinalizer':
        return this.after(
          visit,
          await this.writer.addFinalizer(visit.run, signal),
          { ...facts, hasFinalizer: true },
        );
      case 'annotate':
        return this.after(visit, await this.annotate(visit, signal), {
          ...facts,
          lacksAnnotations: false,
        });
      case 'releaseFinalizer':
        return this.after(
          visit,
          await this.release(visit, step.reason, signal),
          { ...facts, hasFinalizer: false },
        );
      default:
        return this.after(visit, await this.delete(visit, signal));
    }
  }

  /**
   * How to go on after a write. If it changed the run, its new state will come, and
   * nothing more is done before that is stored: another writer may have been first.
   *
   * @param facts - after a write that changed nothing; absent: nothing more is to do
   */
  private after(
    visit: RunVisit,
    result: WriteResult,
    facts?: StewardFacts,
  ): StepOutcome {
    const { run } = visit;
    if (result.kind === 'changed') {
      const count = this.conflicts.met(run);
      const delays = CONFLICT_DELAYS_MS.slice(count - 1);
      const [delayMs = CONFLICT_DELAYS_MS.at(-1) ?? 0] = delays;
      if (count >= CONFLICT_DELAYS_MS.length) {
        visit.waitsFor = `${visit.step}: the cluster has a later state of it that does not come to be stored`;
      }
      return { goOn: false, next: this.clock.now() + delayMs };
    }
    this.conflicts.solved(run.uid);
    const isStored =
      result.kind === 'done' &&
      result.resourceVersion === String(run.resourceVersion);
    return facts && isStored ? { goOn: true, facts } : { goOn: false };
  }

  private async annotate(
    { run, traits }: RunVisit,
    signal: AbortSignal,
  ): Promise<WriteResult> {
    return this.writer.annotate(
      run,
      {
        present: traits.annotations,
        wanted: wantedAnnotations(run, traits),
        copied: copiedAnnotations(run, traits),
      },
      signal,
    );
  }

  private async release(
    visit: RunVisit,
    reason: StewardRelease,
    signal: AbortSignal,
  ): Promise<WriteResult> {
    const { run } = visit;
    const late = reason === 'deadline';
    // First it is said what is missing: after the release nobody can tell.
    const noted = await this.noteGaps(
      visit,
      late ? [...visit.gaps, ...visit.late] : visit.gaps,
    );
    if (late && noted.length > 0) {
      await this.reportDeadline(visit, signal);
    }
    const result = await this.writer.releaseFinalizer(run, signal);
    if (result.kind === 'done') {
      this.metrics.finalizerReleased(run.kind, reason);
      if (late) {
        this.metrics.runLost(run, 'deadline');
      }
    }
    return result;
  }

  private async delete(
    visit: RunVisit,
    signal: AbortSignal,
  ): Promise<WriteResult> {
    const { run } = visit;
    await this.noteGaps(visit, visit.gaps);
    const result = await this.writer.remove(run, signal);
    if (result.kind === 'done') {
      const now = this.clock.now();
      this.metrics.runDeleted(
        run,
        now - (run.completedAt ?? run.finalStoredAt ?? now),
      );
    }
    return result;
  }

  private async noteGaps(
    { run }: RunVisit,
    gaps: readonly NewCaptureGap[],
  ): Promise<readonly CaptureGapKind[]> {
    return gaps.length > 0
      ? this.store.noteGaps({
          cluster: this.cluster,
          uid: run.uid,
          gaps,
          lease: this.held.lease,
        })
      : [];
  }

  private async reportDeadline(
    { run, late }: RunVisit,
    signal: AbortSignal,
  ): Promise<void> {
    const missing = late
      .map(({ what, reason }) => `${what} (${reason})`)
      .join(', ');
    const message = `Released without ${missing}, as the store deadline is over`;
    this.logger.warn(
      `${run.kind} ${run.namespace}/${run.name} of cluster ${this.cluster}: ${message}`,
    );
    try {
      await this.writer.report(
        run,
        { reason: 'StoreDeadlineExceeded', message, time: this.clock.now() },
        signal,
      );
    } catch (error) {
      // It stands in the database; the right to write Events is optional.
      this.logger.debug(`The event about ${run.name} was not written`, {
        error: toError(error).message,
      });
    }
  }
}

function stuckRun(run: CaredRun, reason: string) {
  const { uid, kind, namespace, name, completedAt } = run;
  return { uid, kind, namespace, name, completedAt, reason };
}
