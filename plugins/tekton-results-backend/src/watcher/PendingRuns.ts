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
import { packRun, unpackRun, type PackedRun } from './packRun';

/** So many runs wait as they are; packing them would only cost time. */
const UNPACKED_RUNS = 200;

/** A moment of the cluster up to which everything has been read. */
interface ReadPoint {
  /** Counts up, as versions of a cluster may not. */
  readonly index: number;
  /** Absent: nothing was read as a whole yet. */
  readonly version?: string;
}

interface PendingRun {
  run: CapturedRun | PackedRun;
  /** Up to which moment everything was read when the run began to wait. */
  readonly after: ReadPoint;
  readonly since: number;
  readonly regressed: boolean;
}

interface PendingGone {
  readonly after: ReadPoint;
  readonly listVersion: number;
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
  private spilledAfter: ReadPoint | undefined;
  private spills = 0;
  private packedBytes = 0;

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

  /** What the packed ones take in memory. */
  get bytes(): number {
    return this.packedBytes;
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
  add(run: CapturedRun, options: { now: number; regressed: boolean }): void {
    const { uid } = run.facts;
    const waiting = this.runs.get(uid);
    if (!waiting) {
      this.put(uid, {
        run: this.kept(run),
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
        run: this.kept(run),
        regressed: options.regressed || waiting.regressed,
      });
    }
  }

  /**
   * A list did not hold these runs. A state that waits is then the last one.
   */
  addGone(uids: readonly string[], listVersion: number): void {
    for (const uid of uids) {
      const waiting = this.runs.get(uid);
      if (waiting) {
        waiting.run = { ...waiting.run, sighting: 'deleted' };
      } else {
        this.gone.set(uid, { after: this.lastRead, listVersion });
      }
    }
  }

  /** Everything up to a version has been added. */
  reached(version: string): void {
    this.lastRead = { index: this.lastRead.index + 1, version };
  }

  /**
   * Drops the states of all runs that are in the cluster. From now on the resume
   * point stands still, until {@link spillRecovered}.
   *
   * @returns the uids of these runs
   */
  spill(): string[] {
    const uids: string[] = [];
    this.spills += 1;
    for (const [uid, { run, after, regressed }] of this.runs) {
      // A list would not bring it back as one that replaces what is stored.
      if (run.sighting !== 'deleted' && !regressed) {
        this.spilledAfter = earlier(this.spilledAfter, after);
        this.remove(uid);
        uids.push(uid);
      }
    }
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

  /** Takes the runs that have waited longest; undefined if there is nothing to do. */
  take(limits: { runs: number; gone: number }): PendingBatch | undefined {
    const runs: CapturedRun[] = [];
    const [first] = this.runs.values();
    const regressed = first?.regressed ?? false;
    for (const [uid, waiting] of this.runs) {
      if (runs.length >= limits.runs || waiting.regressed !== regressed) {
        break;
      }
      this.remove(uid);
      runs.push('bytes' in waiting.run ? unpackRun(waiting.run) : waiting.run);
    }

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

    const resumePoint = this.resumePoint();
    const moved = resumePoint !== undefined && resumePoint !== this.saved;
    if (runs.length === 0 && gone.length === 0 && !moved) {
      return undefined;
    }
    this.saved = resumePoint ?? this.saved;
    return {
      runs,
      regressed,
      gone,
      listVersion,
      resumePoint: moved ? resumePoint : undefined,
      since: first?.since,
    };
  }

  /** Up to which version everything is stored once what was taken is. */
  private resumePoint(): string | undefined {
    const [run] = this.runs.values();
    const [gone] = this.gone.values();
    return [run?.after, gone?.after, this.spilledAfter].reduce(
      (point: ReadPoint, other) => earlier(other, point),
      this.lastRead,
    ).version;
  }

  private kept(run: CapturedRun): CapturedRun | PackedRun {
    return this.runs.size < UNPACKED_RUNS ? run : packRun(run);
  }

  /** Puts a run in its place: where it waited, or at the end. */
  private put(uid: string, pending: PendingRun): void {
    this.packedBytes += packedSize(pending) - packedSize(this.runs.get(uid));
    this.runs.set(uid, pending);
  }

  private remove(uid: string): void {
    this.packedBytes -= packedSize(this.runs.get(uid));
    this.runs.delete(uid);
  }
}

function packedSize(pending: PendingRun | undefined): number {
  return pending && 'bytes' in pending.run ? pending.run.size : 0;
}

/** Of equal versions the later wins, except that a deletion stays one. */
function replaces(
  run: CapturedRun,
  known: Pick<CapturedRun, 'resourceVersion' | 'sighting'>,
): boolean {
  return known.sighting === 'deleted'
    ? run.resourceVersion > known.resourceVersion
    : run.resourceVersion >= known.resourceVersion;
}

function earlier(a: ReadPoint | undefined, b: ReadPoint): ReadPoint {
  return a && a.index < b.index ? a : b;
}
