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

import express, { type Router } from 'express';
import { createApis, type ResultsApi } from './createApis';
import { handleError } from './handleError';

/**
 * The Results API, once for all clusters and once for each:
 * `/apis/results.tekton.dev` and `/clusters/<cluster>/apis/results.tekton.dev`,
 * each with its `/healthz` beside it.
 *
 * @returns also the paths that the router answers: to strangers, too, as it
 * refuses them itself
 */
export function createResultsRouter(api: ResultsApi): {
  router: Router;
  paths: string[];
} {
  const mounts = [
    ...createApis(api, { basePath: '', oneCluster: false }),
    ...createApis(api, { basePath: '/clusters/:cluster', oneCluster: true }),
  ];
  const router = express.Router();
  for (const mount of mounts) {
    router.use(mount.path, mount.router);
  }
  // For a name of a cluster that cannot be decoded.
  router.use(handleError(api.logger));
  return { router, paths: mounts.map(({ path }) => path) };
}
