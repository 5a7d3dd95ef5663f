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
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Request, RequestHandler, Router } from 'express';
import type { ResultStore, ResultWriter, SummaryStore } from '../../store';
import type { ApiContext, RequestScope } from './ApiContext';
import type { ApiMetrics } from './ApiMetrics';
import { apiRoutes } from './apiRoutes';
import { BodyReader } from './BodyReader';
import { createApiRouter } from './createApiRouter';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

/** What the Results API is made of. */
export interface ResultsApi {
  readonly results: ResultStore;
  readonly summaries: SummaryStore;
  readonly writer: ResultWriter;
  /** Whether a name in a path is that of a cluster. */
  readonly clusterExists: (name: string) => boolean;
  /** What is written to without a cluster in the path. */
  readonly defaultCluster: string;
  /** The largest message that a request may carry. */
  readonly maxMessageBytes: number;
  readonly metrics: ApiMetrics;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
}

/** Where a part of the Results API is mounted, and what answers there. */
export interface ApiMount {
  /** With names of parameters in place of values. */
  readonly path: string;
  readonly router: Router;
}

/**
 * What is served below a base path: the API and, beside it, its health.
 *
 * @param options - `oneCluster`: the base path has a parameter `cluster`;
 * `guards` may refuse requests before anything else
 */
export function createApis(
  api: ResultsApi,
  options: {
    basePath: string;
    oneCluster: boolean;
    guards?: readonly RequestHandler[];
  },
): ApiMount[] {
  const { basePath, oneCluster, guards } = options;
  const bodies = new BodyReader({ maxBytes: api.maxMessageBytes });
  const context: ApiContext = {
    store: api.results,
    summaries: api.summaries,
    writer: api.writer,
    bodies,
    scopeOf: req =>
      oneCluster
        ? scopeOfCluster(req, api)
        : { view: {}, cluster: api.defaultCluster },
  };
  return Object.entries(apiRoutes(context)).map(([path, routes]) => ({
    path: `${basePath}${path}`,
    router: createApiRouter({
      basePath: `${basePath}${path}`,
      guards,
      routes,
      bodies,
      metrics: api.metrics,
      httpAuth: api.httpAuth,
      logger: api.logger,
    }),
  }));
}

function scopeOfCluster(
  { params: { cluster } }: Request,
  { defaultCluster, clusterExists }: ResultsApi,
): RequestScope {
  if (cluster !== defaultCluster && !clusterExists(cluster)) {
    throw new ResultsApiError(
      GrpcCode.NotFound,
      `there is no cluster '${cluster}'`,
    );
  }
  return { view: { cluster }, cluster };
}
