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

import type { TaskExecution } from 'backstage-plugin-tekton-results-common';

/**
 * How long a task was waited for: to be created, and to start (ms). Undefined if
 * nothing of that is known.
 */
export function waitedMs(task: TaskExecution): number | undefined {
  return sum([task.waitingForCreationMs, task.waitingForStartMs]);
}

/** How long the attempts of a task were starting up, together (ms). */
export function startUpMs(task: TaskExecution): number | undefined {
  return sum(task.attempts.map(attempt => attempt.startingUpMs));
}

function sum(parts: ReadonlyArray<number | undefined>): number | undefined {
  const known = parts.filter(part => part !== undefined);
  return known.length > 0
    ? known.reduce((total, part) => total + part, 0)
    : undefined;
}
