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

import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  CaptureHealth,
  ListRunsResponse,
} from 'backstage-plugin-tekton-results-common';
import { json, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { FilterAdvisor, RunStore, StoredRun } from '../../store';
import { parseListRunsQuery } from './parseListRunsQuery';
import { formatRunCursor, parseRunCursor } from './runCursor';
import { runDetails } from './runDetails';
import { scopeRunQuery } from './scopeRunQuery';
import { validateFilter } from './validateFilter';

/** Beyond it a total is "more than": nobody counts on, and counting costs. */
const MAX_COUNTED_RUNS = 10_000;

/** Room for the longest filter, with every character escaped. */
const MAX_VALIDATION_BODY_BYTES = 64 * 1024;

/** The API of the plugin's own screens, see `TektonResultsApi`. */
export function createNativeRouter(options: {
  runs: RunStore;
  catalog: CatalogService;
  httpAuth: HttpAuthService;
  health: () => CaptureHealth;
  adviseFilter: FilterAdvisor;
}): Router {
  const { runs, catalog, httpAuth, health, adviseFilter } = options;
  const router = PromiseRouter();

  router.get('/health', (_req, res) => {
    res.json(health());
  });

  // A string would take what follows the colon for a parameter.
  router.post(
    /^\/filters:validate$/,
    json({ limit: MAX_VALIDATION_BODY_BYTES }),
    async (req, res) => {
      await httpAuth.credentials(req, { allow: ['user', 'service'] });
      res.json(validateFilter(req.body, adviseFilter));
    },
  );

  router.get('/runs', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const request = parseListRunsQuery(req.query);
    const query = await scopeRunQuery({ request, catalog, credentials });
    if (!query) {
      const empty: ListRunsResponse = {
        items: [],
        total: { count: 0, exact: true },
      };
      res.json(empty);
      return;
    }
    const from =
      request.cursor === undefined
        ? undefined
        : parseRunCursor(request.cursor, query);

    const [page, total] = await Promise.all([
      runs.list({ query, limit: request.limit, from }),
      runs.count(query, MAX_COUNTED_RUNS),
    ]);
    const cursor = (direction: 'older' | 'newer') => {
      const position = page[direction];
      return position && formatRunCursor({ position, direction }, query);
    };
    const response: ListRunsResponse = {
      items: page.runs,
      nextCursor: cursor('older'),
      prevCursor: cursor('newer'),
      total,
    };
    res.json(response);
  });

  router.get('/runs/:cluster/:uid', async (req, res) => {
    const run = await existing(runs, req.params);
    const children = await runs.children(req.params);
    res.json(runDetails(run, children));
  });

  router.get('/runs/:cluster/:uid/object', async (req, res) => {
    const run = await existing(runs, req.params);
    res.json(run.payload);
  });

  return router;
}

async function existing(
  runs: RunStore,
  ref: { cluster: string; uid: string },
): Promise<StoredRun> {
  const { cluster, uid } = ref;
  const run = `${cluster}${uid}`.includes('\u0000')
    ? undefined
    : await runs.get(ref);
  if (!run) {
    throw new NotFoundError(
      `No run with uid '${uid}' of cluster '${cluster}' is stored`,
    );
  }
  return run;
}
