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

import { FAILED_STATUSES } from 'backstage-plugin-tekton-results-common';
import { findTask, type KeyedTask } from './location';

/**
 * The failed task after, or before, the selected one in the order of the run; from
 * the last on to the first. Undefined if none failed.
 */
export function nextFailedTask(
  tasks: readonly KeyedTask[],
  selected: string | undefined,
  step: 1 | -1,
): KeyedTask | undefined {
  const failed = tasks.filter(({ task }) =>
    FAILED_STATUSES.some(status => status === task.status),
  );
  const current = findTask(tasks, selected);
  const at = current ? tasks.indexOf(current) : -1;
  const index = (keyed: KeyedTask) => tasks.indexOf(keyed);
  const beyond =
    step === 1
      ? failed.find(keyed => index(keyed) > at)
      : failed.findLast(keyed => at === -1 || index(keyed) < at);
  return beyond ?? failed.at(step === 1 ? 0 : -1);
}
