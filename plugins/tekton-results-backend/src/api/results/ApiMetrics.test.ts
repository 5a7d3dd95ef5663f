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

import { mockCredentials } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { ApiMetrics } from './ApiMetrics';
import { BASE, openApi, RECORD, RESULT } from './__testUtils__/openApi';

jest.setTimeout(60_000);

/** Remembers what each instrument was told. */
function recordingMetrics() {
  const told = new Map<string, Array<[number, unknown]>>();
  const instrument = (name: string) => {
    told.set(name, []);
    const tell = (value: number, attributes: unknown) =>
      told.get(name)?.push([value, attributes]);
    return { add: tell, record: tell };
  };
  const metrics = new ApiMetrics(
    metricsServiceMock.mock({
      createCounter: instrument,
      createHistogram: instrument,
    }),
  );
  return { metrics, told };
}

const RESULTS = '/apis/results.tekton.dev/v1alpha2/parents/:parent/results';

describe.each(TESTED_DATABASES.eachSupportedId())(
  'metrics of the Results API on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;
    let told: ReturnType<typeof recordingMetrics>['told'];

    beforeAll(async () => {
      const recording = recordingMetrics();
      told = recording.told;
      api = await openApi(databaseId, { metrics: recording.metrics });
      await api.create();
    });

    afterAll(() => api.close());

    async function toldOf(method: string, path: string, token?: string) {
      told.forEach(values => values.splice(0));
      await api.call(
        method,
        path,
        undefined,
        token ? { Authorization: token } : {},
      );
      // The client has its answer before the server is done with it.
      while (!told.get('tekton_results.api.requests')?.length) {
        await new Promise(resolve => setTimeout(resolve, 1));
      }
      return Object.fromEntries(told);
    }

    it.each([
      ['GET', `${BASE}/shop/results`, RESULTS, 200, 0],
      ['GET', `${BASE}/shop/results?filter=bogus`, RESULTS, 400, 3],
      ['GET', `${BASE}/${RESULT}`, `${RESULTS}/:result`, 200, 0],
      ['GET', `${BASE}/shop/results/none`, `${RESULTS}/:result`, 404, 5],
      ['HEAD', `${BASE}/shop/results`, RESULTS, 501, 12],
      [
        'GET',
        `/clusters/test${BASE}/shop/results`,
        `/clusters/:cluster${RESULTS}`,
        200,
        0,
      ],
      ['GET', '/clusters/none/healthz', '/clusters/:cluster/healthz', 404, 5],
      ['GET', '/healthz', '/healthz', 200, 0],
      ['GET', '/healthz/4711', undefined, 404, 5],
      ['GET', `${BASE}/shop/%zz`, undefined, 404, 5],
      ['GET', `${BASE}/%zz/results`, undefined, 400, 3],
    ])(
      '%s %s is one of route %s, status %i and code %i',
      async (method, path, route, status, code) => {
        const attributes = {
          'http.request.method': method,
          ...(route && { 'http.route': route }),
          'http.response.status_code': status,
          'rpc.grpc.status_code': code,
        };
        const values = await toldOf(method, path);
        expect(values['tekton_results.api.requests']).toEqual([
          [1, attributes],
        ]);
        expect(values['tekton_results.api.request.duration']).toEqual([
          [expect.any(Number), attributes],
        ]);
        const [[seconds]] = values['tekton_results.api.request.duration'];
        expect(seconds).toBeGreaterThan(0);
        expect(seconds).toBeLessThan(60);
      },
    );

    it('has no route, and no method, that somebody made up', async () => {
      const { 'tekton_results.api.requests': requests } = await toldOf(
        'PROPFIND',
        `${BASE}/4711/nothing`,
      );
      expect(requests).toEqual([
        [
          1,
          {
            'http.request.method': '_OTHER',
            'http.response.status_code': 404,
            'rpc.grpc.status_code': 5,
          },
        ],
      ]);
    });

    it('counts who is refused', async () => {
      const { 'tekton_results.api.requests': requests } = await toldOf(
        'GET',
        `${BASE}/shop/results`,
        mockCredentials.none.header(),
      );
      expect(requests).toEqual([
        [
          1,
          {
            'http.request.method': 'GET',
            'http.response.status_code': 401,
            'rpc.grpc.status_code': 16,
          },
        ],
      ]);
    });

    it.each([
      ['a list', `${BASE}/${RESULT}/records`, 1],
      ['a list of nothing', `${BASE}/nobody/results`, 0],
      [
        'a filter that needs the object',
        `${BASE}/${RESULT}/records?filter=${encodeURIComponent(
          'size(string(data.n)) == 7',
        )}`,
        1,
      ],
      ['logs', `${BASE}/${RESULT}/logs`, 0],
    ])('tells the rows that %s looks at', async (_, path, rows) => {
      const values = await toldOf('GET', path);
      expect(values['tekton_results.api.request.scanned_rows']).toEqual([
        [rows, expect.objectContaining({ 'http.response.status_code': 200 })],
      ]);
    });

    it('tells no rows of what is no list', async () => {
      const values = await toldOf('GET', `${BASE}/${RECORD}`);
      expect(values['tekton_results.api.request.scanned_rows']).toEqual([]);
    });
  },
);
