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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ApiMetrics } from './ApiMetrics';
import type { BodyReader } from './BodyReader';
import { handleError } from './handleError';
import { GrpcCode, ResultsApiError } from './ResultsApiError';
import { addRoutes, type Routes } from './routes';

/**
 * Answers everything below the path it is mounted on, errors and refusals of
 * strangers included, in the form of the Results API.
 *
 * @param options - `basePath` is that path, with names of parameters in place of
 * values; `guards` may refuse requests before anything else
 */
export function createApiRouter(options: {
  basePath: string;
  guards?: readonly RequestHandler[];
  routes: Routes;
  bodies: BodyReader;
  metrics: ApiMetrics;
  /** Refuses strangers. */
  authenticate: RequestHandler;
  logger: LoggerService;
}): Router {
  const { basePath, guards = [], routes, bodies, metrics } = options;
  const { authenticate, logger } = options;
  const router = PromiseRouter({
    mergeParams: true,
    caseSensitive: true,
    strict: true,
  });
  router.use(metrics.observe(), ...guards, authenticate);
  // Upstream decodes a path before it takes it apart.
  router.use((req, _res, next) => {
    req.url = req.url.replace(/^[^?]*/, path => path.replaceAll(/%2f/gi, '/'));
    next();
  });
  addRoutes(router, routes, { bodies, basePath });
  router.use(() => {
    throw new ResultsApiError(GrpcCode.NotFound, 'Not Found');
  });
  router.use(handleError(logger));
  return router;
}
