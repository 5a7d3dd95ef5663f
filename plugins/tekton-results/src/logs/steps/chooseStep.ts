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

import type { LogLocation } from '../location';
import { allSteps, type StepLogEntry, type TaskLogs } from './logTree';

/** The step that is shown. */
export interface ChosenStep {
  readonly entry: StepLogEntry;
  /** The URL names a step that there is not. */
  readonly missing: boolean;
}

/**
 * The step whose log is shown: the one that the URL names; else the first that
 * failed, else the one that is running, else the last.
 */
export function chooseStep(
  tree: readonly TaskLogs[],
  location: Pick<LogLocation, 'task' | 'attempt' | 'step'>,
): ChosenStep | undefined {
  const steps = allSteps(tree);
  if (steps.length === 0) {
    return undefined;
  }
  if (location.task === undefined) {
    return { entry: bestOf(lastAttempts(tree)), missing: false };
  }
  const task =
    tree.find(({ key }) => key === location.task) ??
    tree.find(({ key }) => key.startsWith(`${location.task}:`));
  const attempt =
    location.attempt === undefined
      ? task?.attempts[task.attempts.length - 1]
      : task?.attempts.find(({ number }) => number === location.attempt);
  if (!attempt || attempt.steps.length === 0) {
    return { entry: bestOf(lastAttempts(tree)), missing: true };
  }
  if (location.step === undefined) {
    return { entry: bestOf(attempt.steps), missing: false };
  }
  const linked = attempt.steps.find(({ step }) => step === location.step);
  return linked
    ? { entry: linked, missing: false }
    : { entry: bestOf(attempt.steps), missing: true };
}

/** The next step that failed, in one direction and around the end; not itself. */
export function nextFailure(
  tree: readonly TaskLogs[],
  current: StepLogEntry | undefined,
  direction: 1 | -1,
): StepLogEntry | undefined {
  const steps = allSteps(tree);
  const ordered = direction === 1 ? steps : [...steps].reverse();
  const at = current ? ordered.indexOf(current) : -1;
  const around = [
    ...ordered.slice(at + 1),
    ...ordered.slice(0, Math.max(0, at)),
  ];
  return around.find(({ failed }) => failed);
}

function lastAttempts(tree: readonly TaskLogs[]): StepLogEntry[] {
  const last = tree.flatMap(
    ({ attempts }) => attempts[attempts.length - 1]?.steps ?? [],
  );
  return last.length > 0 ? last : allSteps(tree);
}

function bestOf(steps: readonly StepLogEntry[]): StepLogEntry {
  return (
    steps.find(({ failed }) => failed) ??
    steps.find(
      ({ status, log }) => status === 'running' || log.state === 'streaming',
    ) ??
    steps[steps.length - 1]
  );
}
