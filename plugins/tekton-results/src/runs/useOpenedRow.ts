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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { useCallback, useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router-dom';
import { runKey } from './mergeRuns';

/** Entries of the browser's history, with the run that was opened from each. */
const opened = new Map<string, string>();
const MAX_ENTRIES = 50;

/** Brings the focus back to the row from which a run was opened. */
export function useOpenedRow() {
  const { key } = useLocation();
  const cameBack = useNavigationType() === 'POP';
  const atStart = useRef(cameBack ? opened.get(key) : undefined);
  const openedKey = atStart.current;
  // Rows that come later are not what somebody came back to.
  useEffect(() => {
    atStart.current = undefined;
  }, []);
  // Stays the same function, so that the rows are not drawn anew for it.
  const current = useRef(key);
  current.current = key;
  const remember = useCallback((run: RunSummary) => {
    const [oldest] = opened.keys();
    if (opened.size >= MAX_ENTRIES && oldest !== undefined) {
      opened.delete(oldest);
    }
    opened.set(current.current, runKey(run));
  }, []);
  return { openedKey, remember };
}
