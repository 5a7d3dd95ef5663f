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

import type {
  TaskAttempt,
  TaskExecution,
} from 'backstage-plugin-tekton-results-common';

const START = Date.parse('2026-11-21T12:00:00Z');

/** A time, in seconds after 12:00:00 UTC. */
export function at(seconds: number): string {
  return new Date(START + seconds * 1_000).toISOString();
}

/** The same as ms since 1970. */
export function atMs(seconds: number): number {
  return START + seconds * 1_000;
}

/** One attempt with a step "run"; times in seconds. */
export function attempt(
  number: number,
  times: { start: number; step: number; stepEnd: number; end: number },
  status: TaskAttempt['status'] = 'succeeded',
): TaskAttempt {
  const { start, step, stepEnd, end } = times;
  return {
    number,
    status,
    reason: status === 'failed' ? 'StepFailed' : 'Succeeded',
    startedAt: at(start),
    completedAt: at(end),
    durationMs: (end - start) * 1_000,
    startingUpMs: (step - start) * 1_000,
    runningMs: (stepEnd - step) * 1_000,
    finishingMs: (end - stepEnd) * 1_000,
    steps: [
      {
        name: 'run',
        container: 'step-run',
        status: status === 'failed' ? 'failed' : 'succeeded',
        exitCode: status === 'failed' ? 1 : 0,
        startedAt: at(step),
        completedAt: at(stepEnd),
        durationMs: (stepEnd - step) * 1_000,
      },
    ],
  };
}

/** A task that was created and run; of its attempts the last decides. */
export function executed(
  name: string,
  attempts: readonly TaskAttempt[],
  more: Partial<TaskExecution> = {},
): TaskExecution {
  const first = attempts[0];
  const last = attempts[attempts.length - 1];
  return {
    name,
    finally: false,
    status: last.status,
    reason: last.reason,
    run: { kind: 'TaskRun', uid: `uid-${name}`, name: `run-${name}` },
    params: [],
    createdAt: first.startedAt,
    startedAt: first.startedAt,
    completedAt: last.completedAt,
    durationMs:
      Date.parse(last.completedAt ?? '') - Date.parse(first.startedAt ?? ''),
    attempts,
    ...more,
  };
}

/** A task that never became a run. */
export function skipped(name: string): TaskExecution {
  return {
    name,
    finally: false,
    status: 'skipped',
    reason: 'When Expressions evaluated to false',
    params: [],
    attempts: [],
  };
}

/**
 * clone (0–10), then build with two attempts (12–32) and test as a matrix of two
 * (12–22, 12–42, the second fails), a skipped task, and at last notify (45–50).
 */
export function sampleTasks(): TaskExecution[] {
  const test = (os: string, end: number, status?: 'failed') =>
    executed(
      'test',
      [attempt(1, { start: 12, step: 14, stepEnd: end - 1, end }, status)],
      {
        run: { kind: 'TaskRun', uid: `uid-test-${os}`, name: `run-test-${os}` },
        params: [{ name: 'os', value: os }],
        dependsOn: ['clone'],
        waitingForCreationMs: 2_000,
      },
    );
  return [
    executed('clone', [attempt(1, { start: 0, step: 3, stepEnd: 9, end: 10 })]),
    executed(
      'build',
      [
        attempt(1, { start: 12, step: 13, stepEnd: 20, end: 20 }, 'failed'),
        attempt(2, { start: 22, step: 23, stepEnd: 32, end: 32 }),
      ],
      { dependsOn: ['clone'] },
    ),
    test('linux', 22),
    test('mac', 42, 'failed'),
    skipped('deploy'),
    executed(
      'notify',
      [attempt(1, { start: 45, step: 46, stepEnd: 50, end: 50 })],
      { finally: true },
    ),
  ];
}
