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

import type {
  ListEntityRunsResponse,
  ListRunsResponse,
} from 'backstage-plugin-tekton-results-common';
import type { IRouter } from 'express';
import type { z } from 'zod';
import { isEverything } from '../../store';
import type { NativeContext } from './NativeContext';
import { listRunsRequest } from './requests';
import { formatRunCursor, parseRunCursor } from './runCursor';
import { addScopedRoute, type ScopedRequest } from './scopedRoutes';
import { withPins } from './withPins';

/** Beyond it a total is estimated, or "more than": counting costs. */
const MAX_COUNTED_RUNS = 10_000;

type ListRequest = ScopedRequest<z.infer<typeof listRunsRequest>>;

/** Lists of runs. */
export function addListRoutes(router: IRouter, context: NativeContext): void {
  addScopedRoute(router, context, {
    name: 'runs',
    queryType: 'list',
    schema: listRunsRequest,
    answer: request => listRuns(context, request),
  });
}

async function listRuns(
  context: NativeContext,
  { request, select, limited, scope, access }: ListRequest,
): Promise<ListRunsResponse | ListEntityRunsResponse> {
  const { runs, pins, retention, positions } = context;
  const { sort, tasks, limit, cursor, ...selection } = request;
  const query = select(selection);
  const list = { query, sort };
  const from =
    cursor === undefined ? undefined : parseRunCursor(positions, cursor, list);
  const [page, total] = await limited(query, () =>
    Promise.all([
      runs.list({ query, sort, limit, from }),
      runs.count(query, MAX_COUNTED_RUNS),
    ]),
  );
  const { next, previous } = page;
  const items = tasks ? await runs.withTasks(page.runs, access) : page.runs;
  const { longest } = retention.report();
  return {
    items: await withPins(pins, items),
    ...(next && {
      nextCursor: formatRunCursor(
        positions,
        { position: next, direction: 'next' },
        list,
      ),
      lastCursor: formatRunCursor(positions, { direction: 'previous' }, list),
    }),
    ...(previous && {
      prevCursor: formatRunCursor(
        positions,
        { position: previous, direction: 'previous' },
        list,
      ),
    }),
    // What is shown was counted.
    total: { ...total, count: Math.max(total.count, page.runs.length) },
    ...(!isEverything(access) && { limited: true }),
    ...(longest && { kept: { policy: longest.policy, forMs: longest.ms } }),
    ...(scope !== undefined && {
      scope: scope && { filter: scope.filter, rule: scope.rule },
    }),
  };
}
