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

import type { CapturedRun } from '../store';
import { captureSeen } from './captureRun';
import { heldRun, holdRun, packRun, type HeldRun } from './holdRun';
import type { SeenRun } from './seeRun';

/** So many runs wait as they are; anything else would only cost time. */
const PARSED_RUNS = 200;
/** That is, of the usual size: of all of them together, in characters. */
const PARSED_LENGTH = 1024 * 1024;
/**
 * So much waits as text, before what has not changed for longest is packed: most runs
 * change again soon, and the state before is dropped.
 */
const TEXT_BYTES = 16 * 1024 * 1024;
/** What a run takes of which nothing is known but that it is gone. */
const GONE_BYTES = 250;

/** A moment of the cluster up to which everything has been read. */
interface ReadPoint {
  /** Counts up, as versions of a cluster may not. */
  readonly index: number;
  /** Absent: nothing was read as a whole yet. */
  readonly version?: string;
}

/** A finished run that waits. */
export interface FinishedRun {
  readonly facts: CapturedRun['facts'];
  readonly since: number;
}

interface PendingRun {
  run: HeldRun;
  /** Up to which moment everything was read when the run began to wait. */
  readonly after: ReadPoint;
  readonly since: number;
  readonly regressed: boolean;
}

interface PendingGone {
  readonly after: ReadPoint;
  /** The moment at which it was not there any more. */
  readonly seenAt: number;
  /** Which stored states are older than that. */
  readonly listVersion: number;
}

/** How much to store in one transaction. */
export interface BatchLimits {
  readonly runs: number;
  /** Of the JSON text of the runs, in characters; one run is always taken. */
  readonly length: number;
  readonly gone: number;
}

/** What is to be stored in one transaction. */
export interface PendingBatch {
  readonly runs: readonly CapturedRun[];
  /** Whether the cluster counts anew: the runs replace what is stored. */
  readonly regressed: boolean;
  /** Runs that a list did not hold. */
  readonly gone: readonly string[];
  /** The version of that list. */
  readonly listVersion: number;
  /** Up to which version everything is stored after this; absent: unchanged. */
  readonly resumePoint?: string;
  /** Nobody knows what happened between the last resume point and then. */
  readonly missedUntil?: number;
  /** When the first of it arrived, ms since 1970; absent if there are no runs. */
  readonly since?: number;
}

/**
 * What was read of a cluster and is not stored yet: of each run the newest state,
 * in the order in which the runs began to wait. It takes part in no promise by
 * itself: the resume point it hands out never lies behind anything that waits,
 * so that a process that dies reads again what it had read.
 *
 * It is bounded by {@link spill}: the state of a run that is in the cluster can be
 * read again, that of a deleted one is nowhere else and stays.
 */
export class PendingRuns {
  private readonly runs = new Map<string, PendingRun>();
  private readonly gone = new Map<string, PendingGone>();
  private lastRead: ReadPoint;
  private saved: string | undefined;
  private missed:
    | { readonly index: number; readonly until: number }
    | undefined;
  private spilledAfter: ReadPoint | undefined;
  private spills = 0;
  private heldBytes = 0;
  private parsedLength = 0;
  private textBytes = 0;
  /** Uids of those that wait as text; the one that changed last comes last. */
  private readonly texts = new Set<string>();

  /** @param resumePoint - up to which version everything is stored */
  constructor(resumePoint?: string) {
    this.lastRead = { index: 0, version: resumePoint };
    this.saved = resumePoint;
  }

  /** How many runs wait. */
  get size(): number {
    return this.runs.size + this.gone.size;
  }

  /** Since when the run waits that has waited longest (ms since 1970). */
  get oldestSince(): number | undefined {
    const [oldest] = this.runs.values();
    return oldest?.since;
  }

  /** The finished run that has waited longest, and since when (ms since 1970). */
  oldestFinished(): FinishedRun | undefined {
    for (const { run, since } of this.runs.values()) {
      if (run.finished) {
        return { facts: captureSeen(heldRun(run)).facts, since };
      }
    }
    return undefined;
  }

  /** About what all of it takes in memory. */
  get bytes(): number {
    return this.heldBytes + this.gone.size * GONE_BYTES;
  }

  /** Whether states were dropped that the next list must bring back. */
  get hasSpilled(): boolean {
    return this.spilledAfter !== undefined;
  }

  /** How often states were dropped. */
  get spillCount(): number {
    return this.spills;
  }

  /** Up to which version everything has been read, stored or not. */
  get readUpTo(): string | undefined {
    return this.lastRead.version;
  }

  /**
   * A state of a run was read.
   *
   * @param options - `now` in ms since 1970; `regressed` if the cluster counts
   * anew, so that no version compares with older ones
   */
  add(run: SeenRun, options: { now: number; regressed: boolean }): void {
    const { uid } = run;
    const gone = this.gone.get(uid);
    if (gone && gone.seenAt < run.resourceVersion) {
      // It is there after all: the cluster was restored to when it was.
      this.gone.delete(uid);
    }
    const waiting = this.runs.get(uid);
    if (!waiting) {
      this.put(uid, {
        run: this.held(run),
        after: this.lastRead,
        since: options.now,
        regressed: options.regressed,
      });
      return;
    }
    const restarts = options.regressed && !waiting.regressed;
    if (restarts || replaces(run, waiting.run)) {
      this.put(uid, {
        ...waiting,
        run: this.held(run),
        regressed: options.regressed || waiting.regressed,
      });
    }
  }

  /**
   * These runs were not there any more at a moment of the cluster. A state that
   * waits is then the last one.
   *
   * @param options - `outdatesAll` if whatever state is stored is older than that
   * moment, although its version may tell otherwise
   */
  addGone(
    uids: readonly string[],
    options: { seenAt: number; outdatesAll: boolean },
  ): void {
    const { seenAt, outdatesAll } = options;
    for (const uid of uids) {
      const waiting = this.runs.get(uid);
      if (waiting) {
        waiting.run = { ...waiting.run, sighting: 'deleted' };
      } else {
        // Where it waits already, what was read since then must not be left out.
        const after = this.gone.get(uid)?.after ?? this.lastRead;
        const listVersion = outdatesAll ? Number.MAX_SAFE_INTEGER : seenAt;
        this.gone.set(uid, { after, seenAt, listVersion });
      }
    }
  }

  /**
   * Everything up to a version has been added.
   *
   * @param missedUntil - nobody knows what happened between the version before and
   * then (ms since 1970); absent: that was added as well
   */
  reached(version: string, missedUntil?: number): void {
    const index = this.lastRead.index + 1;
    this.lastRead = { index, version };
    if (missedUntil !== undefined) {
      this.missed = { index, until: missedUntil };
    }
  }

  /**
   * Drops the states of all runs that are in the cluster. From now on the resume
   * point stands still, until {@link spillRecovered}.
   *
   * @returns the uids of these runs
   */
  spill(): string[] {
    const uids: string[] = [];
    for (const [uid, { run, after, regressed }] of this.runs) {
      // A list would not bring it back as one that replaces what is stored.
      if (run.sighting !== 'deleted' && !regressed) {
        this.spilledAfter = earlier(this.spilledAfter, after);
        this.remove(uid);
        uids.push(uid);
      }
    }
    this.spills += uids.length > 0 ? 1 : 0;
    return uids;
  }

  /**
   * A list has brought back what was dropped.
   *
   * @param spillCount - that of the time at which the list began; what was dropped
   * since then may be missing in it
   */
  spillRecovered(spillCount: number): void {
    if (spillCount === this.spills) {
      this.spilledAfter = undefined;
    }
  }

  /**
   * Takes the runs that have waited longest; undefined if there is nothing to do. To be
   * called when nothing is being stored that was taken before.
   */
  take(limits: BatchLimits): PendingBatch | undefined {
    const [first] = this.runs.values();
    const regressed = first?.regressed ?? false;
    const { runs, since } = this.takeRuns(limits, { regressed });

    // Runs first: what is gone may wait among them in its last state.
    const gone: string[] = [];
    const [{ listVersion } = { listVersion: 0 }] = this.gone.values();
    if (runs.length === 0) {
      for (const [uid, waiting] of this.gone) {
        if (gone.length >= limits.gone || waiting.listVersion !== listVersion) {
          break;
        }
        this.gone.delete(uid);
        gone.push(uid);
      }
    }

    const { index, version: resumePoint } = this.resumePoint();
    const moved = resumePoint !== undefined && resumePoint !== this.saved;
    if (runs.length === 0 && gone.length === 0 && !moved) {
      return undefined;
    }
    this.saved = resumePoint ?? this.saved;
    const { missed } = this;
    const isPast = moved && missed !== undefined && index >= missed.index;
    this.missed = isPast ? undefined : missed;
    return {
      runs,
      regressed,
      gone,
      listVersion,
      resumePoint: moved ? resumePoint : undefined,
      missedUntil: isPast ? missed.until : undefined,
      since,
    };
  }

  /**
   * Takes runs to be stored while others are: states that do not have to come before or
   * after anything else. The resume point stays where it is.
   *
   * @param limits - `atLeast` so many runs, or none
   * @param storing - uids of the runs that are being stored: of these no later state is
   * taken
   */
  takeBeside(
    limits: BatchLimits & { readonly atLeast: number },
    storing: ReadonlySet<string>,
  ): PendingBatch | undefined {
    const regressed = false;
    return this.waitBeside(limits.atLeast, storing)
      ? {
          ...this.takeRuns(limits, { regressed, storing }),
          regressed,
          gone: [],
          listVersion: 0,
        }
      : undefined;
  }

  /** Whether so many runs wait that nothing has to come before. */
  private waitBeside(count: number, storing: ReadonlySet<string>): boolean {
    let found = 0;
    for (const [uid, { regressed }] of this.runs) {
      if (regressed || found >= count) {
        break;
      }
      found += storing.has(uid) ? 0 : 1;
    }
    return found >= count;
  }

  private takeRuns(
    limits: BatchLimits,
    options: { regressed: boolean; storing?: ReadonlySet<string> },
  ): Pick<PendingBatch, 'runs' | 'since'> {
    const { regressed, storing } = options;
    const taken: PendingRun[] = [];
    let length = 0;
    for (const [uid, waiting] of this.runs) {
      if (!storing?.has(uid)) {
        length += waiting.run.length;
        const isFull = taken.length >= limits.runs || length > limits.length;
        if (waiting.regressed !== regressed || (isFull && taken.length > 0)) {
          break;
        }
        this.remove(uid);
        taken.push(waiting);
      }
    }
    return {
      runs: taken.map(({ run }) => captureSeen(heldRun(run))),
      since: taken.at(0)?.since,
    };
  }

  /** Up to which version everything is stored once what was taken is. */
  private resumePoint(): ReadPoint {
    const [run] = this.runs.values();
    const [gone] = this.gone.values();
    return [run?.after, gone?.after, this.spilledAfter].reduce(
      (point: ReadPoint, other) => earlier(other, point),
      this.lastRead,
    );
  }

  private held(run: SeenRun): HeldRun {
    return holdRun(
      run,
      this.runs.size < PARSED_RUNS ? PARSED_LENGTH - this.parsedLength : 0,
    );
  }

  /** Puts a run in its place: where it waited, or at the end. */
  private put(uid: string, pending: PendingRun): void {
    this.discount(uid);
    this.count(pending, 1);
    this.runs.set(uid, pending);
    if (pending.run.content.form === 'text') {
      this.texts.add(uid);
      this.packOldest();
    }
  }

  private packOldest(): void {
    for (const uid of this.texts) {
      if (this.textBytes <= TEXT_BYTES) {
        return;
      }
      const waiting = this.runs.get(uid);
      if (waiting) {
        this.put(uid, { ...waiting, run: packRun(waiting.run) });
      }
    }
  }

  private remove(uid: string): void {
    this.discount(uid);
    this.runs.delete(uid);
  }

  private discount(uid: string): void {
    this.count(this.runs.get(uid), -1);
    this.texts.delete(uid);
  }

  private count(pending: PendingRun | undefined, sign: 1 | -1): void {
    if (pending) {
      const { run } = pending;
      this.heldBytes += sign * run.size;
      const { form } = run.content;
      this.parsedLength += form === 'parsed' ? sign * run.length : 0;
      this.textBytes += form === 'text' ? sign * run.size : 0;
    }
  }
}

/** Of equal versions the later wins, except that a deletion stays one. */
function replaces(run: SeenRun, known: HeldRun): boolean {
  return known.sighting === 'deleted'
    ? run.resourceVersion > known.resourceVersion
    : run.resourceVersion >= known.resourceVersion;
}

function earlier(a: ReadPoint | undefined, b: ReadPoint): ReadPoint {
  return a && a.index < b.index ? a : b;
}
