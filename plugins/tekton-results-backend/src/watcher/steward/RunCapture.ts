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

import type { EventsCapture } from '../events';
import type { LogsCapture } from './LogsCapture';
import type { CaptureProgress } from './nextStewardStep';
import type { RunVisit } from './RunVisit';

/** Asks for the logs and events of runs. */
export class RunCapture {
  private readonly logs: LogsCapture;
  private readonly events: EventsCapture;

  constructor(options: { logs: LogsCapture; events: EventsCapture }) {
    this.logs = options.logs;
    this.events = options.events;
  }

  /** Asks for those of a run, and notes in the visit how they stand. */
  async ask(visit: RunVisit, signal: AbortSignal): Promise<CaptureProgress> {
    const { run, traits } = visit;
    const { uid, kind, namespace, completedAt } = run;
    const lastStoredAt = run.finalStoredAt ?? run.storedAt;
    visit.note('logs', await this.logs.ensureCaptured(run, { signal }));
    visit.note(
      'events',
      await this.events.ensureCaptured(
        { uid, kind, namespace, pods: traits.pods, completedAt, lastStoredAt },
        { signal },
      ),
    );
    return {
      done: visit.late.length === 0,
      missing: visit.late.map(({ what, reason }) => `${what}: ${reason}`),
    };
  }
}
