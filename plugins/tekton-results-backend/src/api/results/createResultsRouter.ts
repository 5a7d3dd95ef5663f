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

import express, { type ErrorRequestHandler, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ResultStore, ResultView } from '../../store';
import { formatRecord, formatResult } from './format';
import { parseListQuery } from './parseListQuery';
import { parseRecordOrder, parseResultOrder } from './parseOrder';
import { parseParent, parseRecordName, parseResultName } from './names';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

/** Errors of this API have its own form; unknown ones go on to Backstage's. */
const handleError: ErrorRequestHandler = (error, _req, res, next) => {
  if (!(error instanceof ResultsApiError)) {
    next(error);
    return;
  }
  res.status(error.httpStatus).json({
    code: error.grpcCode,
    message: error.message,
  });
};

/**
 * The read routes of the Results API, below `/apis/results.tekton.dev`.
 *
 * @param options - `clusterExists` tells whether a name in the path is that of a
 * cluster; without a cluster in the path the routes cover all of them.
 */
export function createResultsRouter(options: {
  results: ResultStore;
  clusterExists: (name: string) => boolean;
}): Router {
  const { results, clusterExists } = options;
  const router = express.Router();
  router.use(
    '/apis/results.tekton.dev',
    createViewRouter(results, () => ({})),
  );
  router.use(
    '/clusters/:cluster/apis/results.tekton.dev',
    createViewRouter(results, ({ cluster }) => {
      if (!cluster || !clusterExists(cluster)) {
        throw new ResultsApiError(
          GrpcCode.NotFound,
          `there is no cluster '${cluster}'`,
        );
      }
      return { cluster };
    }),
  );
  return router;
}

function createViewRouter(
  store: ResultStore,
  viewOf: (params: Record<string, string | undefined>) => ResultView,
): Router {
  const router = PromiseRouter({ mergeParams: true });
  const results = '/v1alpha2/parents/:parent/results';

  router.get(results, async (req, res) => {
    const view = viewOf(req.params);
    const { formatToken, ...list } = parseListQuery(req.query, {
      scope: req.params.parent,
      subject: 'results',
      parseOrder: parseResultOrder,
    });
    const page = await store.listResults({
      view,
      parent: parseParent(req.params.parent),
      ...list,
    });
    res.json({
      ...(page.items.length > 0 && { results: page.items.map(formatResult) }),
      ...(page.next && {
        next_page_token: formatToken(page.next),
      }),
    });
  });

  router.get(`${results}/:result`, async (req, res) => {
    const result = await store.getResult(
      viewOf(req.params),
      parseResultName(req.params),
    );
    res.json(formatResult(found(result)));
  });

  router.get(`${results}/:result/records`, async (req, res) => {
    const view = viewOf(req.params);
    const name = parseResultName(req.params);
    const { formatToken, ...list } = parseListQuery(req.query, {
      scope: `${name.parent}/results/${name.result}`,
      subject: 'records',
      parseOrder: parseRecordOrder,
    });
    const page = await store.listRecords({
      view,
      parent: parseParent(name.parent),
      result: parseParent(name.result),
      ...list,
    });
    res.json({
      ...(page.items.length > 0 && { records: page.items.map(formatRecord) }),
      ...(page.next && { next_page_token: formatToken(page.next) }),
    });
  });

  router.get(`${results}/:result/records/:record`, async (req, res) => {
    const record = await store.getRecord(
      viewOf(req.params),
      parseRecordName(req.params),
    );
    res.json(formatRecord(found(record)));
  });

  router.use(() => {
    throw new ResultsApiError(GrpcCode.NotFound, 'Not Found');
  });
  router.use(handleError);
  return router;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new ResultsApiError(GrpcCode.NotFound, 'record not found');
  }
  return value;
}
