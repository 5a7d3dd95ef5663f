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

import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Page sizes a user can choose from; the first is the default. */
export const PAGE_SIZES = [25, 50, 100] as const;

/** Which page of runs the URL asks for, and how to go to another. */
export function useRunsLocation() {
  const [params, setParams] = useSearchParams();
  const cursor = params.get('cursor') ?? undefined;
  const asked = Number(params.get('pageSize'));
  const pageSize = PAGE_SIZES.find(size => size === asked) ?? PAGE_SIZES[0];

  const goTo = useCallback(
    (next: string | undefined, options?: { replace?: boolean }) =>
      setParams(old => withParam(old, 'cursor', next), options),
    [setParams],
  );
  const setPageSize = useCallback(
    (size: number) =>
      setParams(old =>
        withParam(withParam(old, 'cursor'), 'pageSize', String(size)),
      ),
    [setParams],
  );
  return { cursor, pageSize, goTo, setPageSize };
}

function withParam(params: URLSearchParams, name: string, value?: string) {
  const result = new URLSearchParams(params);
  if (value === undefined) {
    result.delete(name);
  } else {
    result.set(name, value);
  }
  return result;
}
