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

import { mockErrorHandler } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  FilterValidation,
  ListRunsResponse,
} from 'backstage-plugin-tekton-results-common';
import express from 'express';
import request from 'supertest';
import {
  createTestStores,
  TESTED_DATABASES,
  type TestDatabaseId,
} from '../../__testUtils__/databases';
import { lastRecordedEvents } from '../../__testUtils__/recordedRuns';
import { accessParts } from '../__testUtils__/accessParts';
import { logParts } from '../__testUtils__/logParts';
import { retentionParts } from '../__testUtils__/retentionParts';
import type { CapturedRun } from '../../store';
import { createNativeRouter } from './createNativeRouter';

/** The native API over the recorded runs. */
async function startApi(id: TestDatabaseId) {
  const { stores } = await createTestStores(id);
  for (const { scope, captured } of lastRecordedEvents()) {
    await stores.capture.record(scope, [captured]);
  }
  const app = express()
    .use(
      createNativeRouter({
        runs: stores.runs,
        results: stores.results,
        ...logParts(),
        runAggregates: stores.runAggregates,
        ...retentionParts(stores),
        adviseFilter: stores.adviseFilter,
        catalog: catalogServiceMock(),
        ...accessParts({ results: stores.results }),
        health: () => ({ state: 'ok', clusters: [], configProblems: [] }),
        database: stores.database,
        outages: stores.outages,
      }),
    )
    .use(mockErrorHandler());
  const list = async (query: object) => {
    const response = await request(app).get('/runs').query(query);
    return { status: response.status, body: response.body as ListRunsResponse };
  };
  const validate = async (body: object) => {
    const response = await request(app).post('/filters:validate').send(body);
    return { status: response.status, body: response.body as FilterValidation };
  };
  return { app, stores, list, validate };
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'filters of the native API on %s',
  id => {
    let api: Awaited<ReturnType<typeof startApi>>;

    beforeAll(async () => {
      api = await startApi(id);
    });
    afterAll(() => api.stores.close());

    it.each<[string, (run: CapturedRun) => boolean]>([
      ['data.kind == "TaskRun"', ({ facts }) => facts.kind === 'TaskRun'],
      [
        'data.metadata.name.startsWith("checkout-build-")',
        ({ facts }) => facts.name.startsWith('checkout-build-'),
      ],
      ['data.spec.params.exists(p, p.name == "no-such")', () => false],
      [
        'data.status.conditions.exists(c, c.reason == "Failed")',
        ({ facts }) => facts.reason === 'Failed',
      ],
    ])('lists and counts the runs of %s', async (filter, matches) => {
      const count = lastRecordedEvents().filter(
        ({ captured }) => captured.facts.root && matches(captured),
      ).length;
      const { status, body } = await api.list({ filter });
      expect(status).toBe(200);
      expect(body.total).toEqual({ count, exact: true });
      expect(body.items).toHaveLength(count);
    });

    it('pages through what a filter matches, and back', async () => {
      const filter = 'data.metadata.name.contains("build")';
      const all = await api.list({ filter });
      const first = await api.list({ filter, limit: 2 });
      const second = await api.list({
        filter,
        limit: 2,
        cursor: first.body.nextCursor,
      });
      expect([...first.body.items, ...second.body.items]).toEqual(
        all.body.items.slice(0, 4),
      );
      const back = await api.list({
        filter,
        limit: 2,
        cursor: second.body.prevCursor,
      });
      expect(back.body.items).toEqual(first.body.items);
    });

    it('refuses the cursor of another filter', async () => {
      const { body } = await api.list({ filter: 'true', limit: 1 });
      const { status } = await api.list({
        filter: 'data.kind == "TaskRun"',
        cursor: body.nextCursor,
      });
      expect(status).toBe(400);
    });

    it('says what is wrong with a filter, and where', async () => {
      const { status, body } = await api.list({ filter: 'data.kind = "x"' });
      expect(status).toBe(400);
      expect(body).toMatchObject({
        error: {
          message: expect.stringMatching(
            /'filter': .*line 1, column 11.*Use == to compare/,
          ),
        },
      });
    });

    it('validates a filter without running it', async () => {
      const { status, body } = await api.validate({
        filter:
          'data.metadata.labels["app"] == "web" && data.a.b == "c" && size(data.x) > 1',
      });
      expect(status).toBe(200);
      expect(body).toEqual({
        valid: true,
        indexed: true,
        parts: [
          expect.objectContaining({
            text: 'data.metadata.labels["app"] == "web"',
            line: 1,
            column: 1,
            endColumn: 37,
            access: 'index',
          }),
          expect.objectContaining({
            text: 'data.a.b == "c"',
            access: 'signature',
          }),
          expect.objectContaining({
            text: 'size(data.x) > 1',
            access: 'objects',
          }),
        ],
      });
    });

    it('validates filters on Results, and the empty one', async () => {
      expect(
        (
          await api.validate({
            filter: 'summary.status == SUCCESS',
            subject: 'results',
          })
        ).body,
      ).toMatchObject({ valid: true, indexed: false });
      expect((await api.validate({ filter: '' })).body).toEqual({
        valid: true,
        indexed: true,
        parts: [],
      });
    });

    it('returns mistakes with their place and a hint', async () => {
      const { status, body } = await api.validate({
        filter: 'data.kind == "x" &&\n  data_typ == TASK_RUN',
      });
      expect(status).toBe(200);
      expect(body).toEqual({
        valid: false,
        errors: [
          {
            message: 'Unknown variable: data_typ',
            line: 2,
            column: 3,
            endColumn: 11,
            hint: 'Did you mean data_type?',
          },
        ],
      });
    });

    it.each([[{}], [{ filter: 1 }], [{ filter: '', subject: 'logs' }], [[]]])(
      'refuses the request %j',
      async body => {
        expect((await api.validate(body)).status).toBe(400);
      },
    );
  },
);
