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

export {
  RUN_KINDS,
  parseRunObject,
  parseRunOutline,
  type AttemptStatus,
  type PipelineTask,
  type RunCondition,
  type RunDefinitionRef,
  type RunKind,
  type RunObject,
  type RunOutline,
  type RunStepState,
} from './RunObject';
export {
  FAILED_STATUSES,
  RUN_STATUSES,
  isFinished,
  resultSummaryStatus,
  runStatus,
  type ResultSummaryStatus,
  type RunStatus,
} from './RunStatus';
export type { RunSource } from './RunSource';
export { runFacts, type RunFacts } from './RunFacts';
export { describeTasks, type StoredRunObject } from './describeTasks';
export type {
  StepExecution,
  StepStatus,
  TaskAttempt,
  TaskExecution,
  TaskStatus,
} from './TaskExecution';
export {
  FAILURE_CLASSES,
  failureCause,
  type FailureCause,
  type FailureClass,
  type TaskFailure,
} from './failureCause';
export { criticalPath } from './taskTimes';
