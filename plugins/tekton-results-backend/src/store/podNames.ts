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

import type { RunFacts } from 'backstage-plugin-tekton-results-common';
import { columnText } from './promotion/columnValues';

/** Tekton's rule, for names that are not cut. */
export function taskRunOfPod(pod: string): string {
  return pod.replace(/-pod(-retry\d+)?$/, '');
}

/**
 * What the column `pod_name` holds: the pod of a TaskRun, unless the name of the
 * TaskRun tells it, as it does of most.
 */
export function podColumn(
  pod: string | undefined,
  { kind, name }: Pick<RunFacts, 'kind' | 'name'>,
): string | null {
  const told = kind === 'TaskRun' && pod && taskRunOfPod(pod) === name;
  return told ? null : columnText(pod);
}
