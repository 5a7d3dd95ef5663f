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

/** A run whose events are asked for. */
export interface EventsSubject {
  readonly uid: string;
  /** When its final state was stored (ms since 1970, UTC). */
  readonly finalStoredAt: number;
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
   * Tells whether the events of a run are in, which is asked before its finalizer
   * is released. Costs nothing, and never fails.
   */
  stateOf(run: EventsSubject): EventsState;
}

/** Captures no events: those of every run are in. */
export const noEventsCapture: EventsCapture = {
  stateOf: () => ({ done: true }),
};
