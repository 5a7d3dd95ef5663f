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

import { InputError } from '@backstage/errors';
import type {
  ListChangesResponse,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { IRouter } from 'express';
import { z } from 'zod';
import type { NativeContext } from './NativeContext';
import { changesRequest, type SelectionRequest } from './requests';
import { addScopedRoute, type ScopedRequest } from './scopedRoutes';

const MAX_CHANGES = 200;

/** When to ask again: soon while something runs. */
const POLL_LIVE_MS = 10_000;
const POLL_IDLE_MS = 60_000;

const UNFINISHED: readonly RunStatus[] = ['running', 'waiting', 'stopping'];

const LIST = ['changes'];
const sinceSchema = z.strictObject({ since: z.number() });

/**
 * Which runs changed, told to those who ask: every replica reads the same from the
 * database, so it does not matter which one stored the change or is asked.
 */
export function addChangeRoutes(router: IRouter, context: NativeContext): void {
  addScopedRoute(router, context, {
    name: 'changes',
    schema: changesRequest,
    answer: request => listChanges(context, request),
    // Every open screen asks every few seconds.
    audited: false,
  });
}

async function listChanges(
  { runs, runAggregates, positions, now = Date.now }: NativeContext,
  { request, select, limited }: ScopedRequest<z.infer<typeof changesRequest>>,
): Promise<ListChangesResponse> {
  const { after, ...selection } = request;
  const query = select(lasting(selection));
  const cursor = positions.seal({ since: now() }, LIST);
  const unfinished = { ...query, statuses: UNFINISHED };
  return limited(query, async () => {
    const [changes, live] = await Promise.all([
      after === undefined
        ? { items: [], more: false }
        : runAggregates.changes({
            query,
            since: parseSince(positions.open(after, LIST)),
            limit: MAX_CHANGES,
          }),
      runs.list({ query: unfinished, limit: 1 }),
    ]);
    return {
      ...changes,
      cursor,
      pollAfterMs: live.runs.length > 0 ? POLL_LIVE_MS : POLL_IDLE_MS,
    };
  });
}

/**
 * What of a selection stays true of a run. A run that is not selected any more,
 * such as one that is not running any more, changed as well.
 */
function lasting(selection: SelectionRequest): SelectionRequest {
  return {
    ...selection,
    status: undefined,
    reason: undefined,
    minDurationMs: undefined,
    maxDurationMs: undefined,
    // A start that was to come is later when it has come.
    to: undefined,
    filter: undefined,
  };
}

function parseSince(opened: unknown): number {
  const parsed = sinceSchema.safeParse(opened);
  if (!parsed.success) {
    throw new InputError("Parameter 'after' is no cursor of changes");
  }
  return parsed.data.since;
}
