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

import type { RunLog } from 'backstage-plugin-tekton-results-common';
import type { FakeLog } from './fakeLogsApi';
import { runDetails } from './runs';

/** What the URL calls the tasks of {@link runDetails}. */
export const namedTasks = runDetails.tasks.map(task => ({
  key: task.name,
  task: {
    ...task,
    ...(task.attempts.length > 0 && {
      run: {
        kind: 'TaskRun' as const,
        uid: `uid-of-${task.name}`,
        name: `checkout-build-d52299b-${task.name}`,
      },
    }),
  },
}));

/** A log of a step of {@link runDetails}; stored unless said otherwise. */
export function logOf(
  task: string,
  step: string | undefined,
  change: Partial<RunLog> = {},
): RunLog {
  return {
    task,
    run: {
      kind: 'TaskRun',
      uid: `uid-of-${task}`,
      name: `checkout-build-d52299b-${task}`,
    },
    attempt: 1,
    step,
    container: step && `step-${step}`,
    kind: step === undefined ? undefined : 'step',
    state: 'stored',
    stateSince: '2026-11-21T05:08:45.000Z',
    lines: 3,
    bytes: 120,
    firstLineAt: '2026-11-21T05:08:40.000Z',
    live: false,
    ...change,
  };
}

/** The logs of {@link runDetails}: what step `push` wrote tells why it failed. */
export const failedLogs: readonly FakeLog[] = [
  {
    log: logOf('clone', 'clone'),
    text: number =>
      [
        'Cloning into /workspace/source',
        'remote: Enumerating objects: 412',
        '\u001b[32mdone\u001b[0m, see https://git.example.com/acme/checkout.',
      ][number - 1],
  },
  {
    log: logOf('image', 'build', { lines: 5_000, bytes: 250_000 }),
    text: number => `layer ${number} of 5000`,
  },
  {
    log: logOf('image', 'push', { lines: 4 }),
    text: number =>
      [
        'Pushing to registry.example.com/acme/checkout',
        'retrying in 1s',
        '::error::denied: requested access to the resource is denied',
        'exit',
      ][number - 1],
  },
];
