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
  tektonAdminPermission,
  type RepairLogOrphansResponse,
} from 'backstage-plugin-tekton-results-common';
import { json, type IRouter } from 'express';
import { z } from 'zod';
import { clientGone } from '../streaming';
import type { NativeContext } from './NativeContext';

export const orphansRequest = z.strictObject({
  dryRun: z.boolean('must be true or false').default(true),
});

/** What keeping logs has left behind: an admin may look for it and clear it up. */
export function addOrphanRoutes(
  router: IRouter,
  { callers, audit, repairOrphans }: NativeContext,
): void {
  router.post('/logs/orphans', json(), async (req, res) => {
    const caller = await callers.identifyInBackstage(req);
    const answer = await audit.record(
      {
        eventId: 'log-orphans-repair',
        severity: 'medium',
        meta: { dryRun: Object(req.body).dryRun !== false },
      },
      { req, caller },
      async (): Promise<RepairLogOrphansResponse> => {
        if (!(await caller.isAllowed(tektonAdminPermission))) {
          throw new NotAllowedError('Only admins may look for orphaned logs');
        }
        const { dryRun } = parseRequest(req.body);
        const signal = clientGone(res);
        const drivers = await repairOrphans({ dryRun, signal });
        return { dryRun, drivers };
      },
    );
    res.json(answer);
  });
}

function parseRequest(body: unknown): z.output<typeof orphansRequest> {
  const parsed = orphansRequest.safeParse(body ?? {});
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(
      path.length > 0 ? `Field '${path.join('.')}': ${message}` : message,
    );
  }
  return parsed.data;
}
