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

/** A step of a {@link MadeUpTask}. */
export interface MadeUpStep {
  readonly name: string;
  /** Default: it succeeded. */
  readonly is?: 'failed' | 'running' | 'waiting' | 'neverStarted';
}

/** A task of a {@link madeUpRun}. */
export interface MadeUpTask {
  readonly name: string;
  /** The steps of each; all but the last one failed. */
  readonly attempts: ReadonlyArray<readonly MadeUpStep[]>;
  /** Default: `TaskRun`. A CustomRun has no steps. */
  readonly kind?: 'CustomRun';
}

/** What is made up. */
export interface MadeUpRun {
  readonly name: string;
  readonly namespace?: string;
  readonly tasks: readonly MadeUpTask[];
  /** Default: it succeeded, or failed if a step did. */
  readonly isRunning?: boolean;
  /** ms since 1970 (UTC). */
  readonly startedAt?: number;
}

const FIRST_START = Date.UTC(2026, 9, 5, 9, 30);
const STEP_MS = 20_000;
const NAMESPACE = 'shop';

/** Uid of a made-up run. */
export function uidOf(run: string): string {
  return `uid-of-${run}`;
}

/** Name of the TaskRun of a task of a made-up run. */
export function taskRunOf(run: string, task: string): string {
  return `${run}-${task}`;
}

/**
 * A PipelineRun with its TaskRuns as a cluster would send them. It belongs to the
 * component `checkout` of the examples.
 */
export function madeUpRun(run: MadeUpRun): object[] {
  const { name, namespace = NAMESPACE, tasks, isRunning = false } = run;
  const { startedAt = FIRST_START } = run;
  const failed = tasks.find(({ attempts }) => lastFailed(attempts));
  const labels = {
    'backstage.io/kubernetes-id': 'checkout',
    'tekton.dev/pipeline': 'made-up',
  };
  const endedAt = startedAt + lengthOf(tasks);
  const pipelineRun = {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: {
      name,
      namespace,
      uid: uidOf(name),
      resourceVersion: '100',
      creationTimestamp: time(startedAt),
      labels,
    },
    spec: { pipelineRef: { name: 'made-up' } },
    status: {
      startTime: time(startedAt),
      ...(!isRunning && { completionTime: time(endedAt) }),
      conditions: [
        condition({
          is: state(isRunning, failed !== undefined),
          reason: failed ? 'Failed' : 'Succeeded',
          message: failed ? `Task ${failed.name} failed` : 'All tasks are done',
        }),
      ],
      pipelineSpec: {
        tasks: tasks.map(task => ({
          name: task.name,
          ...(task.kind
            ? { taskRef: { apiVersion: 'example.com/v1', kind: 'Approval' } }
            : { taskSpec: { steps: [] } }),
        })),
      },
      childReferences: tasks.map(task => ({
        apiVersion: task.kind ? 'tekton.dev/v1beta1' : 'tekton.dev/v1',
        kind: task.kind ?? 'TaskRun',
        name: taskRunOf(name, task.name),
        pipelineTaskName: task.name,
      })),
    },
  };
  return [
    pipelineRun,
    ...tasks.map(task =>
      taskRun(task, { run: name, namespace, labels, startedAt, isRunning }),
    ),
  ];
}

function taskRun(
  { name: task, attempts, kind }: MadeUpTask,
  of: {
    run: string;
    namespace: string;
    labels: Record<string, string>;
    startedAt: number;
    isRunning: boolean;
  },
): object {
  const name = taskRunOf(of.run, task);
  const statuses = attempts.map((steps, index) =>
    attemptStatus(steps, {
      name,
      number: index + 1,
      startedAt: of.startedAt + index * STEP_MS * 2,
      isRunning: of.isRunning && index === attempts.length - 1,
    }),
  );
  const { [statuses.length - 1]: last, ...earlier } = statuses;
  return {
    apiVersion: kind ? 'tekton.dev/v1beta1' : 'tekton.dev/v1',
    kind: kind ?? 'TaskRun',
    metadata: {
      name,
      namespace: of.namespace,
      uid: uidOf(name),
      resourceVersion: '101',
      creationTimestamp: time(of.startedAt),
      labels: {
        ...of.labels,
        'tekton.dev/pipelineRun': of.run,
        'tekton.dev/pipelineTask': task,
      },
      ownerReferences: [
        {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          name: of.run,
          uid: uidOf(of.run),
          controller: true,
        },
      ],
    },
    spec: kind
      ? { customRef: { apiVersion: 'example.com/v1', kind: 'Approval' } }
      : { taskRef: { name: task } },
    status: { ...last, retriesStatus: Object.values(earlier) },
  };
}

function attemptStatus(
  steps: readonly MadeUpStep[],
  of: { name: string; number: number; startedAt: number; isRunning: boolean },
): object {
  const { number, startedAt, isRunning } = of;
  const failed = steps.find(({ is }) => is === 'failed');
  const message = failed && `"step-${failed.name}" exited with code 1: Error`;
  return {
    podName: number === 1 ? `${of.name}-pod` : `${of.name}-pod-retry${number}`,
    startTime: time(startedAt),
    ...(!isRunning && { completionTime: time(startedAt + STEP_MS) }),
    conditions: [
      condition({
        is: state(isRunning, failed !== undefined),
        reason: failed ? 'StepFailed' : 'Succeeded',
        message: message ?? 'All steps are done',
      }),
    ],
    steps: steps.map(step => ({
      name: step.name,
      container: `step-${step.name}`,
      ...stepState(step, startedAt),
    })),
  };
}

function stepState({ is }: MadeUpStep, startedAt: number): object {
  switch (is) {
    case 'running':
      return { running: { startedAt: time(startedAt) } };
    case 'waiting':
      return { waiting: { reason: 'PodInitializing' } };
    case 'neverStarted':
      return { terminationReason: 'Skipped' };
    default: {
      const exitCode = is === 'failed' ? 1 : 0;
      const reason = exitCode === 0 ? 'Completed' : 'Error';
      return {
        terminated: {
          exitCode,
          reason,
          startedAt: time(startedAt),
          finishedAt: time(startedAt + STEP_MS),
        },
        terminationReason: reason,
      };
    }
  }
}

function lastFailed(attempts: MadeUpTask['attempts']): boolean {
  return attempts.at(-1)?.some(({ is }) => is === 'failed') ?? false;
}

function lengthOf(tasks: readonly MadeUpTask[]): number {
  return (
    Math.max(...tasks.map(({ attempts }) => attempts.length)) * STEP_MS * 2
  );
}

function state(isRunning: boolean, failed: boolean) {
  if (isRunning) {
    return 'Unknown';
  }
  return failed ? 'False' : 'True';
}

function condition(of: { is: string; reason: string; message: string }) {
  return {
    type: 'Succeeded',
    status: of.is,
    reason: of.is === 'Unknown' ? 'Running' : of.reason,
    message: of.message,
  };
}

function time(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
