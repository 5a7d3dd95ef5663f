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

import { performance } from 'perf_hooks';
import type {
  CapturedEvent,
  CapturedRun,
  CaptureStore,
  EventStore,
  Stores,
} from '../../../src/store';

type RecordOptions = Parameters<CaptureStore['record']>[2];
type MarkGoneOptions = Parameters<CaptureStore['markGone']>[2];

/** The stores of a watched cluster, that tell what was committed, and how far. */
export class ObservedStores {
  readonly capture: CaptureStore;
  readonly events: EventStore;
  readonly steward: Stores['steward'];
  readonly leases: Stores['leases'];
  /** How many Kubernetes Events were stored, and when the last (`performance.now`). */
  storedEvents = 0;
  lastEventAt = 0;
  private waiting: Array<{ version: number; resolve: () => void }> = [];
  private reached = 0;

  /** @param options - `resource`: of whose runs it is told */
  constructor(options: {
    stores: Stores;
    resource: string;
    onCommitted: (runs: readonly CapturedRun[]) => void;
  }) {
    const { stores, resource, onCommitted } = options;
    const { capture, events } = stores;
    this.steward = stores.steward;
    this.leases = stores.leases;
    this.capture = {
      resumePoint: scope => capture.resumePoint(scope),
      liveRuns: scope => capture.liveRuns(scope),
      record: async (scope, runs, recordOptions?: RecordOptions) => {
        await capture.record(scope, runs, recordOptions);
        onCommitted(runs);
        if (scope.resource === resource) {
          this.move(recordOptions?.resumePoint);
        }
      },
      placeBeside: () => capture.placeBeside(),
      markGone: async (scope, uids, goneOptions: MarkGoneOptions) => {
        const lost = await capture.markGone(scope, uids, goneOptions);
        if (scope.resource === resource) {
          this.move(goneOptions.resumePoint);
        }
        return lost;
      },
    };
    this.events = {
      record: async (cluster, added: readonly CapturedEvent[]) => {
        const orphans = await events.record(cluster, added);
        if (orphans.length < added.length) {
          this.storedEvents += added.length - orphans.length;
          this.lastEventAt = performance.now();
        }
        return orphans;
      },
    };
  }

  /** Settles when everything up to a version is committed. */
  async until(version: number): Promise<void> {
    if (this.reached < version) {
      await new Promise<void>(resolve =>
        this.waiting.push({ version, resolve }),
      );
    }
  }

  private move(resumePoint: string | undefined): void {
    this.reached = Math.max(this.reached, Number(resumePoint ?? 0));
    this.waiting = this.waiting.filter(({ version, resolve }) => {
      if (version <= this.reached) {
        resolve();
      }
      return version > this.reached;
    });
  }
}
