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
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  tektonRetentionReadPermission,
  tektonRetentionRunPermission,
  type ListRetentionJobsResponse,
} from 'backstage-plugin-tekton-results-common';
import type { IRouter, Request } from 'express';
import { z } from 'zod';
import type { BackstageCaller } from '../../auth';
import { clientGone } from '../streaming';
import {
  formatRetentionJob,
  formatRetentionPreview,
  formatRetentionStatus,
  formatRetentionUsage,
} from './formatRetention';
import type { NativeContext } from './NativeContext';
import { count } from './requests/parameters';
import { parseQuery } from './requests';

export const retentionJobsRequest = z.strictObject({ limit: count(100, 20) });

export const retentionUsageRequest = z.strictObject({
  limit: count(1_000, 20),
});

/** What removes old runs: how it stands, what it would do, what it has done. */
export function addRetentionRoutes(
  router: IRouter,
  context: NativeContext,
): void {
  const { retention, retentionJobs, usage, pins } = context;
  const { callers, audit, expensive } = context;

  /** Numbers are of all runs, whoever may see these. */
  const read = async <T>(
    req: Request,
    queryType: string,
    answer: (caller: BackstageCaller) => Promise<T>,
  ): Promise<T> => {
    const caller = await callers.identifyInBackstage(req);
    return audit.record(
      { eventId: 'retention-fetch', severity: 'low', meta: { queryType } },
      { req, caller },
      async () => {
        await assertAllowed(caller, tektonRetentionReadPermission);
        return answer(caller);
      },
    );
  };

  router.get('/retention', async (req, res) => {
    res.json(
      await read(req, 'status', async () =>
        formatRetentionStatus(retention.report()),
      ),
    );
  });

  router.get('/retention/preview', async (req, res) => {
    const signal = clientGone(res);
    res.json(
      await read(req, 'preview', ({ id }) =>
        expensive.run(id, async () =>
          formatRetentionPreview(await retention.preview({ signal })),
        ),
      ),
    );
  });

  router.get('/retention/usage', async (req, res) => {
    res.json(
      await read(req, 'usage', ({ id }) => {
        const { limit } = parseQuery(retentionUsageRequest, req.query);
        return expensive.run(id, async () =>
          formatRetentionUsage(await usage.read(), {
            limit,
            pinnedRuns: await pins.count(),
            maxBytes: retention.report().maxBytes,
          }),
        );
      }),
    );
  });

  router.get('/retention/runs', async (req, res) => {
    res.json(
      await read(req, 'jobs', async (): Promise<ListRetentionJobsResponse> => {
        const { limit } = parseQuery(retentionJobsRequest, req.query);
        const jobs = await retentionJobs.jobs(limit);
        const report = retention.report();
        return { items: jobs.map(job => formatRetentionJob(job, report)) };
      }),
    );
  });

  router.post('/retention/run', async (req, res) => {
    const caller = await callers.identifyInBackstage(req);
    const job = await audit.record(
      { eventId: 'retention-run', severity: 'medium', meta: {} },
      { req, caller },
      async () => {
        await assertAllowed(caller, tektonRetentionRunPermission);
        return retention.run({ actor: caller.id });
      },
    );
    res.json(formatRetentionJob(job));
  });
}

async function assertAllowed(
  caller: BackstageCaller,
  permission: BasicPermission,
): Promise<void> {
  if (!(await caller.isAllowed(permission))) {
    throw new NotAllowedError(`This needs the permission ${permission.name}`);
  }
}
