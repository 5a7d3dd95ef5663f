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
import { storeDocuments } from '../../__testUtils__/storeDocuments';
import { SummaryLimitError } from '../../store';
import { BASE, base64, openApi, RESULT } from './__testUtils__/openApi';

jest.setTimeout(60_000);

const run = (name: string, namespace: string, seconds: number) => ({
  parent: namespace,
  result: 'r1',
  name,
  dataType: 'tekton.dev/v1.TaskRun',
  cluster: 'prod',
  data: {
    metadata: { namespace },
    status: {
      startTime: '2026-11-20T10:00:00Z',
      completionTime: new Date(
        Date.UTC(2026, 10, 20, 10) + seconds * 1000,
      ).toISOString(),
      conditions: [{ reason: seconds > 60 ? 'Failed' : 'Succeeded' }],
    },
  },
});

describe.each(TESTED_DATABASES.eachSupportedId())(
  'summaries of the Results API on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;

    beforeAll(async () => {
      api = await openApi(databaseId);
      await storeDocuments(api.db, [
        run('a', 'shop', 30),
        run('b', 'shop', 90),
        run('c', 'web', 100_000),
        { ...run('d', 'web', 1), cluster: 'test' },
      ]);
    });

    afterAll(() => api.close());

    function get(scope: string, query: Record<string, string> = {}) {
      return api.get(`${scope}/records/summary?${new URLSearchParams(query)}`);
    }

    it('count all Records if nothing else is said', async () => {
      expect(await get('-/results/-')).toEqual({
        status: 200,
        body: { summary: [{ total: 4 }] },
      });
      expect((await get('shop/results/-')).body.summary).toEqual([
        { total: 2 },
      ]);
      expect((await get('web/results/r2')).body.summary).toEqual([
        { total: 0 },
      ]);
    });

    it('group and order what they sum up', async () => {
      const { body } = await get('-/results/r1', {
        summary: 'total, failed ,max_duration,last_runtime',
        group_by: 'namespace',
        order_by: 'DESC max_duration',
        filter: 'data_type == TASK_RUN',
      });
      const last_runtime = Date.UTC(2026, 10, 20, 10) / 1000;
      expect(body).toEqual({
        summary: [
          {
            failed: 1,
            group_value: 'web',
            last_runtime,
            max_duration: '1 day 03:46:40',
            total: 2,
          },
          {
            failed: 1,
            group_value: 'shop',
            last_runtime,
            max_duration: '00:01:30',
            total: 2,
          },
        ],
      });
    });

    it('have no list if there are no groups', async () => {
      expect(
        await get('-/results/-', { group_by: 'day', filter: 'name == "x"' }),
      ).toEqual({ status: 200, body: {} });
    });

    it('are of the cluster in the path', async () => {
      const path =
        '/clusters/test/apis/results.tekton.dev/v1alpha2/parents/-/results/-/records/summary';
      expect((await api.call('GET', path)).body).toEqual({
        summary: [{ total: 1 }],
      });
    });

    it.each([
      [{ summary: 'bogus' }, 'invalid aggregate query: bogus'],
      [{ group_by: 'bogus' }, 'group_by does not recognize bogus'],
      [
        { group_by: 'day', order_by: 'failed desc' },
        'field name failed is not allowed, must be one of summary',
      ],
    ])('refuse %j', async (query, message) => {
      expect(await get('-/results/-', query)).toEqual({
        status: 400,
        body: { code: 3, message },
      });
    });

    it('refuse filters that are wrong, and names', async () => {
      expect(await get('-/results/-', { filter: 'bogus == 1' })).toMatchObject({
        status: 400,
        body: { code: 3 },
      });
      expect(await get('UPPER/results/-')).toMatchObject({
        status: 400,
        body: { code: 3, message: expect.stringMatching(/^name must match/) },
      });
    });

    it('hide a Record of this name from being got, and nothing more', async () => {
      const name = `${RESULT}/records/summary`;
      await api.post('shop/results', { name: RESULT });
      const data = { type: 'a/v1.Thing', value: base64('{"n": 1}') };
      const created = await api.post(`${RESULT}/records`, { name, data });
      expect(created.status).toBe(200);
      expect((await api.get(name)).body).toEqual({ summary: [{ total: 3 }] });
      expect((await api.patch(name, { data })).body.name).toBe(name);
      expect((await api.call('PUT', `${BASE}/${name}`)).status).toBe(501);
      expect(await api.remove(name)).toEqual({ status: 200, body: {} });
      expect((await api.remove(name)).status).toBe(404);
    });

    it('fail with advice if they would read too much', async () => {
      const busy = await openApi(databaseId, {
        summaries: {
          summarize: async () => {
            throw new SummaryLimitError('objects');
          },
        },
      });
      expect(await busy.get('-/results/-/records/summary')).toEqual({
        status: 400,
        body: { code: 9, message: expect.stringMatching(/too many .* narrow/) },
      });
      await busy.close();
    });
  },
);
