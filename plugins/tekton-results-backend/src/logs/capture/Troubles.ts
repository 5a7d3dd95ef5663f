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
/** A namespace of which nothing was heard for so long may be gone. */
const DENIAL_MEMORY_MS = 60 * 60_000;
const MAX_DENIED_NAMESPACES = 1_000;

interface Denial {
  readonly since: number;
  readonly last: number;
  readonly error: unknown;
}

/** Knows what is wrong with the logs of which run, and with those of the cluster. */
export class Troubles {
  private readonly monitor: LogCaptureMonitor;
  private readonly now: () => number;
  private readonly runs = new Map<string, { failures: number; text: string }>();
  private failuresInRow = 0;
  /** Namespaces of which we get no logs for want of a right, longest heard of first. */
  private readonly denials = new Map<string, Denial>();
  private told: 'well' | 'failing' | 'off' = 'well';

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

  /**
   * Whether we may not read logs in a namespace, and nobody seems to be about to
   * change that.
   */
  isDenied(namespace: string): boolean {
    const since = this.denials.get(namespace)?.since;
    return since !== undefined && this.now() - since >= DENIED_AFTER_MS;
  }

  /** A log was read and stored. */
  read(namespace: string): void {
    this.monitor.received();
    this.failuresInRow = 0;
    this.denials.delete(namespace);
    this.forgetOld();
    const [denial] = this.denials.values();
    if (denial && this.told !== 'off') {
      // While it is refused elsewhere, that is what there is to tell.
      this.told = 'off';
      this.monitor.off(toError(denial.error));
    } else if (!denial && this.told !== 'well') {
      this.told = 'well';
      this.monitor.watching();
    }
  }

  notRead(error: unknown, namespace: string): void {
    if (isForbidden(error)) {
      this.deny(namespace, error);
      this.told = 'off';
      this.monitor.off(toError(error));
      return;
    }
    this.failuresInRow += 1;
    if (this.failuresInRow >= MIN_FAILURES) {
      this.told = 'failing';
      this.monitor.failing(error);
    }
  }

  notStored(error: unknown): void {
    this.failuresInRow += 1;
    this.told = 'failing';
    this.monitor.notStoring(error);
  }

  private deny(namespace: string, error: unknown): void {
    const now = this.now();
    const since = this.denials.get(namespace)?.since ?? now;
    this.denials.delete(namespace);
    this.denials.set(namespace, { since, last: now, error });
    this.forgetOld();
  }

  private forgetOld(): void {
    for (const [namespace, { last }] of this.denials) {
      const isOld = this.now() - last >= DENIAL_MEMORY_MS;
      if (!isOld && this.denials.size <= MAX_DENIED_NAMESPACES) {
        return;
      }
      this.denials.delete(namespace);
    }
  }
}
