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

import type { ApiContext } from './ApiContext';
import { healthRoutes } from './healthRoutes';
import { logRoutes } from './logRoutes';
import { openApiRoutes } from './openapi/openApiRoutes';
import { API_PATH, HEALTH_PATH } from './paths';
import { recordRoutes } from './recordRoutes';
import { resultRoutes } from './resultRoutes';
import type { Routes } from './routes';
import { summaryRoutes } from './summaryRoutes';

/** All that is served below a base path, by where it is mounted. */
export function apiRoutes(
  context: ApiContext,
): Readonly<Record<string, Routes>> {
  return {
    [API_PATH]: {
      ...resultRoutes(context),
      // First, as a Record might have the name of the route.
      ...summaryRoutes(context),
      ...recordRoutes(context),
      ...logRoutes(context),
      ...openApiRoutes(context),
    },
    [HEALTH_PATH]: healthRoutes(context),
  };
}
