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

import type { ErrorRequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { TooManyRequestsError } from '../limits';
import { addAggregateRoutes } from './aggregateRoutes';
import { addCardRoutes } from './cardRoutes';
import { addChangeRoutes } from './changeRoutes';
import { addFilterRoutes } from './filterRoutes';
import { addFindRoutes } from './findRoutes';
import { addHealthRoutes } from './healthRoutes';
import { addListRoutes } from './listRoutes';
import { addLogRoutes } from './logRoutes';
import type { NativeContext } from './NativeContext';
import { addOpenApiRoutes } from './openapi';
import { addOrphanRoutes } from './orphanRoutes';
import { addPinRoutes } from './pinRoutes';
import { addRetentionRoutes } from './retentionRoutes';
import { addRunRoutes } from './runRoutes';

/** The error itself is answered by Backstage. */
const tellWhenToRetry: ErrorRequestHandler = (error, _req, res, next) => {
  if (error instanceof TooManyRequestsError) {
    res.setHeader('Retry-After', error.retryAfter);
  }
  next(error);
};

/** The API of the plugin's own screens, see `TektonResultsApi`. */
export function createNativeRouter(context: NativeContext): Router {
  const router = PromiseRouter();
  addHealthRoutes(router, context);
  addFilterRoutes(router, context);
  addOpenApiRoutes(router);
  addFindRoutes(router, context);
  addListRoutes(router, context);
  addAggregateRoutes(router, context);
  addCardRoutes(router, context);
  addChangeRoutes(router, context);
  addRunRoutes(router, context);
  addLogRoutes(router, context);
  addOrphanRoutes(router, context);
  addPinRoutes(router, context);
  addRetentionRoutes(router, context);
  router.use(tellWhenToRetry);
  return router;
}
