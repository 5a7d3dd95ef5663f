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

import { ClusterError } from '../../cluster';
import { isForbidden } from './captureDelay';
import { LogRefusedError } from './PodLogSource';

/** A node may be busy, or just have been told that the container has ended. */
const MIN_REFUSALS = 6;
const MIN_REFUSED_MS = 2 * 60_000;
const MAX_REMEMBERED = 10_000;

/**
 * Knows which logs of containers that have ended their cluster does not give out,
 * however often it is asked: nodes throw away logs of pods that are still there.
 */
export class RefusalCounter {
  private readonly refusals = new Map<
    number,
    { count: number; since: number }
  >();

  /**
   * Counts a failure to read the log of a container that has ended.
   *
   * @param options - `of`: what was asked for; `gone`: whether its run is gone, and
   * its pod with it
   */
  add(
    logId: number,
    error: unknown,
    options: { now: number; of: 'log' | 'pod'; gone: boolean },
  ): void {
    const { now, of, gone } = options;
    // That there is no pod is no failure: such an answer is one of a lost proxy.
    const refused = of === 'log' && isRefusal(error);
    if (!refused && !(gone && isForbidden(error))) {
      return;
    }
    const { count, since } = this.refusals.get(logId) ?? {
      count: 0,
      since: now,
    };
    const [oldest] = this.refusals.keys();
    if (count === 0 && this.refusals.size >= MAX_REMEMBERED) {
      this.refusals.delete(oldest);
    }
    this.refusals.set(logId, { count: count + 1, since });
  }

  isFinal(logId: number, now: number): boolean {
    const refusal = this.refusals.get(logId);
    return (
      refusal !== undefined &&
      refusal.count >= MIN_REFUSALS &&
      now - refusal.since >= MIN_REFUSED_MS
    );
  }

  forget(logId: number): void {
    this.refusals.delete(logId);
  }
}

/** What is no trouble of the moment: the cluster is there, and says no. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof LogRefusedError ||
    (error instanceof ClusterError &&
      (error.status === 400 || error.status === 404 || error.status === 410))
  );
}
