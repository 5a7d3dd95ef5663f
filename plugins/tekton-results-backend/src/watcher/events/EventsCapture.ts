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

import type { RunKind } from 'backstage-plugin-tekton-results-common';

/** A run of which nothing new will come, and whose events are asked for. */
export interface EventsSubject {
  readonly uid: string;
  readonly kind: RunKind;
  readonly namespace: string;
  /** Names of its pods, those of earlier attempts included. */
  readonly pods: readonly string[];
  /** When it completed, by the clock of its cluster. Milliseconds since 1970 (UTC). */
  readonly completedAt?: number;
  /** When its last state was stored, by our clock. Milliseconds since 1970 (UTC). */
  readonly lastStoredAt: number;
}

/** How the events of a run stand. */
export type EventsState =
  /** What the cluster told of by now is stored, or no events are captured. */
  | { readonly done: true; readonly givenUp?: undefined }
  /** They will not be stored, and why. */
  | { readonly done: true; readonly givenUp: string }
  /** They are not in yet, and why. */
  | { readonly done: false; readonly reason: string };

/** Keeps the Kubernetes Events of the runs of one cluster. */
export interface EventsCapture {
  /**
   * Stores the events of a run that the cluster still has, whatever was heard of
   * them before. Asked when the run is over, and before its finalizer is released;
   * asking again is cheap and does no harm. Never rejects, but for the signal.
   */
  ensureCaptured(
    run: EventsSubject,
    options: { signal: AbortSignal },
  ): Promise<EventsState>;
}

/** Captures no events: those of every run are in. */
export const noEventsCapture: EventsCapture = {
  ensureCaptured: async () => ({ done: true }),
};
