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

import type { LifecycleService } from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

/**
 * Lets requests pass while the plugin is up: once it has started, until it
 * begins to shut down.
 */
export function lifecycleGate(lifecycle: LifecycleService): RequestHandler {
  let closed: string | undefined = 'the server is starting; try again later';
  lifecycle.addStartupHook(() => {
    closed = undefined;
  });
  lifecycle.addShutdownHook(() => {
    closed = 'the server is shutting down';
  });
  return (_req, _res, next) => {
    next(closed && new ResultsApiError(GrpcCode.Unavailable, closed));
  };
}
