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

import { succeededCondition, type RunStatus } from './RunStatus';
import type { RunObject } from './RunObject';
import type { TaskExecution, TaskStatus } from './TaskExecution';
import { timestampMs } from './time';

/**
 * What kind of failure it was:
 *
 * - `code`: a step of the task's own failed, such as a test
 * - `definition`: the pipeline, a task or a parameter is wrong
 * - `resolution`: a definition could not be fetched or verified
 * - `platform`: the cluster: memory, images, eviction
 * - `timeLimit`: it took longer than it may
 * - `people`: somebody cancelled it
 * - `resultTooLarge`: a task's results are larger than allowed
 *
 * @public
 */
export const FAILURE_CLASSES = [
  'code',
  'definition',
  'resolution',
  'platform',
  'timeLimit',
  'people',
  'resultTooLarge',
  'unclassified',
] as const;

/**
 * One of {@link FAILURE_CLASSES}.
 *
 * @public
 */
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/**
 * Where and how a run, or one of its tasks, failed.
 *
 * @public
 */
export interface TaskFailure {
  readonly class: FailureClass;
  /** What decided on the class; absent if nothing did. */
  readonly decidedBy?: 'reason' | 'stepReason' | 'exitCode';
  /** Name in the pipeline. */
  readonly task?: string;
  /** Of the run that executed the task. */
  readonly uid?: string;
  /** Number of the attempt. */
  readonly attempt?: number;
  readonly step?: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly message?: string;
}

/**
 * Why a run failed: its first failure, and those of other tasks in the order of
 * time.
 *
 * @public
 */
export interface FailureCause extends TaskFailure {
  readonly others: readonly TaskFailure[];
}

/** By the reasons of Tekton, and those that its pods give for a step. */
const CLASS_OF_REASON: Readonly<Record<string, FailureClass>> = {
  ...classed('timeLimit', [
    'PipelineRunTimeout',
    'TaskRunTimeout',
    'CustomRunTimedOut',
    'TimeoutExceeded',
  ]),
  ...classed('people', ['Cancelled', 'TaskRunCancelled', 'CustomRunCancelled']),
  ...classed('resultTooLarge', ['TaskRunResultLargerThanAllowedLimit']),
  ...classed('resolution', [
    'TaskRunResolutionFailed',
    'ResourceVerificationFailed',
  ]),
  ...classed('platform', [
    'PodEvicted',
    'Evicted',
    'StepOOM',
    'SidecarOOM',
    'InitContainerOOM',
    'OOMKilled',
    'TaskRunImagePullFailed',
    'PullImageFailed',
    'PodCreationFailed',
    'PodAdmissionFailed',
    'CreateContainerConfigError',
    'ExceededNodeResources',
    'ExceededResourceQuota',
  ]),
  ...classed('definition', [
    'CELEvaluationFailed',
    'CouldntGetPipeline',
    'CouldntGetTask',
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
    'RequiredWorkspaceMarkedOptional',
    'TaskRunValidationFailed',
    'TaskValidationFailed',
  ]),
};

/** With which the kernel ends what uses too much memory. */
const KILLED = 137;
/** Beyond it, shells and signals speak, not the program. */
const MAX_OWN_EXIT_CODE = 125;

const FAILED: readonly TaskStatus[] = ['failed', 'couldNotStart', 'timedOut'];
const EXPLAINED: readonly RunStatus[] = [
  'failed',
  'couldNotStart',
  'timedOut',
  'cancelled',
];

/**
 * Tells why a run failed; undefined if it did not.
 *
 * @param options - `status`: as stored; `tasks`: as `describeTasks` has them
 *
 * @public
 */
export function failureCause(options: {
  run: RunObject;
  status: RunStatus;
  tasks: readonly TaskExecution[];
}): FailureCause | undefined {
  const { run, status, tasks } = options;
  if (!EXPLAINED.includes(status)) {
    return undefined;
  }
  const condition = succeededCondition(run.status);
  const ofRun: TaskFailure = {
    ...classify({ reason: condition?.reason }),
    reason: condition?.reason,
    message: condition?.message,
  };
  const failures = tasks
    .filter(task => FAILED.includes(task.status))
    .sort((a, b) => endOf(a) - endOf(b))
    .map(taskFailure);
  if (failures.length === 0) {
    return { ...ofRun, others: [] };
  }
  const [first, ...others] = failures;
  // What ended the whole run explains more than the task that it ended.
  return ofRun.decidedBy && run.kind === 'PipelineRun'
    ? {
        ...first,
        class: ofRun.class,
        decidedBy: ofRun.decidedBy,
        reason: ofRun.reason,
        message: ofRun.message,
        others,
      }
    : { ...first, others };
}

function taskFailure(task: TaskExecution): TaskFailure {
  const attempt = task.attempts.at(-1);
  const step = attempt?.steps.find(({ status }) => status === 'failed');
  return {
    ...classify({
      reason: task.reason,
      stepReason: step?.reason,
      exitCode: step?.exitCode,
    }),
    task: task.name,
    uid: task.run?.uid,
    attempt: attempt?.number,
    step: step?.name,
    exitCode: step?.exitCode,
    reason: task.reason,
    message: task.message,
  };
}

function classify(facts: {
  reason?: string;
  stepReason?: string;
  exitCode?: number;
}): Pick<TaskFailure, 'class' | 'decidedBy'> {
  const { reason = '', stepReason = '', exitCode } = facts;
  if (Object.hasOwn(CLASS_OF_REASON, reason)) {
    return { class: CLASS_OF_REASON[reason], decidedBy: 'reason' };
  }
  if (Object.hasOwn(CLASS_OF_REASON, stepReason)) {
    return { class: CLASS_OF_REASON[stepReason], decidedBy: 'stepReason' };
  }
  if (exitCode === KILLED) {
    return { class: 'platform', decidedBy: 'exitCode' };
  }
  return exitCode !== undefined && exitCode > 0 && exitCode <= MAX_OWN_EXIT_CODE
    ? { class: 'code', decidedBy: 'exitCode' }
    : { class: 'unclassified' };
}

function classed(
  failureClass: FailureClass,
  reasons: readonly string[],
): Record<string, FailureClass> {
  return Object.fromEntries(reasons.map(reason => [reason, failureClass]));
}

function endOf({ completedAt }: TaskExecution): number {
  return timestampMs(completedAt) ?? Infinity;
}
