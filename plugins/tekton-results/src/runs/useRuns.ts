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
import type {
  ListEntityRunsResponse,
  ListRunsResponse,
  RunSelection,
  RunSort,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { useCallback, useMemo, useRef, useState } from 'react';
import { tektonResultsApiRef } from '../api';
import { usePolledRequest } from '../data';
import { leftRuns, mergeRuns, newRuns } from './mergeRuns';

/** More rows than this rarely leave a page at once. */
const MAX_LEFT_RUNS = 10;

/** How many runs are not on screen that would be. */
export interface UnseenRuns {
  readonly count: number;
  /** There may be more: not one row on screen would be left. */
  readonly atLeast: boolean;
}

const NONE_UNSEEN: UnseenRuns = { count: 0, atLeast: false };

/** Which page of which runs is wanted. */
export interface RunsRequest {
  /** Absent: of all runs that the user may see. */
  readonly entityRef?: string;
  /** At the time of the call; must stay the same function. */
  readonly select: (now: number) => RunSelection;
  readonly sort: RunSort;
  readonly limit: number;
  readonly cursor?: string;
}

/** A page of runs; that of an entity tells how they were chosen as well. */
export type RunsPageAnswer = ListRunsResponse &
  Partial<Pick<ListEntityRunsResponse, 'scope'>>;

type Load = (signal: AbortSignal) => Promise<Answer>;

interface Answer {
  readonly page: RunsPageAnswer;
  readonly left: readonly RunSummary[];
}

/**
 * One page of runs. When it is asked for anew, the rows on screen stay where they
 * are and only show how they stand now; new ones wait until `showNew`.
 */
export function useRuns(request: RunsRequest) {
  const api = useApi(tektonResultsApiRef);
  const { entityRef, select, sort, limit, cursor } = request;
  const shown = useRef<{ load?: Load; items: readonly RunSummary[] }>({
    items: [],
  });
  const load: Load = useCallback(
    async signal => {
      const query = { ...select(Date.now()), sort, limit, cursor, tasks: true };
      const page: RunsPageAnswer = entityRef
        ? await api.listEntityRuns({ ...query, entityRef }, { signal })
        : await api.listRuns(query, { signal });
      const before = shown.current.load === load ? shown.current.items : [];
      const left = await Promise.allSettled(
        leftRuns(before, page.items)
          .slice(0, MAX_LEFT_RUNS)
          .map(({ cluster, uid }) => api.getRun({ cluster, uid }, { signal })),
      );
      return {
        page,
        left: left.flatMap(outcome =>
          outcome.status === 'fulfilled' ? [outcome.value.run] : [],
        ),
      };
    },
    [api, entityRef, select, sort, limit, cursor],
  );
  const polled = usePolledRequest(load, () => undefined);
  const { value: answer, stale } = polled;

  const [accepted, setAccepted] = useState<{
    load: Load;
    page: RunsPageAnswer;
  }>();
  const isFirst =
    answer !== undefined &&
    !stale &&
    // An empty list has no rows that could move.
    (accepted?.load !== load || accepted.page.items.length === 0);
  if (isFirst && accepted?.page !== answer.page) {
    setAccepted({ load, page: answer.page });
  }
  // What was asked for since did not come: these are not its rows.
  const missing = polled.error !== undefined && accepted?.load !== load;
  const known = missing ? undefined : accepted?.page;
  const base = isFirst ? answer.page : known;
  const current = !stale && accepted?.load === load ? answer : undefined;
  const listed = base?.items;
  // The same objects as long as they tell the same, for rows that are not drawn anew.
  const items = useMemo(
    () =>
      listed && current
        ? mergeRuns(listed, current.page.items, current.left)
        : listed,
    [listed, current],
  );
  // While another page is on its way, the rows are still those of the last one.
  shown.current = { load: accepted?.load, items: items ?? [] };

  const showNew = () => {
    if (answer) {
      setAccepted({ load, page: answer.page });
    }
  };
  return {
    ...polled,
    value: base &&
      items && { ...base, items, total: (current?.page ?? base).total },
    unseen: base && current ? unseenRuns(base, current.page) : NONE_UNSEEN,
    showNew,
  };
}

function unseenRuns(shown: RunsPageAnswer, fresh: RunsPageAnswer): UnseenRuns {
  const { length: count } = newRuns(shown.items, fresh.items);
  return {
    count,
    atLeast: count === fresh.items.length && fresh.nextCursor !== undefined,
  };
}
