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
  MetricsService,
  MetricsServiceCounter,
  MetricsServiceHistogram,
} from '@backstage/backend-plugin-api/alpha';
import type { RequestHandler } from 'express';
import { factsOf } from './requestFacts';

/** As OpenTelemetry advises for HTTP servers. */
const SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];
const ROWS = [1, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000];

/** Others are one, as anybody can make methods up. */
const METHODS = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  ...['OPTIONS', 'TRACE', 'CONNECT'],
];

/**
 * Counts and measures requests to the Results API by method, route and code.
 * The route is a template, so that there are few of each.
 */
export class ApiMetrics {
  private readonly requests: MetricsServiceCounter;
  private readonly duration: MetricsServiceHistogram;
  private readonly scannedRows: MetricsServiceHistogram;

  constructor(metrics: MetricsService) {
    this.requests = metrics.createCounter('tekton_results.api.requests', {
      description: 'Requests to the Results API that were answered',
      unit: '{request}',
    });
    this.duration = metrics.createHistogram(
      'tekton_results.api.request.duration',
      {
        description: 'How long requests to the Results API took',
        unit: 's',
        advice: { explicitBucketBoundaries: SECONDS },
      },
    );
    this.scannedRows = metrics.createHistogram(
      'tekton_results.api.request.scanned_rows',
      {
        description: 'Rows that were read to make a list of the Results API',
        unit: '{row}',
        advice: { explicitBucketBoundaries: ROWS },
      },
    );
  }

  /** Measures the requests that pass. */
  observe(): RequestHandler {
    return (req, res, next) => {
      const { method } = req;
      const start = performance.now();
      res.once('close', () => {
        const { route, code, scannedRows } = factsOf(res);
        const attributes = {
          'http.request.method': METHODS.includes(method) ? method : '_OTHER',
          // There is none for what is no path of the API.
          ...(route && { 'http.route': route }),
          // Nor a status for whom did not wait for it.
          ...(res.headersSent && {
            'http.response.status_code': res.statusCode,
            'rpc.grpc.status_code': code,
          }),
        };
        this.requests.add(1, attributes);
        this.duration.record((performance.now() - start) / 1000, attributes);
        if (scannedRows !== undefined) {
          this.scannedRows.record(scannedRows, attributes);
        }
      });
      next();
    };
  }
}
