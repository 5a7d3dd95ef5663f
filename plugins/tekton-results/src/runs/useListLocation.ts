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
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { type RunFilter, withFilter } from '../filters';
import {
  DEFAULT_SORT,
  PAGE_SIZES,
  type PageSize,
  parseListParams,
  withParams,
} from './listParams';
import { useStoredPageSize } from './useStoredPageSize';

/** What the URL asks to see of a list, and how to see something else. */
export function useListLocation() {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  const parsed = useMemo(
    () => parseListParams(new URLSearchParams(text)),
    [text],
  );
  // A new object for the same filter would make everybody ask anew.
  const filterKey = JSON.stringify(parsed.filter);
  const filter = useMemo<RunFilter>(() => JSON.parse(filterKey), [filterKey]);
  const [storedSize, storeSize] = useStoredPageSize();

  const setFilter = useCallback(
    (next: RunFilter, options?: { replace?: boolean }) =>
      setParams(old => withFilter(old, next), options),
    [setParams],
  );
  const setSort = useCallback(
    (sort: RunSort) =>
      setParams(old =>
        withParams(old, {
          sort: sort === DEFAULT_SORT ? undefined : sort,
          cursor: undefined,
        }),
      ),
    [setParams],
  );
  const goTo = useCallback(
    (cursor: string | undefined, options?: { replace?: boolean }) =>
      setParams(old => withParams(old, { cursor }), options),
    [setParams],
  );
  const setPageSize = useCallback(
    (size: PageSize) => {
      storeSize(size);
      setParams(old =>
        withParams(old, {
          size: size === PAGE_SIZES[0] ? undefined : String(size),
          cursor: undefined,
        }),
      );
    },
    [setParams, storeSize],
  );
  return {
    ...parsed,
    filter,
    pageSize: parsed.pageSize ?? storedSize,
    setFilter,
    setSort,
    goTo,
    setPageSize,
  };
}
