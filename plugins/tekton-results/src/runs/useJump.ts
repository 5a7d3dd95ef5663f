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
import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { tektonResultsApiRef } from '../api';
import {
  type JumpTarget,
  NO_FILTER,
  type RunFilter,
  withValue,
} from '../filters';
import { runPath } from '../routing';

/** Goes where a pasted text leads; false if there is no such place. */
export function useJump(
  setFilter: (filter: RunFilter) => void,
): (target: JumpTarget) => Promise<boolean> {
  const api = useApi(tektonResultsApiRef);
  const navigate = useNavigate();

  return useCallback(
    async target => {
      if (target.kind === 'page') {
        navigate(target.path);
        return true;
      }
      if (target.kind === 'commit') {
        const { revision } = target;
        setFilter(withValue(NO_FILTER, { field: 'revision', value: revision }));
        return true;
      }
      try {
        const { items } = await api.findRuns({ uid: target.uid });
        if (items.length === 1) {
          navigate(runPath(items[0]));
          return true;
        }
      } catch {
        // The search that follows tells what is wrong.
      }
      return false;
    },
    [api, navigate, setFilter],
  );
}
