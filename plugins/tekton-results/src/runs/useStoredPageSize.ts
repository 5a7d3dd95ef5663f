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

import { storageApiRef, useApiHolder } from '@backstage/core-plugin-api';
import { TEKTON_RESULTS_PLUGIN_ID } from 'backstage-plugin-tekton-results-common';
import { useCallback, useMemo, useState } from 'react';
import { PAGE_SIZES, type PageSize } from './listParams';

const KEY = 'pageSize';

/** The page size a user chose last, if the app can remember it. */
export function useStoredPageSize(): [PageSize, (size: PageSize) => void] {
  const storage = useApiHolder().get(storageApiRef);
  const bucket = useMemo(
    () => storage?.forBucket(TEKTON_RESULTS_PLUGIN_ID),
    [storage],
  );
  const [size, setSize] = useState<PageSize>(() => {
    const stored = bucket?.snapshot<number>(KEY).value;
    return PAGE_SIZES.find(it => it === stored) ?? PAGE_SIZES[0];
  });
  const store = useCallback(
    (next: PageSize) => {
      setSize(next);
      // Not worth a word if it fails: the size is chosen anew another time.
      bucket?.set(KEY, next).catch(() => {});
    },
    [bucket],
  );
  return [size, store];
}
