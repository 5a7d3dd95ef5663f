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

import type { AttemptStatus, RunKind, RunObject } from './RunObject';

/**
 * How a run stands. Derived once, on the server, from the `Succeeded`
 * condition, its reason and `spec.status`; screens never derive it again.
 *
 * - `completed`: succeeded, with tasks skipped
 * - `couldNotStart`: refused or not created: nothing of it ever ran
 * - `incomplete`: vanished from the cluster before a final status was seen
 * - `failureIgnored`: a task that failed under `onError: continue`
 *
 * @public
 */
export const RUN_STATUSES = [
  'succeeded',
  'completed',
  'failed',
  'couldNotStart',
  'timedOut',
  'cancelled',
  'failureIgnored',
  'stopping',
  'running',
  'waiting',
  'incomplete',
] as const;

/**
 * One of {@link RUN_STATUSES}.
 *
 * @public
 */
export type RunStatus = (typeof RUN_STATUSES)[number];

/**
 * The status values of a Result's summary in the Results API.
 *
 * @public
 */
export type ResultSummaryStatus =
  | 'UNKNOWN'
  | 'SUCCESS'
  | 'FAILURE'
  | 'TIMEOUT'
  | 'CANCELLED';

const TIMEOUT_REASONS = new Set([
  'PipelineRunTimeout',
  'TaskRunTimeout',
  'CustomRunTimedOut',
]);

const CANCEL_REASONS = new Set([
  'Cancelled',
  'TaskRunCancelled',
  'CustomRunCancelled',
]);

/** Reasons of Tekton's controllers under which no step of the run has started. */
const START_FAILURE_REASONS = new Set([
  'CELEvaluationFailed',
  'CouldntGetPipeline',
  'CouldntGetTask',
  'CreateContainerConfigError',
  'CreateRunFailed',
  'InvalidGraph',
  'InvalidMatrixParameterTypes',
  'InvalidParamValue',
  'InvalidPipelineResultReference',
  'InvalidTaskResultReference',
  'InvalidTaskRunSpec',
  'InvalidWorkspaceBindings',
  'ParameterMissing',
  'ParameterTypeMismatch',
  'PipelineInvalidGraph',
  'PipelineValidationFailed',
  'PodAdmissionFailed',
  'PodCreationFailed',
  'PullImageFailed',
  'RequiredWorkspaceMarkedOptional',
  'ResourceVerificationFailed',
  'TaskRunImagePullFailed',
  'TaskRunResolutionFailed',
  'TaskRunValidationFailed',
  'TaskValidationFailed',
]);

const STOPPING_REASONS = new Set([
  'CancelledRunningFinally',
  'PipelineRunStopping',
  'PipelineRunTimeoutRunningFinally',
  'StoppedRunningFinally',
]);

/** Values of `spec.status` with which a user asks a run to end. */
const STOP_REQUESTS = new Set([
  'Cancelled',
  'CancelledRunFinally',
  'RunCancelled',
  'StoppedRunFinally',
  'TaskRunCancelled',
]);

const WAITING_REASONS = new Set([
  'ExceededNodeResources',
  'ExceededResourceQuota',
  'Pending',
  'PipelineRunPending',
  'ResolvingPipelineRef',
  'ResolvingStepActionRef',
  'ResolvingTaskRef',
]);

/** The condition every Tekton run reports its outcome with. */
export function succeededCondition(status: AttemptStatus) {
  return status.conditions.find(({ type }) => type === 'Succeeded');
}

/**
 * Tells how a run stands by its own object.
 *
 * @public
 */
export function runStatus(run: RunObject): RunStatus {
  return attemptOutcome({
    kind: run.kind,
    requested: run.spec.status,
    status: run.status,
  });
}

/** Tells how one attempt of a run stands. */
export function attemptOutcome(options: {
  kind: RunKind;
  requested?: string;
  status: AttemptStatus;
}): RunStatus {
  const { kind, requested, status } = options;
  const condition = succeededCondition(status);
  const reason = condition?.reason ?? '';

  if (condition?.status === 'True') {
    return kind === 'PipelineRun' && reason === 'Completed'
      ? 'completed'
      : 'succeeded';
  }
  if (condition?.status === 'False') {
    return failureStatus(reason);
  }
  if (STOPPING_REASONS.has(reason) || STOP_REQUESTS.has(requested ?? '')) {
    return 'stopping';
  }
  if (WAITING_REASONS.has(reason) || requested === 'PipelineRunPending') {
    return 'waiting';
  }
  return status.startTime ? 'running' : 'waiting';
}

function failureStatus(reason: string): RunStatus {
  if (TIMEOUT_REASONS.has(reason)) {
    return 'timedOut';
  }
  if (CANCEL_REASONS.has(reason)) {
    return 'cancelled';
  }
  if (reason === 'FailureIgnored') {
    return 'failureIgnored';
  }
  return START_FAILURE_REASONS.has(reason) ? 'couldNotStart' : 'failed';
}

/**
 * Whether a run with this status will not change any more.
 *
 * @public
 */
export function isFinished(status: RunStatus): boolean {
  return status !== 'running' && status !== 'waiting' && status !== 'stopping';
}

/**
 * Statuses that call for somebody's attention, in the sense of a failure cause.
 *
 * @public
 */
export const FAILED_STATUSES: readonly RunStatus[] = [
  'failed',
  'couldNotStart',
  'timedOut',
];

/**
 * The status of a Result's summary. Upstream maps by reason alone and leaves
 * many finished runs UNKNOWN; this maps every final status.
 *
 * @public
 */
export function resultSummaryStatus(status: RunStatus): ResultSummaryStatus {
  switch (status) {
    case 'succeeded':
    case 'completed':
      return 'SUCCESS';
    case 'failed':
    case 'couldNotStart':
    case 'failureIgnored':
      return 'FAILURE';
    case 'timedOut':
      return 'TIMEOUT';
    case 'cancelled':
      return 'CANCELLED';
    default:
      return 'UNKNOWN';
  }
}
