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
import { tektonRunReadPermission } from 'backstage-plugin-tekton-results-common';
import type { IRouter, Request } from 'express';
import type { z } from 'zod';
import type { BackstageCaller } from '../../auth';
import { isNothing, type AccessFilter, type RunQuery } from '../../store';
import type { NativeContext } from './NativeContext';
import { parseQuery, type SelectionRequest } from './requests';
import {
  readEntityScope,
  runQuery,
  type EntityRunScope,
} from './scopeRunQuery';

/** A request about runs of which the caller may see some. */
export interface ScopedRequest<Parsed> {
  readonly caller: BackstageCaller;
  readonly access: AccessFilter;
  readonly request: Parsed;
  /** Of the entity that was asked for; null: nothing about it says which runs are its own. */
  readonly scope?: EntityRunScope | null;
  /** The runs of the entity that are selected, as far as the caller may see them. */
  readonly select: (selection: SelectionRequest) => RunQuery;
  /** Reads what a query asks for; if that is expensive, only so often. */
  readonly limited: <T>(query: RunQuery, read: () => Promise<T>) => Promise<T>;
}

/** A route about runs: of all, or of those of an entity. */
export interface ScopedRoute<Parsed, Answer> {
  readonly name: string;
  /** In the audit log; absent: as the name. */
  readonly queryType?: string;
  readonly schema: z.ZodType<Parsed>;
  readonly answer: (request: ScopedRequest<Parsed>) => Promise<Answer>;
  /** Absent: it is written down who asks. */
  readonly audited?: boolean;
}

/** Adds a route about all runs, and the same about those of an entity. */
export function addScopedRoute<Parsed, Answer>(
  router: IRouter,
  context: NativeContext,
  route: ScopedRoute<Parsed, Answer>,
): void {
  router.get(`/${route.name}`, async (req, res) => {
    res.json(await answerScoped(context, route, req));
  });
  addEntityRoute(router, context, route);
}

/** Adds a route about the runs of an entity. */
export function addEntityRoute<Parsed, Answer>(
  router: IRouter,
  context: NativeContext,
  route: ScopedRoute<Parsed, Answer>,
): void {
  router.get(
    `/entities/:kind/:namespace/:name/${route.name}`,
    async (req, res) => {
      const { kind, namespace, name } = req.params;
      const entity = { kind, namespace, name };
      res.json(await answerScoped(context, route, req, entity));
    },
  );
}

async function answerScoped<Parsed, Answer>(
  context: NativeContext,
  route: ScopedRoute<Parsed, Answer>,
  req: Request,
  entity?: { kind: string; namespace: string; name: string },
): Promise<Answer> {
  const { callers, catalog, expensive, adviseFilter } = context;
  const caller = await callers.identifyInBackstage(req);
  const answer = async () => {
    const request = parseQuery(route.schema, req.query);
    const scope =
      entity &&
      ((await readEntityScope({
        ref: entity,
        catalog,
        credentials: caller.credentials,
      })) ??
        null);
    const access = await caller.accessWith(tektonRunReadPermission);
    if (isNothing(access)) {
      throw new NotAllowedError('You may not see runs');
    }
    return route.answer({
      caller,
      access,
      request,
      scope,
      select: selection => ({ ...runQuery(selection, scope), access }),
      limited: (query, read) =>
        query.filter && !adviseFilter(query.filter).indexed
          ? expensive.run(caller.id, read)
          : read(),
    });
  };
  return route.audited === false
    ? answer()
    : auditedRead(
        context,
        { req, caller, queryType: route.queryType ?? route.name },
        answer,
      );
}

/** Writes down who reads runs. */
export async function auditedRead<T>(
  { audit }: NativeContext,
  request: { req: Request; caller: BackstageCaller; queryType: string },
  read: () => Promise<T>,
): Promise<T> {
  const { req, caller, queryType } = request;
  return audit.record(
    { eventId: 'run-fetch', severity: 'low', meta: { queryType } },
    { req, caller },
    read,
  );
}
