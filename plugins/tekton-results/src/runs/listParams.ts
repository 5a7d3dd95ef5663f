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
  RUN_SORTS,
  type RunSort,
} from 'backstage-plugin-tekton-results-common';
import { parseFilter, type RunFilter } from '../filters';

/** Page sizes a user can choose from; the first is the default. */
export const PAGE_SIZES = [25, 50, 100] as const;

/** One of {@link PAGE_SIZES}. */
export type PageSize = (typeof PAGE_SIZES)[number];

/** How a list is sorted unless somebody chose otherwise. */
export const DEFAULT_SORT: RunSort = '-start';

/** What a URL asks to see of a list. */
export interface ListParams {
  readonly filter: RunFilter;
  readonly sort: RunSort;
  readonly cursor?: string;
  /** Absent: whatever the user is used to. */
  readonly pageSize?: PageSize;
  /** What of the URL could not be read and is left out. */
  readonly unread: readonly string[];
}

/** Reads what a URL asks to see. */
export function parseListParams(params: URLSearchParams): ListParams {
  const { filter, unread } = parseFilter(params);
  const sort = params.get('sort');
  const size = params.get('size');
  const knownSort = RUN_SORTS.find(it => it === sort);
  const knownSize = PAGE_SIZES.find(it => String(it) === size);
  return {
    filter,
    sort: knownSort ?? DEFAULT_SORT,
    cursor: params.get('cursor') || undefined,
    pageSize: knownSize,
    unread: [
      ...unread,
      ...(sort !== null && !knownSort ? [`sort=${sort}`] : []),
      ...(size !== null && !knownSize ? [`size=${size}`] : []),
    ],
  };
}

/** Other parameters of a URL; undefined leaves one out. All others are kept. */
export function withParams(
  params: URLSearchParams,
  changes: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const result = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) {
      result.delete(name);
    } else {
      result.set(name, value);
    }
  }
  return result;
}
