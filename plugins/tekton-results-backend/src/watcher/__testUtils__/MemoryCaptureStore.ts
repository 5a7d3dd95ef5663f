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

import {
  StoreError,
  type CapturedRun,
  type CaptureScope,
  type CaptureStore,
  type LostRun,
} from '../../store';

/** What the store says when a database answers with a code. */
export function refusalWith(code: string): StoreError {
  return new StoreError(Object.assign(new Error('x'), { code }));
}

/** A store that remembers what it was told, in order. */
export class MemoryCaptureStore implements CaptureStore {
  readonly calls: string[] = [];
  readonly live = new Map<string, number>();
  point: string | undefined;
  /** Until when it is not known what happened, for each time that was said. */
  readonly missed: number[] = [];
  failures = 0;
  /** Name of a run: the connections of batches with it are broken. */
  broken: string | undefined;
  /** Name of a run that is refused, and with what. */
  refuse: string | undefined;
  refusal: Error = refusalWith('22021');
  /** Uid of a run that must not be marked as gone. */
  refuseGone: string | undefined;
  /** So often a resume point is refused. */
  refusedPoints = 0;
  goneUpTo: number | undefined;
  /** A database that does not answer until this settles. */
  silence: Promise<unknown> = Promise.resolve();
  /** How many batches may be recorded beside another. */
  places = 0;
  /** How many batches are being recorded, and how many were at most. */
  readonly atOnce = { now: 0, most: 0 };

  async resumePoint() {
    return this.point;
  }

  async record(
    _scope: CaptureScope,
    runs: readonly CapturedRun[],
    options: {
      resumePoint?: string;
      missedUntil?: number;
      regressed?: boolean;
    } = {},
  ) {
    if (runs.some(({ facts }) => facts.name === this.refuse)) {
      throw this.refusal;
    }
    if (options.resumePoint !== undefined && this.refusedPoints > 0) {
      this.refusedPoints -= 1;
      throw this.refusal;
    }
    const { atOnce } = this;
    atOnce.now += 1;
    atOnce.most = Math.max(atOnce.most, atOnce.now);
    await this.silence;
    atOnce.now -= 1;
    if (runs.some(({ facts }) => facts.name === this.broken)) {
      throw refusalWith('ECONNRESET');
    }
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('database is away');
    }
    for (const { facts, resourceVersion, sighting } of runs) {
      this.calls.push(
        `${sighting} ${facts.name} ${resourceVersion}${
          options.regressed ? ' (regressed)' : ''
        }`,
      );
      this.live.set(facts.uid, resourceVersion);
    }
    this.move(options);
  }

  placeBeside() {
    if (this.places === 0) {
      return undefined;
    }
    this.places -= 1;
    return () => {
      this.places += 1;
    };
  }

  async liveRuns() {
    return new Map(this.live);
  }

  async markGone(
    _scope: CaptureScope,
    uids: readonly string[],
    options: {
      resumePoint?: string;
      missedUntil?: number;
      listVersion: number;
    },
  ): Promise<readonly LostRun[]> {
    if (this.refuseGone !== undefined && uids.includes(this.refuseGone)) {
      throw this.refusal;
    }
    this.goneUpTo = options.listVersion;
    for (const uid of uids) {
      this.calls.push(`gone ${uid}`);
      this.live.delete(uid);
    }
    this.move(options);
    return [];
  }

  private move(options: { resumePoint?: string; missedUntil?: number }) {
    const { resumePoint: point, missedUntil } = options;
    if (point !== undefined && missedUntil !== undefined) {
      this.missed.push(missedUntil);
    }
    if (point !== undefined && point !== this.point) {
      this.point = point;
      this.calls.push(`at ${point}`);
    }
  }
}
