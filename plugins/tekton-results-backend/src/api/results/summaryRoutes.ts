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

import { SummaryLimitError } from '../../store';
import type { ApiContext } from './ApiContext';
import { formatSummary } from './formatSummary';
import { parseParent, parseResultName } from './names';
import { parseSummaryQuery } from './parseSummaryQuery';
import { factsOf } from './requestFacts';
import { GrpcCode, ResultsApiError } from './ResultsApiError';
import type { Routes } from './routes';
import { sendJson } from './sendJson';

/** The route of summaries; a Record of this name can be listed, but not got. */
export function summaryRoutes({
  summaries,
  scopeOf,
  expensive,
}: ApiContext): Routes {
  return {
    '/v1alpha2/parents/:parent/results/:result/records/summary': {
      async GET(req, res) {
        const name = parseResultName(req.params);
        const parent = parseParent(name.parent);
        const { view } = await scopeOf(req, res, {
          verb: 'get',
          resource: 'records',
          parent,
        });
        const { items, order, ...query } = parseSummaryQuery(req.query);
        const { groups, scanned } = await expensive(res, () =>
          summaries.summarize({
            view,
            parent,
            result: parseParent(name.result),
            ...query,
            totalOnly: items.every(item => item === 'total'),
          }),
        ).catch(asApiError);
        factsOf(res).scannedRows = scanned;
        const summary = formatSummary(groups, {
          items,
          order,
          grouped: query.groupBy !== undefined,
        });
        sendJson(res, summary.length > 0 ? { summary } : {});
      },
    },
  };
}

function asApiError(error: unknown): never {
  throw error instanceof SummaryLimitError
    ? new ResultsApiError(GrpcCode.FailedPrecondition, error.message)
    : error;
}
