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
import { queryParameter } from './queryParameter';
import { GrpcCode, ResultsApiError } from './ResultsApiError';
import type { Routes } from './routes';
import { sendJson } from './sendJson';

/** What is served, beside the server as a whole. */
const SERVICES = [
  '',
  'tekton.results.v1alpha2.Results',
  'tekton.results.v1alpha2.Logs',
];

/** Says that the API is served, whatever becomes of the database. */
export function healthRoutes({ assertCluster }: ApiContext): Routes {
  return {
    '/': {
      async GET(req, res) {
        await assertCluster(req, res);
        const service = queryParameter(req.query, 'service') ?? '';
        if (!SERVICES.includes(service)) {
          throw new ResultsApiError(GrpcCode.NotFound, 'unknown service');
        }
        sendJson(res, { status: 'SERVING' });
      },
    },
  };
}
