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
import { useCallback, useMemo, useSyncExternalStore } from 'react';

const SETTING = 'singleKeys';

/** Whether single letters are shortcuts, as the user has set it. On by default. */
export function useSingleKeys() {
  const apis = useApiHolder();
  const storage = useMemo(
    () => apis.get(storageApiRef)?.forBucket(TEKTON_RESULTS_PLUGIN_ID),
    [apis],
  );
  const subscribe = useCallback(
    (onChange: () => void) => {
      const subscription = storage?.observe$(SETTING).subscribe(onChange);
      return () => subscription?.unsubscribe();
    },
    [storage],
  );
  const enabled = useSyncExternalStore(
    subscribe,
    () => storage?.snapshot<boolean>(SETTING).value ?? true,
  );
  const setEnabled = useCallback(
    (value: boolean) => storage?.set(SETTING, value),
    [storage],
  );
  return { enabled, setEnabled };
}
