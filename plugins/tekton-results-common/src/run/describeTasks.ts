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
import type { AttemptStatus, RunObject } from './RunObject';
import {
  attemptOutcome,
  isFinished,
  succeededCondition,
  type RunStatus,
} from './RunStatus';
import { attemptTimes, withWaits } from './taskTimes';
import { durationMs, timestampMs } from './time';
import type {
  StepExecution,
  StepStatus,
  TaskAttempt,
  TaskExecution,
} from './TaskExecution';

/**
 * A stored run: its object, and its status as stored, which knows of a run that
 * vanished before it ended.
 *
 * @public
 */
export interface StoredRunObject {
  readonly object: RunObject;
  readonly status: RunStatus;
}

interface PlannedTask {
  readonly name: string;
  readonly displayName?: string;
  readonly finally: boolean;
}

/**
 * The tasks of a run in the order of its pipeline, each with its attempts and
 * steps; tasks that never became a run say why.
 *
 * @public
 */
export function describeTasks(options: {
  run: StoredRunObject;
  /** The stored runs that belong to the run, in any order. */
  children: readonly StoredRunObject[];
}): TaskExecution[] {
  const { run, children } = options;
  if (run.object.kind !== 'PipelineRun') {
    return [
      executedTask(run, { name: run.object.metadata.name, finally: false }),
    ];
  }

  const byTask = new Map<string, StoredRunObject[]>();
  for (const child of [...children].sort(byStart)) {
    const name = pipelineTaskName(run.object, child.object);
    byTask.set(name, [...(byTask.get(name) ?? []), child]);
  }

  const planned = plannedTasks(run.object);
  const known = new Set(planned.map(({ name }) => name));
  const unplanned = [...byTask.keys()]
    .filter(name => !known.has(name))
    .map(name => ({ name, finally: false }));

  const tasks = [...planned, ...unplanned].flatMap(task => {
    const runs = byTask.get(task.name) ?? [];
    return runs.length > 0
      ? runs.map(child => executedTask(child, task, runs.length > 1))
      : [missingTask(run, task)];
  });
  return withWaits(run.object, tasks);
}

function plannedTasks(run: RunObject): PlannedTask[] {
  const spec = run.status.pipelineSpec;
  return [
    ...(spec?.tasks ?? []).map(task => ({ ...task, finally: false })),
    ...(spec?.finally ?? []).map(task => ({ ...task, finally: true })),
  ];
}

function pipelineTaskName(run: RunObject, child: RunObject): string {
  const { labels, name } = child.metadata;
  return (
    labels[RUN_KEYS.pipelineTask] ??
    run.status.childReferences.find(ref => ref.name === name)
      ?.pipelineTaskName ??
    name
  );
}

function byStart(a: StoredRunObject, b: StoredRunObject): number {
  const start = ({ object }: StoredRunObject) =>
    timestampMs(object.metadata.creationTimestamp) ?? 0;
  return (
    start(a) - start(b) ||
    a.object.metadata.name.localeCompare(b.object.metadata.name, 'en', {
      numeric: true,
    })
  );
}

function missingTask(run: StoredRunObject, task: PlannedTask): TaskExecution {
  const { status } = run.object;
  const base = { ...identity(task), params: [], attempts: [] };
  const skipped = status.skippedTasks.find(({ name }) => name === task.name);
  if (skipped) {
    return { ...base, status: 'skipped', reason: skipped.reason };
  }
  const reference = status.childReferences.find(
    ({ pipelineTaskName: name }) => name === task.name,
  );
  if (reference) {
    return { ...base, status: 'incomplete' };
  }
  return { ...base, status: isFinished(run.status) ? 'notStarted' : 'waiting' };
}

function executedTask(
  child: StoredRunObject,
  task: PlannedTask,
  matrix = false,
): TaskExecution {
  const { object } = child;
  const { status } = object;
  const attempts = describeAttempts(child);
  const first = attempts[0];
  const condition = succeededCondition(status);

  return {
    ...identity(task),
    status: child.status,
    reason: condition?.reason,
    message: condition?.message,
    run: {
      kind: object.kind,
      uid: object.metadata.uid,
      name: object.metadata.name,
    },
    params: matrix ? textParams(object) : [],
    createdAt: object.metadata.creationTimestamp,
    startedAt: first.startedAt,
    completedAt: status.completionTime,
    durationMs: durationMs(first.startedAt, status.completionTime),
    attempts,
  };
}

function identity({ name, displayName, finally: last }: PlannedTask) {
  return { name, displayName, finally: last };
}

function textParams(object: RunObject) {
  return object.spec.params.map(({ name, value }) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
}

function describeAttempts({ object, status }: StoredRunObject): TaskAttempt[] {
  const { kind, spec } = object;
  const stepNames = (object.status.taskSpec?.steps ?? []).map(
    ({ name }) => name,
  );
  const earlier = object.status.retriesStatus.map(attempt => ({
    attempt,
    outcome: attemptOutcome({ kind, status: attempt }),
  }));
  const all = [
    ...earlier,
    {
      attempt: object.status,
      outcome:
        status === 'incomplete'
          ? status
          : attemptOutcome({
              kind,
              requested: spec.status,
              status: object.status,
            }),
    },
  ];
  return all.map(({ attempt, outcome }, index) => {
    const steps = describeSteps(attempt, stepNames, isFinished(outcome));
    const times = {
      startedAt: attempt.startTime,
      completedAt: attempt.completionTime,
    };
    return {
      number: index + 1,
      status: outcome,
      reason: succeededCondition(attempt)?.reason,
      message: succeededCondition(attempt)?.message,
      podName: attempt.podName,
      ...times,
      durationMs: durationMs(attempt.startTime, attempt.completionTime),
      ...attemptTimes(times, steps),
      steps,
    };
  });
}

/** Steps in the order of the task's definition, with those that never ran. */
function describeSteps(
  attempt: AttemptStatus,
  stepNames: string[],
  finished: boolean,
): StepExecution[] {
  const reported = new Map(attempt.steps.map(step => [step.name, step]));
  const missing = stepNames.filter(name => !reported.has(name));
  const order = new Map(stepNames.map((name, index) => [name, index]));

  return [
    ...attempt.steps.map(step => describeStep(step, finished)),
    ...missing.map(
      (name): StepExecution => ({
        name,
        status: finished ? 'notStarted' : 'waiting',
      }),
    ),
  ].sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
}

function describeStep(
  step: AttemptStatus['steps'][number],
  finished: boolean,
): StepExecution {
  const { terminated } = step;
  const startedAt = terminated?.startedAt ?? step.running?.startedAt;
  return {
    name: step.name,
    container: step.container,
    status: stepStatus(step, finished),
    reason: terminated?.reason ?? step.waiting?.reason,
    exitCode: terminated?.exitCode,
    startedAt,
    completedAt: terminated?.finishedAt,
    durationMs: durationMs(startedAt, terminated?.finishedAt),
  };
}

function stepStatus(
  step: AttemptStatus['steps'][number],
  finished: boolean,
): StepStatus {
  if (step.terminationReason === 'Skipped') {
    return 'skipped';
  }
  if (step.terminated) {
    if (step.terminated.exitCode === 0) {
      return 'succeeded';
    }
    return step.terminationReason === 'Continued' ? 'failureIgnored' : 'failed';
  }
  if (finished) {
    return 'notStarted';
  }
  return step.running ? 'running' : 'waiting';
}
