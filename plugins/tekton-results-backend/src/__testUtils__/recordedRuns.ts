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

import { readRecording, type RecordedEvent } from 'example-cluster';
import type { RunKind } from 'backstage-plugin-tekton-results-common';
import type { CapturedRun, CaptureScope } from '../store';
import { captureRun } from '../watcher';

export const TEST_CLUSTER = 'test';

const KINDS: Partial<Record<RecordedEvent['resource'], RunKind>> = {
  pipelineruns: 'PipelineRun',
  taskruns: 'TaskRun',
  customruns: 'CustomRun',
};

/** A recorded event of a run, and what the watcher makes of it. */
export interface RecordedRunEvent {
  readonly scope: CaptureScope;
  readonly event: RecordedEvent;
  readonly captured: CapturedRun;
}

/** The scope in which a kind of run is captured. */
export function testScope(resource: string, kind: RunKind): CaptureScope {
  return { cluster: TEST_CLUSTER, resource, kind };
}

/** All events of the 15 recorded runs, in the order in which they arrived. */
export function recordedRunEvents(): RecordedRunEvent[] {
  return readRecording().events.flatMap(event => {
    const kind = KINDS[event.resource];
    if (!kind) {
      return [];
    }
    const { captured, problem } = captureRun(
      event.object,
      event.type === 'DELETED' ? 'deleted' : 'changed',
    );
    if (!captured) {
      throw new Error(`A recorded run cannot be read: ${problem}`);
    }
    return [{ scope: testScope(event.resource, kind), event, captured }];
  });
}

/** The last recorded event of each run. */
export function lastRecordedEvents(): RecordedRunEvent[] {
  return [
    ...new Map(
      recordedRunEvents().map(event => [event.captured.facts.uid, event]),
    ).values(),
  ];
}
