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

import type { BackstageProcess } from './processes';

/** As much of a listed run as tests look at. */
export interface ListedRun {
  readonly cluster: string;
  readonly namespace: string;
  readonly uid: string;
  readonly name: string;
  readonly kind: string;
  readonly pipeline?: string;
  readonly displayName?: string;
  readonly status: string;
  readonly startedAt?: string;
  readonly source: { readonly revision?: string };
}

/** A page of a list. */
export interface RunList {
  readonly items: ListedRun[];
  readonly nextCursor?: string;
  readonly prevCursor?: string;
  /** Of the last page. */
  readonly lastCursor?: string;
  readonly total: { readonly count: number; readonly exact: boolean };
}

/** What tells runs apart. */
export function runId({ cluster, uid }: ListedRun): string {
  return `${cluster}/${uid}`;
}

/**
 * Goes through a list from page to page.
 *
 * @param options - `path`: such as `/v1/runs`; `query`: its parameters; `direction`:
 * to where; `cursor`: from where, absent: from the first page
 */
export async function* pagesOf(
  backstage: BackstageProcess,
  options: {
    path: string;
    query: Readonly<Record<string, string>>;
    direction: 'nextCursor' | 'prevCursor';
    cursor?: string;
  },
): AsyncGenerator<RunList, void> {
  const { path, query, direction } = options;
  let { cursor } = options;
  do {
    const params = new URLSearchParams({ ...query, ...(cursor && { cursor }) });
    const page: RunList = await backstage.get(`${path}?${params}`);
    yield page;
    cursor = page[direction];
  } while (cursor);
}
