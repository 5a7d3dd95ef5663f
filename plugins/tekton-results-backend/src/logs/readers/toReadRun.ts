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

import type { RunObject } from 'backstage-plugin-tekton-results-common';
import type { ReadAttempt, ReadRun } from './LogReader';

/** What a reader has to know of a TaskRun. */
export function toReadRun(
  place: Pick<ReadRun, 'namespace' | 'result' | 'record'>,
  object: RunObject,
): ReadRun {
  const { metadata, status } = object;
  const attempts = [...status.retriesStatus, status];
  return {
    namespace: place.namespace,
    result: place.result,
    record: place.record,
    name: metadata.name,
    uid: metadata.uid,
    startedAt: earliest(attempts.map(({ startTime }) => startTime)),
    completedAt: status.completionTime
      ? timeOf(status.completionTime)
      : undefined,
    attempts: attempts.map(
      ({ podName, steps }): ReadAttempt => ({
        podName,
        steps: steps.map(({ name, container = `step-${name}` }) => ({
          name,
          container,
        })),
      }),
    ),
  };
}

function earliest(
  times: ReadonlyArray<string | undefined>,
): number | undefined {
  const known = times.flatMap(time => {
    const ms = time ? timeOf(time) : undefined;
    return ms === undefined ? [] : [ms];
  });
  return known.length > 0 ? Math.min(...known) : undefined;
}

function timeOf(text: string): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
