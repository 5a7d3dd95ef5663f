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

import { useApi } from '@backstage/core-plugin-api';
import type { LogRef } from 'backstage-plugin-tekton-results-common';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { tektonResultsApiRef } from '../../api';
import { LogLines } from './LogLines';

/** The lines of a log; which of them are in memory depends on what is looked at. */
export function useLogLines(
  log: LogRef,
  options: {
    readonly count?: number;
    readonly live: boolean;
    readonly atLeast?: number;
    readonly hasLosses: boolean;
  },
): LogLines {
  const api = useApi(tektonResultsApiRef);
  const { count, live } = options;
  const [lines] = useState(
    () =>
      new LogLines({
        load: (from, to, signal) =>
          api.getLogLines(log, { from, to }, { signal }),
        count: live ? count ?? 0 : count,
        atLeast: options.atLeast,
        hasLosses: options.hasLosses,
      }),
  );

  useEffect(() => {
    lines.open();
    return () => lines.close();
  }, [lines]);

  useEffect(() => {
    // What is stored of a running log is behind what was followed.
    if (!live && count !== undefined) {
      lines.setCount(count);
    }
  }, [lines, count, live]);

  useSyncExternalStore(lines.subscribe, lines.version);
  return lines;
}
