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
import { createNativeRouter, type NativeContext } from './native';
import { createResultsRouter, type ResultsApi } from './results';

/**
 * Everything that the plugin serves below `/api/tekton-results`.
 *
 * @returns also the paths that refuse strangers themselves, in their own form
 */
export function createRouter(options: {
  native: NativeContext;
  resultsApi: ResultsApi;
}): { router: Router; openPaths: string[] } {
  const { native, resultsApi } = options;
  const router = express.Router();
  router.use('/v1', createNativeRouter(native));
  const resultsRouter = createResultsRouter(resultsApi);
  router.use(resultsRouter.router);
  return { router, openPaths: resultsRouter.paths };
}
