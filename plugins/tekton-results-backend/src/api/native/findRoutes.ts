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

import { InputError, NotAllowedError } from '@backstage/errors';
import {
  tektonRunReadPermission,
  type FindRunsResponse,
  type RunAbsence,
} from 'backstage-plugin-tekton-results-common';
import type { IRouter } from 'express';
import { isNothing, type AccessFilter, type FindRunsQuery } from '../../store';
import { formatTombstone } from './formatRetention';
import type { NativeContext } from './NativeContext';
import { findRequest, parseQuery, type FindRequest } from './requests';
import { auditedRead } from './scopedRoutes';
import { visibleHealth } from './visibleHealth';

const MAX_FOUND = 50;
const MAX_REMOVED = 10;

const RESULT_NAME = /^([^/]+)\/results\/([^/]+)(?:\/records\/([^/]+))?$/;

/** Finds runs by what other systems know of them. */
export function addFindRoutes(router: IRouter, context: NativeContext): void {
  const { callers, runs } = context;
  router.get('/find', async (req, res) => {
    const caller = await callers.identifyInBackstage(req);
    const answer = await auditedRead(
      context,
      { req, caller, queryType: 'find' },
      async (): Promise<FindRunsResponse> => {
        const request = parseQuery(findRequest, req.query);
        const access = await caller.accessWith(tektonRunReadPermission);
        if (isNothing(access)) {
          throw new NotAllowedError('You may not see runs');
        }
        const query = { ...findQuery(request), access };
        const found = await runs.find(query, MAX_FOUND + 1);
        return {
          items: found.slice(0, MAX_FOUND),
          more: found.length > MAX_FOUND,
          ...(found.length === 0 && {
            absence: await absence(context, query, access),
          }),
        };
      },
    );
    res.json(answer);
  });
}

/** @throws InputError if the name of a Result or Record cannot be read */
function findQuery(request: FindRequest): FindRunsQuery {
  const { cluster, kind, namespace, name, uid, record, result } = request;
  const place = { cluster, kind };
  if (uid !== undefined) {
    return { ...place, namespace, by: { uid } };
  }
  if (name !== undefined) {
    return { ...place, namespace, by: { name } };
  }
  const match = RESULT_NAME.exec(record ?? result ?? '');
  if (!match || (record === undefined) !== (match[3] === undefined)) {
    throw new InputError(
      record === undefined
        ? "Parameter 'result': must be <namespace>/results/<result>"
        : "Parameter 'record': must be <namespace>/results/<result>/records/<record>",
    );
  }
  return {
    ...place,
    namespace: match[1],
    by: { result: match[2], record: match[3] },
  };
}

/** What can be said of why there is no run, which is nothing of hidden ones. */
async function absence(
  { runs, tombstones, health }: NativeContext,
  query: FindRunsQuery,
  access: AccessFilter,
): Promise<RunAbsence> {
  const { cluster, namespace } = query;
  const { runs: oldest } = await runs.list({
    query: {
      clusters: cluster === undefined ? undefined : [cluster],
      namespaces: namespace === undefined ? undefined : [namespace],
      access,
    },
    sort: 'start',
    limit: 1,
  });
  const removed = await tombstones.find(query, MAX_REMOVED);
  const { clusters } = visibleHealth(health(), { access, isAdmin: false });
  return {
    oldestStart: oldest[0] && (oldest[0].startedAt ?? oldest[0].createdAt),
    failingClusters: clusters
      .filter(
        ({ name, state }) =>
          state === 'failing' && (cluster === undefined || name === cluster),
      )
      .map(({ name, title, problem }) => ({
        cluster: name,
        title,
        since: problem?.since,
      })),
    ...(removed.length > 0 && { removed: removed.map(formatTombstone) }),
  };
}
