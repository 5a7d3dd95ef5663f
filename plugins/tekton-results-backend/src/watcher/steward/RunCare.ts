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
import { ClusterError } from '../../cluster';
import type {
  CapturedRun,
  NewCaptureGap,
  StewardedRun,
  StewardStore,
} from '../../store';
import { runTraits, type ArchivePolicy } from '../archive';
import type { Clock } from '../clock';
import type { EventsCapture } from '../events';
import type { HeldLease } from '../lease';
import type { ClusterMetrics } from '../metrics';
import { childrenSettled } from './childrenSettled';
import type { LogsCapture } from './LogsCapture';
import {
  nextStewardStep,
  type StewardFacts,
  type StewardRelease,
  type StewardSettings,
  type StewardStep,
} from './nextStewardStep';
import { retryDelayMs } from './retryDelay';
import { RunVisit, type StepOutcome } from './RunVisit';
import type { RunWriter, WriteResult } from './RunWriter';
import { stewardFacts, wantedAnnotations } from './stewardFacts';
import { StuckRuns } from './StuckRuns';

/** More steps than any run needs one after another. */
const MAX_STEPS = 10;
/** How soon it is tried again when it is not certain who has the lease. */
const LEASE_DELAY_MS = 1_000;

type CaredRun = Pick<
  StewardedRun,
  'uid' | 'kind' | 'namespace' | 'name' | 'completedAt'
>;

/** Does for one run after another what {@link nextStewardStep} decides. */
export class RunCare {
  /** Runs with which something fails. */
  readonly stuck = new StuckRuns();
  private readonly cluster: string;
  private readonly store: StewardStore;
  private readonly policy: ArchivePolicy;
  private readonly held: HeldLease;
  private readonly writer: RunWriter;
  private readonly logs: LogsCapture;
  private readonly events: EventsCapture;
  private readonly onRefused: () => void;
  private readonly metrics: ClusterMetrics;
  private readonly logger: LoggerService;
  private readonly clock: Clock;

  constructor(options: {
    cluster: string;
    store: StewardStore;
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
    this.policy = options.policy;
    this.held = options.held;
    this.writer = options.writer;
    this.logs = options.logs;
    this.events = options.events;
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
        const outcome = await this.take(step, { visit, facts, signal });
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
    { facts, payload }: CapturedRun,
    settings: StewardSettings,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const now = this.clock.now();
    const traits = runTraits(payload);
    const step = nextStewardStep(
      stewardFacts(
        { ...facts, storedAt: now, result: '', record: '' },
        traits,
        this.policy,
      ),
      { ...settings, annotations: false },
      now,
    );
    if (step.kind !== 'addFinalizer') {
      return undefined;
    }
    return this.attempt(facts, { step: step.kind }, signal, async () => {
      if (!this.held.isFresh()) {
        return now + LEASE_DELAY_MS;
      }
      await this.writer.addFinalizer(facts, signal);
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
      this.metrics.writeFailed(error.code);
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
    context: { visit: RunVisit; facts: StewardFacts; signal: AbortSignal },
  ): Promise<StepOutcome> {
    const { visit, facts, signal } = context;
    switch (step.kind) {
      case 'rest':
        return { goOn: false };
      case 'wait':
        visit.waitsFor = waitsFor(facts);
        return { goOn: false, next: step.until };
      case 'capture':
        return {
          goOn: true,
          facts: { ...facts, capture: await this.capture(visit, signal) },
        };
      case 'inspectChildren':
        return {
          goOn: true,
          facts: {
            ...facts,
            childrenSettled: await this.inspect(visit, signal),
          },
        };
      default:
        return this.held.isFresh()
          ? this.write(step, context)
          : { goOn: false, next: this.clock.now() + LEASE_DELAY_MS };
    }
  }

  private async write(
    step: Extract<
      StewardStep,
      { kind: 'addFinalizer' | 'annotate' | 'releaseFinalizer' | 'delete' }
    >,
    context: { visit: RunVisit; facts: StewardFacts; signal: AbortSignal },
  ): Promise<StepOutcome> {
    const { visit, facts, signal } = context;
    switch (step.kind) {
      case 'addFinalizer':
        return visit.after(await this.writer.addFinalizer(visit.run, signal), {
          ...facts,
          hasFinalizer: true,
        });
      case 'annotate':
        return visit.after(await this.annotate(visit, signal), {
          ...facts,
          lacksAnnotations: false,
        });
      case 'releaseFinalizer':
        return visit.after(await this.release(visit, step.reason, signal), {
          ...facts,
          hasFinalizer: false,
        });
      default:
        await this.delete(visit, signal);
        return { goOn: false };
    }
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
    await this.noteGaps(
      visit,
      late ? [...visit.gaps, ...visit.late] : visit.gaps,
    );
    if (late) {
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

  private async delete(visit: RunVisit, signal: AbortSignal): Promise<void> {
    const { run } = visit;
    await this.noteGaps(visit, visit.gaps);
    const result = await this.writer.remove(run, visit.version, signal);
    if (result.kind === 'done') {
      const now = this.clock.now();
      this.metrics.runDeleted(
        run,
        now - (run.completedAt ?? run.finalStoredAt ?? now),
      );
    }
  }

  private async noteGaps(
    { run }: RunVisit,
    gaps: readonly NewCaptureGap[],
  ): Promise<void> {
    if (gaps.length > 0) {
      await this.store.noteGaps({
        cluster: this.cluster,
        uid: run.uid,
        gaps,
        lease: this.held.lease,
      });
    }
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

  /** Asks for the logs and events of a run. */
  private async capture(visit: RunVisit, signal: AbortSignal) {
    const { run } = visit;
    visit.note('logs', await this.logs.ensureCaptured(run, { signal }));
    visit.note(
      'events',
      this.events.stateOf({
        uid: run.uid,
        finalStoredAt: run.finalStoredAt ?? run.storedAt,
      }),
    );
    return {
      done: visit.late.length === 0,
      missing: visit.late.map(({ what, reason }) => `${what}: ${reason}`),
    };
  }

  /**
   * Whether all that a PipelineRun owns is in, as it goes with the PipelineRun:
   * by the store, not by annotations.
   */
  private async inspect(
    { run, traits }: RunVisit,
    signal: AbortSignal,
  ): Promise<boolean> {
    const children = await this.store.children(this.cluster, run.uid);
    const settled = childrenSettled({
      references: traits.childReferences,
      children,
      expected: reference => this.expects(run, reference),
    });
    if (!settled) {
      return false;
    }
    const live = await this.store.liveRuns(
      this.cluster,
      children.map(({ uid }) => uid),
    );
    for (const child of live) {
      const visit = new RunVisit(child);
      const { done } = await this.capture(visit, signal);
      if (!done) {
        return false;
      }
      await this.noteGaps(visit, visit.gaps);
    }
    return true;
  }

  /** Whether a child would be in the store, as far as its name tells. */
  private expects(
    run: StewardedRun,
    reference: { kind: string; name: string },
  ): boolean {
    const { namespace } = run;
    const traits = { labels: runTraits(run.payload).labels };
    return (
      (reference.kind === 'TaskRun' || reference.kind === 'CustomRun') &&
      this.policy.takes({
        kind: reference.kind,
        name: reference.name,
        namespace,
        traits,
      })
    );
  }
}

/** Undefined if it waits for nothing but a time that has been set. */
function waitsFor(facts: StewardFacts): string | undefined {
  if (facts.childrenSettled === false) {
    return 'runs that it owns are not stored to their end';
  }
  return facts.capture?.missing.join(', ') || undefined;
}

function stuckRun(run: CaredRun, reason: string) {
  const { uid, kind, namespace, name, completedAt } = run;
  return { uid, kind, namespace, name, completedAt, reason };
}
