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

import { TooManyRequestsError } from '../limits';

const RETRY_AFTER_MS = 10_000;

/** How many may follow logs at the same time, in this process. */
export interface FollowerLimits {
  readonly total: number;
  readonly perCaller: number;
}

const DEFAULT_LIMITS: FollowerLimits = { total: 200, perCaller: 10 };

/** Counts those who follow logs: each holds a connection to a cluster open. */
export class LogFollowers {
  private readonly limits: FollowerLimits;
  private readonly stop = new AbortController();
  private readonly counts = new Map<string, number>();
  private total = 0;

  constructor(limits: FollowerLimits = DEFAULT_LIMITS) {
    this.limits = limits;
  }

  /** Aborted when the process is to end. */
  get stopped(): AbortSignal {
    return this.stop.signal;
  }

  /** Sends all of them away. */
  close(): void {
    this.stop.abort();
  }

  /**
   * Lets one more follow.
   *
   * @returns what to call when it has ended
   * @throws TooManyRequestsError
   */
  enter(callerId: string): () => void {
    const count = this.counts.get(callerId) ?? 0;
    const { total, perCaller } = this.limits;
    if (count >= perCaller) {
      throw new TooManyRequestsError(
        `more than ${perCaller} logs followed at a time`,
        RETRY_AFTER_MS,
      );
    }
    if (this.total >= total) {
      throw new TooManyRequestsError(
        `more than ${total} logs are followed by everybody`,
        RETRY_AFTER_MS,
      );
    }
    this.total += 1;
    this.counts.set(callerId, count + 1);
    return () => this.leave(callerId);
  }

  private leave(callerId: string): void {
    this.total -= 1;
    const left = (this.counts.get(callerId) ?? 1) - 1;
    if (left > 0) {
      this.counts.set(callerId, left);
    } else {
      this.counts.delete(callerId);
    }
  }
}
