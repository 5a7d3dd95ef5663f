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

import type { StepLog } from '../../store';
import type { TaskRunAttempt, TaskRunContainer } from './taskRunLogs';

/** What is left of a file that nodes throw away at about 10 MiB. */
const MIN_BYTES = 4 * 1024 * 1024;
/** So soon no step has written 10 MiB and its node begun another file. */
const MIN_SILENCE_MS = 10_000;
/** A step that writes so much all at once was silent before, rather than fast. */
const MIN_PART = 0.1;

/**
 * Since when a container can have written what comes when its log is read for the
 * first time (ms since 1970, UTC); undefined: nobody knows.
 *
 * All steps of a pod start at once, and wait for those in front of them.
 *
 * @param lastReadAt - when the log was last read, and was empty
 */
export function writesSince(
  { containers }: Pick<TaskRunAttempt, 'containers'>,
  container: TaskRunContainer,
  lastReadAt = -Infinity,
): number | undefined {
  const before = containers
    .filter(
      ({ kind, position }) =>
        kind === 'step' &&
        container.kind === 'step' &&
        position < container.position,
    )
    .map(({ endedAt }) => endedAt);
  const times = [container.startedAt, ...before];
  return times.every(time => time !== undefined)
    ? Math.max(lastReadAt, ...times)
    : undefined;
}

/**
 * Whether what came when a log was first read seems to go on from what the node had
 * thrown away by then: much of it, with a first line that is late for a container
 * that wrote at this rate. It can be known only by that, as nodes do not tell.
 */
export function lacksHead(
  { bytes, firstLineAt, lastLineAt }: StepLog,
  since: number,
): boolean {
  if (firstLineAt === undefined || lastLineAt === undefined) {
    return false;
  }
  const silence = firstLineAt - since;
  return (
    bytes >= MIN_BYTES &&
    silence >= MIN_SILENCE_MS &&
    lastLineAt - firstLineAt >= silence * MIN_PART
  );
}
