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

import type {
  LifecycleService,
  RootHttpRouterService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { createApis, type ResultsApi } from './createApis';
import { lifecycleGate } from './lifecycleGate';
import { limitRate } from './limitRate';

/**
 * Serves the Results API of all clusters where upstream's server has it: at the
 * root. Backstage guards nothing there, so what it does for plugins is done
 * here. Backstage's own health is elsewhere, below `/.backstage/health`.
 */
export function mountOnRoot(options: {
  api: ResultsApi;
  rateLimit: { requests: number; windowMs: number };
  rootHttpRouter: RootHttpRouterService;
  lifecycle: LifecycleService;
}): void {
  const { api, rateLimit, rootHttpRouter, lifecycle } = options;
  const mounts = createApis(api, {
    basePath: '',
    oneCluster: false,
    guards: [lifecycleGate(lifecycle), limitRate(rateLimit)],
  });
  for (const { path, router } of mounts) {
    try {
      rootHttpRouter.use(path, router);
    } catch (error) {
      // Somebody else has it; that must not keep the backend from starting.
      api.logger.error(
        `The Results API is not served at ${path}: ${toError(error).message}`,
      );
    }
  }
}
