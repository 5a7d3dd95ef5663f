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
import type { LogLine, LogRef } from 'backstage-plugin-tekton-results-common';
import { useEffect, useRef, useState } from 'react';
import { tektonResultsApiRef } from '../../api';
import { usePageVisible } from '../../data';
import { followLines, type FollowStatus } from './followLines';
import { LogLines } from './LogLines';

/** Adds what a running step writes to its lines, while somebody sees the page. */
export function useFollow(
  log: LogRef,
  lines: LogLines,
  options: {
    readonly active: boolean;
    readonly onLines?: (lines: readonly LogLine[]) => void;
    readonly onEnd: () => void;
  },
): FollowStatus | undefined {
  const api = useApi(tektonResultsApiRef);
  const visible = usePageVisible();
  const [status, setStatus] = useState<FollowStatus>();
  const { active } = options;
  const { cluster, uid, attempt, container } = log;
  const latest = useRef(options);
  latest.current = options;

  useEffect(() => {
    if (!active || !visible) {
      return undefined;
    }
    const stop = new AbortController();
    setStatus('connecting');
    followLines({
      from: LogLines.startOfBlock(lines.total.count + 1),
      follow: (from, signal) =>
        api.followLog(
          { cluster, uid, attempt, container },
          { from },
          { signal },
        ),
      onLines: added => {
        lines.append(added);
        latest.current.onLines?.(added);
      },
      onStatus: next => {
        if (!stop.signal.aborted) {
          setStatus(next);
          if (next === 'ended') {
            latest.current.onEnd();
          }
        }
      },
      signal: stop.signal,
    });
    return () => stop.abort();
  }, [api, cluster, uid, attempt, container, lines, active, visible]);

  return active ? status : undefined;
}
