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
import type { CallerAuth } from '../../auth';
import type { RunLogs } from '../../logs';
import type {
  FilterAdvisor,
  LogStore,
  PinStore,
  ResultStore,
  ResultWriter,
  RunStore,
  SummaryStore,
} from '../../store';
import type { AuditLog } from '../audit';
import type { ExpensiveRequests } from '../limits';
import type { PositionSealer } from '../positions';
import type { ApiContext } from './ApiContext';
import type { ApiMetrics } from './ApiMetrics';
import { apiRoutes } from './apiRoutes';
import { authenticate } from './authenticate';
import { BodyReader } from './BodyReader';
import { createApiRouter } from './createApiRouter';
import { callerOf, RequestScopes } from './RequestScopes';

/** What the Results API is made of. */
export interface ResultsApi {
  readonly results: ResultStore;
  readonly summaries: SummaryStore;
  readonly writer: ResultWriter;
  readonly runs: Pick<RunStore, 'get' | 'children'>;
  readonly runLogs: Pick<RunLogs, 'of'>;
  readonly logs: Pick<LogStore, 'logsOf' | 'expire'>;
  readonly pins: Pick<PinStore, 'isKept'>;
  /** Whether there is a cluster of that name at present; it may be written to. */
  readonly clusterExists: (name: string) => boolean;
  /** What is written to without a cluster in the path, unless it is not there. */
  readonly defaultCluster: () => string | undefined;
  /** The largest message that a request may carry. */
  readonly maxMessageBytes: number;
  readonly metrics: ApiMetrics;
  readonly callers: Pick<CallerAuth, 'identify'>;
  readonly audit: AuditLog;
  readonly expensive: ExpensiveRequests;
  readonly adviseFilter: FilterAdvisor;
  readonly positions: PositionSealer;
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
  const scopes = new RequestScopes({ ...api, oneCluster });
  const context: ApiContext = {
    store: api.results,
    summaries: api.summaries,
    writer: api.writer,
    runs: api.runs,
    runLogs: api.runLogs,
    logs: api.logs,
    pins: api.pins,
    bodies,
    positions: api.positions,
    scopeOf: (req, res, request) => scopes.scopeOf(req, res, request),
    assertCluster: (req, res) => scopes.assertCluster(req, res),
    expensive: (res, work) => api.expensive.run(callerOf(res).id, work),
    isExpensive: filter =>
      filter !== undefined && !api.adviseFilter(filter).indexed,
  };
  return Object.entries(apiRoutes(context)).map(([path, routes]) => ({
    path: `${basePath}${path}`,
    router: createApiRouter({
      basePath: `${basePath}${path}`,
      guards,
      routes,
      bodies,
      metrics: api.metrics,
      authenticate: authenticate({ ...api, oneCluster }),
      logger: api.logger,
    }),
  }));
}
