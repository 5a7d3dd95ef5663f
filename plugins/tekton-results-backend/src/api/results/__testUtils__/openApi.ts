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

import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import express from 'express';
import request from 'supertest';
import {
  createTestStores,
  type TestDatabaseId,
} from '../../../__testUtils__/databases';
import { accessParts } from '../../__testUtils__/accessParts';
import { logParts } from '../../__testUtils__/logParts';
import { ApiMetrics } from '../ApiMetrics';
import type { ResultsApi } from '../createApis';
import { createResultsRouter } from '../createResultsRouter';

/** What precedes names of Results in a path. */
export const BASE = '/apis/results.tekton.dev/v1alpha2/parents';
/** A Result and a Record of it, as tests name theirs. */
export const RESULT = 'shop/results/r1';
export const RECORD = `${RESULT}/records/n1`;

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & {
    readonly code?: number;
    readonly etag?: string;
    readonly data?: { readonly type?: string; readonly value?: string };
  };
}

type Headers = Record<string, string>;

export function base64(json: string | Buffer): string {
  return Buffer.from(json).toString('base64');
}

/** The Results API as it is by default, for somebody who is signed in. */
export function testApi(
  parts: Pick<ResultsApi, 'results' | 'summaries' | 'writer'> &
    Partial<ResultsApi>,
): ResultsApi {
  return {
    clusterExists: () => false,
    defaultCluster: () => 'default',
    maxMessageBytes: 4 * 1024 * 1024,
    metrics: new ApiMetrics(metricsServiceMock.mock()),
    ...accessParts({ results: parts.results }),
    ...logParts(),
    runs: { get: async () => undefined, children: async () => [] },
    pins: { isKept: async () => false },
    adviseFilter: () => ({ indexed: true, parts: [] }),
    logger: mockServices.logger.mock(),
    ...parts,
  };
}

/**
 * The Results API on an empty archive, with the clusters `prod`, which is the
 * default, and `test`.
 */
export async function openApi(
  databaseId: TestDatabaseId,
  options: Partial<ResultsApi> = {},
) {
  const { db, stores } = await createTestStores(databaseId);
  const logger = mockServices.logger.mock();
  const { router } = createResultsRouter(
    testApi({
      results: stores.results,
      runs: stores.runs,
      summaries: stores.summaries,
      writer: stores.writer,
      pins: stores.pins,
      clusterExists: name => ['prod', 'test'].includes(name),
      defaultCluster: () => 'prod',
      logger,
      ...options,
    }),
  );
  const app = express().use(router);

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Headers = {},
  ): Promise<Answer> {
    const verb = method.toLowerCase() as 'post';
    const sent = request(app)
      [verb](path)
      .set({ 'Content-Type': 'application/json', ...headers });
    const answer = await (body === undefined
      ? sent
      : sent.send(
          typeof body === 'string' || Buffer.isBuffer(body)
            ? body
            : JSON.stringify(body),
        ));
    return { status: answer.status, body: answer.body };
  }

  const post = (path: string, body: unknown, headers?: Headers) =>
    call('POST', `${BASE}/${path}`, body, headers);
  return {
    db,
    stores,
    router,
    logger,
    close: () => stores.close(),
    call,
    post,
    patch: (path: string, body: unknown, headers?: Headers) =>
      call('PATCH', `${BASE}/${path}`, body, headers),
    get: (path: string) => call('GET', `${BASE}/${path}`),
    remove: (path: string) => call('DELETE', `${BASE}/${path}`),
    /** Creates {@link RESULT} and {@link RECORD}, which holds `{"n": 1}`. */
    async create(): Promise<void> {
      await post('shop/results', { name: RESULT });
      await post(`${RESULT}/records`, {
        name: RECORD,
        data: { type: 'a/v1.Thing', value: base64('{"n": 1}') },
      });
    },
  };
}
