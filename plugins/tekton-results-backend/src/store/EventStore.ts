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

import type { JsonObject } from '@backstage/types';

/** A Kubernetes Event about a run, or about the pod of a TaskRun. */
export interface CapturedEvent {
  /** The object that it is about. */
  readonly subject: {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
  };
  /** When it was first seen (ms since 1970, UTC). */
  readonly time: number;
  /** What is kept of it: an item of an `EventList`. */
  readonly item: JsonObject;
}

/** Keeps the events of runs. Failures are StoreErrors. */
export interface EventStore {
  /**
   * Adds events to the EventLists of the runs that they are about; of an event
   * that is known already, the later state is kept. Repeats do no harm, and
   * neither does another process that does the same, however late: it needs no
   * lease.
   *
   * @returns those whose run is not stored, or not yet
   */
  record(
    cluster: string,
    events: readonly CapturedEvent[],
  ): Promise<readonly CapturedEvent[]>;
}
