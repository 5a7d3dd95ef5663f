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

import { NotAllowedError } from '@backstage/errors';
import {
  tektonRunReadPermission,
  type ListEntityRunsResponse,
  type ListRunsResponse,
} from 'backstage-plugin-tekton-results-common';
import type { IRouter, Request } from 'express';
import type { BackstageCaller } from '../../auth';
import { isNothing, type RunQuery } from '../../store';
import type { NativeContext } from './NativeContext';
import { parseListRunsQuery } from './parseListRunsQuery';
import { formatRunCursor, parseRunCursor } from './runCursor';
import { runDetails } from './runDetails';
import { readEntityScope, runQuery } from './scopeRunQuery';
import { foundRun, visibleRun } from './visibleRun';

/** Beyond it a total is "more than": nobody counts on, and counting costs. */
const MAX_COUNTED_RUNS = 10_000;

/** Lists of runs, and what the page of a run shows. */
export function addRunRoutes(router: IRouter, context: NativeContext): void {
  const { runs, catalog, callers } = context;

  router.get('/runs', async (req, res) => {
    const caller = await callers.identifyInBackstage(req);
    const answer = await audited(context, { req, caller, list: true }, () => {
      const request = parseListRunsQuery(req.query);
      return listRuns(context, caller, request, runQuery(request));
    });
    res.json(answer);
  });

  router.get('/entities/:kind/:namespace/:name/runs', async (req, res) => {
    const caller = await callers.identifyInBackstage(req);
    const answer = await audited(
      context,
      { req, caller, list: true },
      async (): Promise<ListEntityRunsResponse> => {
        const request = parseListRunsQuery(req.query);
        const scope = await readEntityScope({
          ref: req.params,
          catalog,
          credentials: caller.credentials,
        });
        if (!scope) {
          return { items: [], total: { count: 0, exact: true }, scope: null };
        }
        const query = runQuery(request, scope);
        return {
          ...(await listRuns(context, caller, request, query)),
          scope: { filter: scope.filter, rule: scope.rule },
        };
      },
    );
    res.json(answer);
  });

  router.get('/runs/:cluster/:uid', async (req, res) => {
    const caller = await callers.identifyInBackstage(req);
    const answer = await audited(context, { req, caller }, async () => {
      const ref = await visibleRun(caller, req.params);
      const run = foundRun(await runs.get(ref), ref);
      return runDetails(run, await runs.children(ref));
    });
    res.json(answer);
  });

  router.get('/runs/:cluster/:uid/object', async (req, res) => {
    const caller = await callers.identifyInBackstage(req);
    const answer = await audited(context, { req, caller }, async () => {
      const ref = await visibleRun(caller, req.params);
      return foundRun(await runs.get(ref), ref).payload;
    });
    res.json(answer);
  });
}

/** Writes down who reads runs. */
async function audited<T>(
  { audit }: NativeContext,
  request: { req: Request; caller: BackstageCaller; list?: boolean },
  read: () => Promise<T>,
): Promise<T> {
  const { req, caller, list = false } = request;
  return audit.record(
    {
      eventId: 'run-fetch',
      severity: 'low',
      meta: { queryType: list ? 'list' : 'by-uid' },
    },
    { req, caller },
    read,
  );
}

async function listRuns(
  { runs, positions, expensive, adviseFilter }: NativeContext,
  caller: BackstageCaller,
  { limit, cursor }: ReturnType<typeof parseListRunsQuery>,
  requested: RunQuery,
): Promise<ListRunsResponse> {
  const access = await caller.accessWith(tektonRunReadPermission);
  if (isNothing(access)) {
    throw new NotAllowedError('You may not see runs');
  }
  const query = { ...requested, access };
  const from =
    cursor === undefined ? undefined : parseRunCursor(positions, cursor, query);
  const read = () =>
    Promise.all([
      runs.list({ query, limit, from }),
      runs.count(query, MAX_COUNTED_RUNS),
    ]);
  const [page, total] =
    query.filter && !adviseFilter(query.filter).indexed
      ? await expensive.run(caller.id, read)
      : await read();
  const cursorTo = (direction: 'older' | 'newer') => {
    const position = page[direction];
    return (
      position && formatRunCursor(positions, { position, direction }, query)
    );
  };
  return {
    items: page.runs,
    nextCursor: cursorTo('older'),
    prevCursor: cursorTo('newer'),
    total,
  };
}
