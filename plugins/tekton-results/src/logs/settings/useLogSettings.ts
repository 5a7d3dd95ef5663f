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

import { storageApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback, useMemo, useState } from 'react';
import { readSettings, type LogSettings } from './logSettings';

const BUCKET = 'tekton-results';
const KEY = 'logs';

/** How the user wants to see logs, kept for the next time. */
export function useLogSettings(): [
  LogSettings,
  (change: Partial<LogSettings>) => void,
] {
  const storage = useApi(storageApiRef);
  const bucket = useMemo(() => storage.forBucket(BUCKET), [storage]);
  const [settings, setSettings] = useState(() =>
    readSettings(bucket.snapshot(KEY).value),
  );
  const change = useCallback(
    (changed: Partial<LogSettings>) => {
      const next = { ...settings, ...changed };
      setSettings(next);
      // To forget a setting is no reason to disturb who reads a log.
      bucket.set(KEY, { ...next }).catch(() => {});
    },
    [bucket, settings],
  );
  return [settings, change];
}
