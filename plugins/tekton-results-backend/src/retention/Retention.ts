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

import type { ConfigProblem } from '../config';
import type {
  Amount,
  ExpiryPart,
  KeepLast,
  RetentionJob,
  StoredRun,
} from '../store';
import type { LongestKeeping, RunKeeping } from './rules/runKeeping';
import type { RetentionSettings } from './settings/RetentionSettings';

/**
 * How retention stands:
 *
 * - `unset`: the configuration does not ask for it
 * - `refused`: the configuration has mistakes; nothing is removed until they are gone
 * - `on`
 */
export type RetentionState = 'unset' | 'refused' | 'on';

/** What retention is going to do. Times: ms since 1970 (UTC). */
export interface RetentionReport {
  readonly state: RetentionState;
  /** Why it is refused. */
  readonly problems: readonly ConfigProblem[];
  /** What is understood, but may not be meant so. */
  readonly warnings: readonly ConfigProblem[];
  /** As configured; absent unless it is `on`. */
  readonly schedule?: string;
  /** Limits of stored bytes; absent unless it is `on`. */
  readonly maxBytes?: RetentionSettings['maxBytes'];
  /** Absent if it is not `on`, or some runs are kept whatever their age. */
  readonly longest?: LongestKeeping;
  /**
   * When the next job starts; while one runs, the one after it. Absent unless it is
   * `on`, and as long as it has not been found out.
   */
  readonly nextTime?: number;
  /**
   * When a job is gone on with at the latest that did not come to its end, if there
   * is one; absent unless it is `on`.
   */
  readonly resumeTime?: number;
}

/** What a policy would remove of something. */
export interface PreviewedPart {
  readonly part: ExpiryPart;
  /** After how many ms it goes. */
  readonly afterMs: number;
  readonly amount: Amount;
}

/** What a policy says, and what it would do now. */
export interface PreviewedPolicy {
  readonly policy: string;
  /** Whether neither an age nor a limit of space removes its runs. */
  readonly forever: boolean;
  readonly keepLast?: KeepLast;
  /** All that it decides on, whether that goes or not. */
  readonly matching: Amount;
  /** What goes now. */
  readonly expiring: readonly PreviewedPart[];
}

/** A limit of stored bytes. */
export interface PreviewedLimit {
  /** Absent: of all that is stored. */
  readonly cluster?: string;
  readonly namespace?: string;
  readonly maxBytes: number;
  /** What is stored now, without what goes for other reasons. */
  readonly bytes: number;
  /** What goes besides that. */
  readonly expiring: Amount;
  /**
   * If nothing goes as that would not be enough: how many bytes may go at most. The
   * others belong to runs that stay: pinned ones, running ones, the last ones of
   * pipelines, and those that a policy keeps for ever.
   */
  readonly unmetBytes?: number;
}

/** What the next job would remove. Nothing was removed to find out. */
export interface RetentionPreview {
  /** When it would; ms since 1970 (UTC). */
  readonly time: number;
  /** In the order in which they are asked; the last is for all other runs. */
  readonly policies: readonly PreviewedPolicy[];
  /** What goes as its namespace is gone; absent if that makes no difference. */
  readonly deletedNamespaces?: PreviewedPart;
  /** Only limits that are exceeded. */
  readonly limits: readonly PreviewedLimit[];
}

/** Removes old runs, as the configuration says. */
export interface Retention {
  report(): RetentionReport;
  /**
   * How long a run is kept unless it, or one that goes with it, is pinned. Undefined if
   * it is not `on`, or that cannot be told (yet).
   */
  keepingOf(run: StoredRun): RunKeeping | undefined;
  /**
   * What a job would remove now.
   *
   * @throws ConflictError if it is not `on`, or no job may start yet: of runs that an
   * earlier version stored it is still being found out of which pipelines they are
   */
  preview(options?: { signal?: AbortSignal }): Promise<RetentionPreview>;
  /**
   * Starts a job now, and does not wait for its end.
   *
   * @param options - `actor`: who asks for it
   * @throws ConflictError if it is not `on`, a job is running, or none may start yet
   */
  run(options: { actor: string }): Promise<RetentionJob>;
  /** Stops the schedule and a job of this process, and waits until they have stopped. */
  stop(): Promise<void>;
}
