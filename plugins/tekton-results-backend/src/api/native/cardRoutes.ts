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

import {
  FAILED_STATUSES,
  type EntityRunCard,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { IRouter } from 'express';
import type { z } from 'zod';
import { isEverything, type RunQuery, type RunStore } from '../../store';
import type { NativeContext } from './NativeContext';
import { cardRequest } from './requests';
import { runStatistics } from './runStatistics';
import { addEntityRoute, type ScopedRequest } from './scopedRoutes';

const CARD_RUNS = 20;
const CARD_DAYS = 30;
const DAY_MS = 86_400_000;

const SUCCEEDED: readonly RunStatus[] = ['succeeded', 'completed'];

/** What the card of an entity shows, in one answer. */
export function addCardRoutes(router: IRouter, context: NativeContext): void {
  addEntityRoute(router, context, {
    name: 'card',
    schema: cardRequest,
    answer: request => entityCard(context, request),
  });
}

async function entityCard(
  { runs, runAggregates, now = Date.now }: NativeContext,
  {
    request,
    select,
    limited,
    scope,
    access,
  }: ScopedRequest<z.infer<typeof cardRequest>>,
): Promise<EntityRunCard> {
  const query = select({
    branch: request.branch ? [request.branch] : undefined,
  });
  const start = now() - CARD_DAYS * DAY_MS;
  const before = start - CARD_DAYS * DAY_MS;
  return limited(query, async () => {
    const [page, current, previous] = await Promise.all([
      runs.list({ query, limit: CARD_RUNS }),
      runAggregates.statistics({ ...query, startedFrom: start }),
      runAggregates.statistics({
        ...query,
        startedFrom: before,
        startedBefore: start,
      }),
    ]);
    return {
      runs: page.runs,
      days: CARD_DAYS,
      current: runStatistics(current),
      previous: runStatistics(previous),
      failingSince: await failingSince(runs, query),
      scope: scope ? { filter: scope.filter, rule: scope.rule } : null,
      ...(!isEverything(access) && { limited: true }),
    };
  });
}

/** The first failure since the last success, if a failure came last. */
async function failingSince(
  runs: RunStore,
  query: RunQuery,
): Promise<EntityRunCard['failingSince']> {
  const [last] = await first(runs, {
    ...query,
    statuses: [...SUCCEEDED, ...FAILED_STATUSES],
  });
  if (!last || SUCCEEDED.includes(last.status)) {
    return undefined;
  }
  const [success] = await first(runs, { ...query, statuses: SUCCEEDED });
  const [run] = await first(
    runs,
    {
      ...query,
      statuses: FAILED_STATUSES,
      startedFrom:
        success && Date.parse(success.startedAt ?? success.createdAt) + 1,
    },
    'start',
  );
  return run && { run, exact: success !== undefined };
}

async function first(
  runs: RunStore,
  query: RunQuery,
  sort: 'start' | '-start' = '-start',
) {
  return (await runs.list({ query, sort, limit: 1 })).runs;
}
