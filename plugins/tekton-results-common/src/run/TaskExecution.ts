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

import type { RunKind } from './RunObject';
import type { RunStatus } from './RunStatus';

/**
 * How a task of a pipeline stands: as a run does, or it never became one.
 *
 * @public
 */
export type TaskStatus = RunStatus | 'skipped' | 'notStarted';

/**
 * How a step stands.
 *
 * @public
 */
export type StepStatus =
  | 'succeeded'
  | 'failed'
  | 'failureIgnored'
  | 'running'
  | 'waiting'
  | 'skipped'
  | 'notStarted';

/**
 * One step of one attempt. Times are RFC 3339 in UTC, durations ms.
 *
 * @public
 */
export interface StepExecution {
  readonly name: string;
  readonly container?: string;
  readonly status: StepStatus;
  readonly reason?: string;
  readonly exitCode?: number;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly durationMs?: number;
}

/**
 * One execution of a task: each retry is an attempt of its own.
 *
 * @public
 */
export interface TaskAttempt {
  /** Counted from 1, oldest first. */
  readonly number: number;
  readonly status: RunStatus;
  readonly reason?: string;
  readonly message?: string;
  readonly podName?: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly durationMs?: number;
  /** From the start to that of the first step: scheduling, images. */
  readonly startingUpMs?: number;
  /** From the start of the first step to the end of the last. */
  readonly runningMs?: number;
  /** From the end of the last step to that of the attempt. */
  readonly finishingMs?: number;
  readonly steps: readonly StepExecution[];
}

/**
 * One task of a run: a task of the pipeline (each matrix combination is one),
 * or the run itself where it has no pipeline.
 *
 * @public
 */
export interface TaskExecution {
  /** Name in the pipeline. */
  readonly name: string;
  readonly displayName?: string;
  /** Runs after all other tasks, whatever their outcome. */
  readonly finally: boolean;
  readonly status: TaskStatus;
  readonly reason?: string;
  readonly message?: string;
  /** The run that executes the task; absent if there never was one, or it was not stored. */
  readonly run?: {
    readonly kind: RunKind;
    readonly uid: string;
    readonly name: string;
  };
  /** What tells the members of a matrix apart. */
  readonly params: ReadonlyArray<{
    readonly name: string;
    readonly value: string;
  }>;
  readonly createdAt?: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly durationMs?: number;
  /** Names of the tasks that had to end before. */
  readonly dependsOn?: readonly string[];
  /** From the end of those tasks, or the start of the run, to the creation. */
  readonly waitingForCreationMs?: number;
  /** From the creation to the start of the first attempt. */
  readonly waitingForStartMs?: number;
  readonly attempts: readonly TaskAttempt[];
}
