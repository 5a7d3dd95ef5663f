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

import { toError } from '@backstage/errors';
import { isForbidden } from './captureDelay';

/** Is told how the capture of the logs of one cluster stands. */
export interface LogCaptureMonitor {
  /** Logs are captured. */
  watching(): void;
  /** A log was stored. */
  received(): void;
  /** The cluster does not give out logs. */
  failing(error: unknown): void;
  /** The place where logs are kept does not take them. */
  notStoring(error: unknown): void;
  /** Logs are not captured, as our credential may not read them. */
  off(reason: unknown): void;
  /** Lets reports ask what waits. */
  observeBacklog(
    read: () => { readonly size: number; readonly oldestSince?: number },
  ): void;
}

/** One pod without its node is no trouble of a cluster. */
const MIN_FAILURES = 3;
/** Rights may be missing for a moment, while they are applied anew. */
const DENIED_AFTER_MS = 5 * 60_000;

/** Knows what is wrong with the logs of which run, and with those of the cluster. */
export class Troubles {
  private readonly monitor: LogCaptureMonitor;
  private readonly now: () => number;
  private readonly runs = new Map<string, { failures: number; text: string }>();
  private failuresInRow = 0;
  /** Since when the cluster has refused to give out logs for want of a right. */
  private deniedSince: number | undefined;

  constructor(options: { monitor: LogCaptureMonitor; now: () => number }) {
    this.monitor = options.monitor;
    this.now = options.now;
    this.monitor.watching();
  }

  /** @returns how often in a row it failed for the run */
  failed(uid: string, text: string): number {
    const failures = (this.runs.get(uid)?.failures ?? 0) + 1;
    this.runs.set(uid, { failures, text });
    return failures;
  }

  solved(uid: string): void {
    this.runs.delete(uid);
  }

  /** What is wrong with the logs of a run; undefined if nothing is. */
  of(uid: string): string | undefined {
    return this.runs.get(uid)?.text;
  }

  /** Whether we may not read logs, and nobody seems to be about to change that. */
  isDenied(): boolean {
    return (
      this.deniedSince !== undefined &&
      this.now() - this.deniedSince >= DENIED_AFTER_MS
    );
  }

  /** A log was read and stored. */
  read(): void {
    if (this.failuresInRow > 0) {
      this.monitor.watching();
    }
    this.monitor.received();
    this.failuresInRow = 0;
    this.deniedSince = undefined;
  }

  notRead(error: unknown): void {
    this.failuresInRow += 1;
    if (isForbidden(error)) {
      this.deniedSince ??= this.now();
      this.monitor.off(toError(error));
    } else if (this.failuresInRow >= MIN_FAILURES) {
      this.monitor.failing(error);
    }
  }

  notStored(error: unknown): void {
    this.failuresInRow += 1;
    this.monitor.notStoring(error);
  }
}
