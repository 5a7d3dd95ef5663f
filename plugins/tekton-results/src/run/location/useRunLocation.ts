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

import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  changeRunLocation,
  readRunLocation,
  type RunLocation,
  type RunLocationChange,
} from './runLocation';

/** Changes the URL. A choice can be undone by going back, typing replaces. */
export type GoTo = (
  change: RunLocationChange,
  options?: { readonly replace?: boolean },
) => void;

/** What the URL says of the page of a run, how to change it, and links to changes. */
export interface RunLocationState {
  readonly location: RunLocation;
  readonly params: URLSearchParams;
  readonly goTo: GoTo;
  /** The query of the URL after a change. */
  readonly linkTo: (change: RunLocationChange) => string;
}

/** What the URL says of the page of a run, and how to change it. */
export function useRunLocation(): RunLocationState {
  const [params, setParams] = useSearchParams();
  const location = useMemo(() => readRunLocation(params), [params]);

  const goTo: GoTo = useCallback(
    (change, options) => {
      const next = changeRunLocation(params, change);
      // To go where one is already is no step to go back from.
      if (next.toString() !== params.toString()) {
        setParams(next, options);
      }
    },
    [params, setParams],
  );
  const linkTo = useCallback(
    (change: RunLocationChange) => `?${changeRunLocation(params, change)}`,
    [params],
  );
  return { location, params, goTo, linkTo };
}
