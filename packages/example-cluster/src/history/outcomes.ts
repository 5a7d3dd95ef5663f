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

import { asObject, asObjects, type JsonObject } from '../kubernetes';

const MESSAGES = {
  Running:
    'Tasks Completed: 1 (Failed: 0, Cancelled 0), Incomplete: 1, Skipped: 0',
  PipelineRunPending: 'PipelineRun is pending',
  StoppedRunningFinally: 'PipelineRun is stopped, its finally tasks run',
};

/** Why a run has not finished. */
export type UnfinishedReason = keyof typeof MESSAGES;

/** A PipelineRun in a state before its last one. */
export function asUnfinished(
  run: JsonObject,
  reason: UnfinishedReason,
): JsonObject {
  const { completionTime: _, startTime, ...status } = asObject(run.status);
  return {
    ...run,
    status: {
      ...status,
      ...(reason !== 'PipelineRunPending' && { startTime }),
      conditions: [
        condition(run, {
          status: 'Unknown',
          reason,
          message: MESSAGES[reason],
        }),
      ],
    },
  };
}

/** A PipelineRun as it is when its pipeline is not there; it has no runs below it. */
export function couldNotStart(run: JsonObject): JsonObject {
  const { startTime, completionTime } = asObject(run.status);
  return {
    ...run,
    status: {
      startTime,
      completionTime,
      conditions: [
        condition(run, {
          status: 'False',
          reason: 'CouldntGetPipeline',
          message: 'Error retrieving pipeline: pipelines.tekton.dev not found',
        }),
      ],
    },
  };
}

function condition(
  run: JsonObject,
  outcome: { status: string; reason: string; message: string },
): JsonObject {
  const [last] = asObjects(asObject(run.status).conditions);
  return { ...last, ...outcome };
}
