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

import {
  describeTasks,
  failureCause,
  parseRunObject,
  type RunDetails,
  type RunLink,
  type StoredRunObject,
} from 'backstage-plugin-tekton-results-common';
import type { RunKeeping } from '../../retention';
import type { RunPin, StoredRun } from '../../store';
import { annotationProblems } from '../../watcher';
import { formatKeeping, formatPin } from './formatRetention';

/** What the page of a run shows. */
export function runDetails(
  run: StoredRun,
  options: {
    children: readonly StoredRun[];
    pin?: RunPin;
    keeping?: RunKeeping;
    links?: readonly RunLink[];
  },
): RunDetails {
  const { children, pin, keeping, links = [] } = options;
  const [object] = storedObjects([run]);
  const problems = object ? annotationProblems(object.object) : [];
  const tasks = object
    ? describeTasks({ run: object, children: storedObjects(children) })
    : [];
  return {
    run: { ...run.summary, ...(pin && { pinned: true }) },
    tasks,
    failureCause:
      object &&
      failureCause({ run: object.object, status: object.status, tasks }),
    capture: {
      result: run.result,
      firstStoredAt: new Date(run.createTime).toISOString(),
      lastStoredAt: new Date(run.updateTime).toISOString(),
      finalStateStoredAt: timeText(run.finalStoredTime),
      lastSeenAt: timeText(run.lastSeenTime),
      ...(run.gaps.length > 0 && { gaps: run.gaps }),
      ...(problems.length > 0 && { annotationProblems: problems }),
    },
    ...(pin && { pin: formatPin(pin) }),
    ...(keeping && { keeping: formatKeeping(keeping) }),
    ...(links.length > 0 && { links }),
  };
}

function timeText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function storedObjects(runs: readonly StoredRun[]): StoredRunObject[] {
  return runs.flatMap(({ payload, summary }) => {
    const { run: object } = parseRunObject(payload);
    return object ? [{ object, status: summary.status }] : [];
  });
}
