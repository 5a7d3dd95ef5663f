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

import { RUN_KEYS } from '../names';
import { pipelineName, taskName } from './definitionNames';
import { durationMs, timestampMs } from './time';
import type { AttemptStatus, RunKind, RunObject } from './RunObject';
import { runSource, type RunSource } from './RunSource';
import { runStatus, succeededCondition, type RunStatus } from './RunStatus';

/**
 * What lists, filters and summaries need of a run, read once when it is stored.
 * Times are ms since 1970 (UTC), durations ms.
 *
 * @public
 */
export interface RunFacts {
  readonly kind: RunKind;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly displayName?: string;
  /**
   * By which runs of the same pipeline are known, also where each brings it along
   * itself; absent if nothing tells.
   */
  readonly pipeline?: string;
  /** Name in the pipeline for a task of one, else the same of the task. */
  readonly task?: string;
  /** The PipelineRun this run belongs to. */
  readonly ownerUid?: string;
  /** Nothing owns it: it stands for itself in lists. */
  readonly root: boolean;
  readonly status: RunStatus;
  readonly reason?: string;
  readonly message?: string;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly durationMs?: number;
  readonly source: RunSource;
  /** The step that made a TaskRun fail. */
  readonly failedStep?: string;
  readonly exitCode?: number;
}

/**
 * Reads the facts of a run from its object.
 *
 * @public
 */
export function runFacts(run: RunObject): RunFacts {
  const { metadata, status } = run;
  const condition = succeededCondition(status);
  const state = runStatus(run);
  const failed = state === 'failed' || state === 'timedOut';
  // Each retry sets the start time anew; the run began with its first attempt.
  const startTime = status.retriesStatus[0]?.startTime ?? status.startTime;
  const failedStep = failed ? findFailedStep(status) : undefined;

  return {
    kind: run.kind,
    uid: metadata.uid,
    namespace: metadata.namespace,
    name: metadata.name,
    displayName: metadata.annotations[RUN_KEYS.displayName],
    pipeline: pipelineName(run),
    task: taskName(run),
    ownerUid: metadata.ownerReferences.find(
      ({ kind }) => kind.toLowerCase() === 'pipelinerun',
    )?.uid,
    root: metadata.ownerReferences.length === 0,
    status: state,
    reason: condition?.reason,
    message: condition?.message,
    createdAt: timestampMs(metadata.creationTimestamp) ?? 0,
    startedAt: timestampMs(startTime),
    completedAt: timestampMs(status.completionTime),
    durationMs: durationMs(startTime, status.completionTime),
    source: runSource(run),
    failedStep: failedStep?.name,
    exitCode: failedStep?.terminated?.exitCode,
  };
}

/** The first step that ended badly and was not allowed to. */
function findFailedStep(status: AttemptStatus) {
  return status.steps.find(
    ({ terminated, terminationReason }) =>
      terminated !== undefined &&
      terminated.exitCode !== 0 &&
      terminationReason !== 'Continued' &&
      terminationReason !== 'Skipped',
  );
}
