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

import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { BASE, base64, openApi, RECORD, RESULT } from './__testUtils__/openApi';

jest.setTimeout(60_000);

const LOG_TYPE = 'results.tekton.dev/v1alpha3.Log';
const V1ALPHA3 = BASE.replace('v1alpha2', 'v1alpha3');

describe.each(TESTED_DATABASES.eachSupportedId())(
  'logs in the Results API on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;

    beforeEach(async () => {
      api = await openApi(databaseId);
      await api.create();
    });

    afterEach(() => api.close());

    async function postLog(name: string, type = LOG_TYPE) {
      const log = {
        kind: 'Log',
        spec: { resource: { kind: 'TaskRun', name: `run-${name}` } },
      };
      await api.post(`${RESULT}/records`, {
        name: `${RESULT}/records/${name}`,
        data: { type, value: base64(JSON.stringify(log)) },
      });
    }

    const listed = async (query = '', result = RESULT) => {
      const { status, body } = await api.get(`${result}/logs${query}`);
      expect(status).toBe(200);
      return ((body.records ?? []) as Array<{ name: string }>).map(
        ({ name }) => name,
      );
    };

    it('are an empty list where no Record tells of one', async () => {
      expect(await api.get(`${RESULT}/logs`)).toEqual({
        status: 200,
        body: {},
      });
      expect(await api.get('-/results/-/logs')).toEqual({
        status: 200,
        body: {},
      });
    });

    it('are listed with what Records tell of them', async () => {
      await postLog('l1');
      await postLog('l2', 'results.tekton.dev/v1alpha2.Log');
      const record = await api.get(`${RESULT}/records/l1`);
      const { body } = await api.get('shop/results/-/logs?page_size=1');
      expect(body.records).toEqual([
        { ...record.body, name: `${RESULT}/logs/l1` },
      ]);
      expect(
        await listed(
          `?page_size=1&page_token=${body.next_page_token}`,
          'shop/results/-',
        ),
      ).toEqual([`${RESULT}/logs/l2`]);
      expect(
        await listed('?order_by=created_time desc', '-/results/-'),
      ).toHaveLength(2);
    });

    it('are filtered, and never by more than the filter of the request', async () => {
      await postLog('l1');
      await postLog('l2');
      const filtered = (filter: string) =>
        listed(`?filter=${encodeURIComponent(filter)}`);
      expect(
        await filtered('data.spec.resource.name == "run-l2" // the second'),
      ).toEqual([`${RESULT}/logs/l2`]);
      expect(await filtered('data.n == 1 || true')).toHaveLength(2);
      const { status, body } = await api.get(
        `${RESULT}/logs?filter=${encodeURIComponent('true) || (true')}`,
      );
      expect([status, body.code]).toEqual([400, 3]);
    });

    it('refuses a page token of the list of Records', async () => {
      await api.post(`${RESULT}/records`, { name: `${RESULT}/records/n2` });
      const { body } = await api.get(`${RESULT}/records?page_size=1`);
      expect(
        await api.get(`${RESULT}/logs?page_token=${body.next_page_token}`),
      ).toMatchObject({ status: 400, body: { code: 3 } });
    });

    it('have no text, by the name of a log, of a run and in either version', async () => {
      await postLog('l1');
      for (const base of [BASE, V1ALPHA3]) {
        for (const name of ['l1', 'n1']) {
          expect(
            await api.call('GET', `${base}/${RESULT}/logs/${name}`),
          ).toEqual({
            status: 404,
            body: { code: 5, message: "Log doesn't exist" },
          });
        }
        expect(await api.call('GET', `${base}/${RESULT}/logs/none`)).toEqual({
          status: 404,
          body: { code: 5, message: 'record not found' },
        });
      }
    });

    it('are deleted, and nothing else is', async () => {
      await postLog('l1');
      const missing = {
        status: 404,
        body: { code: 5, message: 'record not found' },
      };
      expect(await api.remove(`${RESULT}/logs/n1`)).toEqual(missing);
      expect(
        await api.call('DELETE', `/clusters/test${BASE}/${RESULT}/logs/l1`),
      ).toEqual(missing);
      expect(await api.remove(`${RESULT}/logs/l1`)).toEqual({
        status: 200,
        body: {},
      });
      expect(await api.remove(`${RESULT}/logs/l1`)).toEqual(missing);
      expect((await api.get(RECORD)).status).toBe(200);
    });

    it.each([
      ['GET', `${BASE}/shop/results/UPPER/logs`, /^Invalid Name$/],
      ['GET', `${BASE}/shop/results/r1/logs/a.b`, /^Invalid Name$/],
      ['GET', `${V1ALPHA3}/shop/results/r1/logs/a.b`, /^Invalid Name$/],
      ['DELETE', `${BASE}/shop/results/r1/logs/a.b`, /^name must match .*logs/],
    ])('%s %s is refused for the name', async (method, path, message) => {
      expect(await api.call(method, path)).toEqual({
        status: 400,
        body: { code: 3, message: expect.stringMatching(message) },
      });
    });

    it.each([
      ['POST', `${BASE}/${RESULT}/logs`],
      ['PATCH', `${BASE}/${RESULT}/logs/l1`],
      ['PUT', `${BASE}/${RESULT}/logs/l1`],
      ['DELETE', `${V1ALPHA3}/${RESULT}/logs/l1`],
    ])('%s %s is no method of theirs', async (method, path) => {
      expect(await api.call(method, path)).toEqual({
        status: 501,
        body: { code: 12, message: 'Method Not Allowed' },
      });
    });
  },
);

describe.each(TESTED_DATABASES.eachSupportedId())(
  'health in the Results API on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;

    beforeAll(async () => {
      api = await openApi(databaseId);
    });

    afterAll(() => api.close());

    const unknown = {
      status: 404,
      body: { code: 5, message: 'unknown service' },
    };
    const serving = { status: 200, body: { status: 'SERVING' } };

    it.each([
      ['/healthz', serving],
      ['/healthz?service=', serving],
      ['/healthz?service=tekton.results.v1alpha2.Results', serving],
      ['/healthz?service=tekton.results.v1alpha2.Logs', serving],
      ['/healthz?service=tekton.results.v1alpha3.Logs', unknown],
      ['/healthz?service=tekton', unknown],
      ['/clusters/test/healthz', serving],
      ['/clusters/test/healthz?service=bogus', unknown],
      [
        '/clusters/none/healthz',
        {
          status: 404,
          body: { code: 5, message: "there is no cluster 'none'" },
        },
      ],
      [
        '/healthz/more',
        { status: 404, body: { code: 5, message: 'Not Found' } },
      ],
    ])('answers GET %s', async (path, answer) => {
      expect(await api.call('GET', path)).toEqual(answer);
    });

    it('has no other method', async () => {
      expect(await api.call('POST', '/healthz')).toEqual({
        status: 501,
        body: { code: 12, message: 'Method Not Allowed' },
      });
    });
  },
);
