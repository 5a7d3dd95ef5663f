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

import type { RunSort } from 'backstage-plugin-tekton-results-common';

/** What a list can be sorted by. */
export type SortField = 'start' | 'duration' | 'status' | 'name';

/** Which way round is of use first: the newest, the longest, the worst, A to Z. */
const FIRST: Record<SortField, RunSort> = {
  start: '-start',
  duration: '-duration',
  status: 'status',
  name: 'name',
};

/** What a list is sorted by. */
export function sortField(sort: RunSort): SortField {
  return sort.replace(/^-/, '') as SortField;
}

/** Whether a list is sorted downwards. */
export function isDescending(sort: RunSort): boolean {
  return sort.startsWith('-');
}

/** The order that choosing a field leads to; the other way round if it is chosen. */
export function nextSort(current: RunSort, field: SortField): RunSort {
  if (sortField(current) !== field) {
    return FIRST[field];
  }
  return isDescending(current) ? field : `-${field}`;
}
