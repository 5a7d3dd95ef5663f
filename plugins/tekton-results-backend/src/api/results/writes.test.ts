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

import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  tektonRecordDeletePermission,
  tektonRecordWritePermission,
} from 'backstage-plugin-tekton-results-common';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { accessParts } from '../__testUtils__/accessParts';
import { base64, BASE, openApi, RECORD, RESULT } from './__testUtils__/openApi';

jest.setTimeout(60_000);

describe('without the default cluster', () => {
  it.each(TESTED_DATABASES.eachSupportedId())(
    'refuses to write unless a cluster is named, and reads of all on %s',
    async databaseId => {
      const api = await openApi(databaseId, {
        defaultCluster: () => undefined,
      });
      const refused = {
        status: 400,
        body: { code: 9, message: expect.stringContaining('default cluster') },
      };
      const item = { name: RESULT };
      expect(await api.post('shop/results', item)).toMatchObject(refused);
      expect(await api.patch(RESULT, item)).toMatchObject(refused);
      expect(await api.remove(RESULT)).toMatchObject(refused);
      const named = `/clusters/test${BASE}/shop/results`;
      expect((await api.call('POST', named, item)).status).toBe(200);
      expect((await api.get(RESULT)).status).toBe(200);
      await api.close();
    },
  );

  it.each(TESTED_DATABASES.eachSupportedId())(
    'refuses those who may not write, before it says so, on %s',
    async databaseId => {
      const { callers } = accessParts({
        results: { listParents: async () => [] },
        policy: ({ name }) => ({
          result: [
            tektonRecordWritePermission.name,
            tektonRecordDeletePermission.name,
          ].includes(name)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
        }),
      });
      const api = await openApi(databaseId, {
        callers,
        defaultCluster: () => undefined,
      });
      const refused = { status: 401, body: { code: 16 } };
      const item = { name: RESULT };
      expect(await api.post('shop/results', item)).toMatchObject(refused);
      expect(await api.patch(RESULT, item)).toMatchObject(refused);
      expect(await api.remove(RESULT)).toMatchObject(refused);
      await api.close();
    },
  );
});

describe('a cluster that is not configured any more', () => {
  it.each(TESTED_DATABASES.eachSupportedId())(
    'can be read as long as there is something, and not be written to on %s',
    async databaseId => {
      let clusters = ['prod', 'test'];
      const api = await openApi(databaseId, {
        clusterExists: name => clusters.includes(name),
      });
      const at = (cluster: string) => `/clusters/${cluster}${BASE}/${RESULT}`;
      const list = `/clusters/test${BASE}/shop/results`;
      await api.call('POST', list, { name: RESULT });
      clusters = ['prod'];
      expect((await api.call('GET', list)).body.results).toHaveLength(1);
      expect((await api.call('GET', at('test'))).status).toBe(200);
      expect((await api.call('GET', '/clusters/test/healthz')).status).toBe(
        200,
      );
      expect(await api.call('DELETE', at('test'))).toMatchObject({
        status: 400,
        body: { code: 9, message: expect.stringContaining('only be read') },
      });
      const unknown = { status: 404, body: { code: 5 } };
      expect(await api.call('GET', at('none'))).toMatchObject(unknown);
      expect(await api.call('DELETE', at('none'))).toMatchObject(unknown);
      await api.close();
    },
  );

  it.each(TESTED_DATABASES.eachSupportedId())(
    'refuses those who may not write, before it says so, on %s',
    async databaseId => {
      let clusters = ['prod', 'test'];
      let denied: readonly string[] = [];
      const { callers } = accessParts({
        results: { listParents: async () => [] },
        policy: ({ name }) => ({
          result: denied.includes(name)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
        }),
      });
      const api = await openApi(databaseId, {
        callers,
        clusterExists: name => clusters.includes(name),
      });
      const path = `/clusters/test${BASE}/shop/results`;
      const item = { name: RESULT };
      await api.call('POST', path, item);
      clusters = ['prod'];
      denied = [
        tektonRecordWritePermission.name,
        tektonRecordDeletePermission.name,
      ];
      const refused = { status: 401, body: { code: 16 } };
      expect(await api.call('POST', path, item)).toMatchObject(refused);
      const one = `/clusters/test${BASE}/${RESULT}`;
      expect(await api.call('PATCH', one, item)).toMatchObject(refused);
      expect(await api.call('DELETE', one)).toMatchObject(refused);
      await api.close();
    },
  );
});

describe.each(TESTED_DATABASES.eachSupportedId())(
  'writes through the Results API on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;

    beforeEach(async () => {
      api = await openApi(databaseId);
    });

    it('answers with what was created, as upstream shapes it', async () => {
      const { status, body } = await api.post('shop/results', {
        name: RESULT,
        id: 'ignored',
        unknown: { anything: true },
        createTime: '2020-01-01T00:00:00Z',
        annotations: { b: '2', a: '1' },
        summary: {
          record: RECORD,
          type: 'tekton.dev/v1.PipelineRun',
          startTime: '2026-03-01T08:00:00.123456789+02:00',
          end_time: '2026-03-01T06:00:30Z',
          status: 1,
          annotations: null,
        },
      });
      expect(status).toBe(200);
      expect(Object.keys(body)).toEqual([
        'name',
        'id',
        'uid',
        'created_time',
        'create_time',
        'updated_time',
        'update_time',
        'annotations',
        'etag',
        'summary',
      ]);
      expect(body).toMatchObject({
        name: RESULT,
        create_time: '2026-11-21T12:00:00Z',
        annotations: { a: '1', b: '2' },
        etag: expect.stringMatching(/^[-0-9a-f]{36}-\d{19}$/),
        summary: {
          record: RECORD,
          type: 'tekton.dev/v1.PipelineRun',
          start_time: '2026-03-01T06:00:00.123456Z',
          end_time: '2026-03-01T06:00:30Z',
          status: 'SUCCESS',
        },
      });
      expect((await api.get(RESULT)).body).toEqual(body);
    });

    it('stores data byte by byte, and none if none is sent', async () => {
      await api.create();
      const { body } = await api.get(RECORD);
      expect(body.data).toEqual({
        type: 'a/v1.Thing',
        value: base64('{"n": 1}'),
      });

      const bare = await api.post(`${RESULT}/records`, {
        name: `${RESULT}/records/n2`,
      });
      expect(bare.status).toBe(200);
      expect(bare.body).not.toHaveProperty('data');
      expect((await api.get(`${RESULT}/records`)).body.records).toHaveLength(2);
    });

    it('writes to the default cluster, or to that of the path', async () => {
      await api.post('shop/results', { name: RESULT });
      const inTest = await api.call(
        'POST',
        `/clusters/test${BASE}/shop/results`,
        {
          name: RESULT,
          annotations: { in: 'test' },
        },
      );
      expect(inTest.status).toBe(200);
      expect(await api.db('results').orderBy('seq').pluck('cluster')).toEqual([
        'prod',
        'test',
      ]);
      expect((await api.remove(RESULT)).status).toBe(200);
      expect(await api.db('results').pluck('cluster')).toEqual(['test']);
      expect(
        await api.call('DELETE', `/clusters/none${BASE}/${RESULT}`),
      ).toMatchObject({ status: 404, body: { code: 5 } });
    });

    it.each<[string, string, unknown, number, number, RegExp]>([
      [
        'POST',
        'shop/results',
        { name: 'UPPER/results/x' },
        400,
        3,
        /^name must match/,
      ],
      [
        'POST',
        'shop/results',
        { name: 'shop/results/a/records/b' },
        400,
        3,
        /^name must match/,
      ],
      ['POST', 'other/results', { name: RESULT }, 400, 3, /^requested parent/],
      ['POST', '-/results', { name: '-/results/x' }, 400, 3, /'-'/],
      ['POST', 'shop/results', { name: 'shop/results/-' }, 400, 3, /'-'/],
      ['POST', 'shop/results', { name: RESULT }, 409, 6, /exists/],
      ['POST', `${RESULT}/records`, { name: RECORD }, 409, 6, /exists/],
      [
        'POST',
        `${RESULT}/records`,
        { name: `${RESULT}/records/-` },
        400,
        3,
        /'-'/,
      ],
      [
        'POST',
        `${RESULT}/records`,
        { name: 'shop/results/r2/records/n1' },
        400,
        3,
        /^requested parent/,
      ],
      ['POST', `${RESULT}/records`, {}, 400, 3, /^name must match/],
      [
        'POST',
        'shop/results/r2/records',
        { name: 'shop/results/r2/records/n1' },
        404,
        5,
        /^record not found$/,
      ],
      ['PATCH', 'shop/results/r2', {}, 404, 5, /record not found$/],
      ['PATCH', 'shop/results/-', {}, 404, 5, /record not found$/],
      ['PATCH', `${RESULT}?name=none`, {}, 400, 3, /^name must match/],
      ['PATCH', `${RESULT}?etag=x&etag=y`, {}, 400, 3, /^too many values/],
      ['PATCH', `${RESULT}/records/n2`, {}, 404, 5, /^record not found$/],
      ['PATCH', `${RECORD}?etag=stale`, {}, 400, 9, /^the etag mismatches$/],
      ['PATCH', `${RECORD}?update_mask=bogus`, {}, 400, 3, /bogus/],
      [
        'PATCH',
        RECORD,
        { data: { value: base64('{') } },
        400,
        3,
        /^data\.value/,
      ],
      ['DELETE', 'shop/results/r2', undefined, 404, 5, /^record not found$/],
      [
        'DELETE',
        `${RESULT}/records/n2`,
        undefined,
        404,
        5,
        /^record not found$/,
      ],
      ['DELETE', `${RESULT}/records/N2`, undefined, 400, 3, /^name must match/],
      ['PUT', RESULT, {}, 501, 12, /^Method Not Allowed$/],
      ['POST', RESULT, {}, 501, 12, /^Method Not Allowed$/],
      ['PATCH', 'shop/results', {}, 501, 12, /^Method Not Allowed$/],
      ['OPTIONS', RECORD, undefined, 501, 12, /^Method Not Allowed$/],
      [
        'DELETE',
        `${RESULT}/records`,
        undefined,
        501,
        12,
        /^Method Not Allowed$/,
      ],
      ['GET', 'shop', undefined, 404, 5, /^Not Found$/],
      ['GET', 'shop/results/', undefined, 404, 5, /^Not Found$/],
      ['POST', 'shop/results/r1/bogus', {}, 404, 5, /^Not Found$/],
      ['GET', 'shop/results/%zz', undefined, 400, 3, /decode/],
    ])(
      'refuses %s %s %j with %i, code %i',
      async (method, path, body, status, code, message) => {
        await api.create();
        expect(await api.call(method, `${BASE}/${path}`, body)).toEqual({
          status,
          body: { code, message: expect.stringMatching(message) },
        });
      },
    );

    it('answers HEAD as a method that there is not', async () => {
      await api.create();
      const { status } = await api.call('HEAD', `${BASE}/${RESULT}`);
      expect(status).toBe(501);
    });

    it('decodes slashes before it takes a path apart', async () => {
      await api.create();
      const path = `${BASE}/${RECORD.replaceAll('/', '%2F')}`;
      expect((await api.call('GET', path)).body).toMatchObject({
        name: RECORD,
      });
    });

    it('takes a form for the parameters of a list, if told so', async () => {
      await api.create();
      const answer = await api.post(
        'shop/results',
        'filter=parent+%3D%3D+"none"',
        {
          'Content-Type': 'application/x-www-form-urlencoded',
          'X-HTTP-Method-Override': 'GET',
        },
      );
      expect(answer).toEqual({ status: 200, body: {} });
    });

    describe('of a Result that is there', () => {
      it('replaces all of it, by the path or by the name in the query', async () => {
        await api.post('shop/results', {
          name: RESULT,
          annotations: { a: '1' },
          summary: { record: RECORD, type: 't' },
        });
        const byPath = await api.patch(RESULT, { annotations: { b: '2' } });
        expect(byPath.body).toMatchObject({ annotations: { b: '2' } });
        expect(byPath.body).not.toHaveProperty('summary');
        const byName = await api.patch(`none/results/none?name=${RESULT}`, {
          name: 'ignored',
        });
        expect(byName.body).not.toHaveProperty('annotations');
        expect(byName.body.name).toBe(RESULT);
      });

      it('takes an etag from the query or the header, never from the body', async () => {
        const { body } = await api.post('shop/results', { name: RESULT });
        const stale = { etag: 'stale', annotations: { a: '1' } };
        expect((await api.patch(RESULT, stale)).status).toBe(200);
        expect(
          await api.patch(`${RESULT}?etag=${body.etag}`, {}),
        ).toMatchObject({
          status: 400,
          body: { code: 9 },
        });
        for (const header of [
          `"${body.etag}"`,
          `W/"${body.etag}"`,
          `${body.etag}`,
        ]) {
          const answer = await api.patch(RESULT, {}, { 'If-Match': header });
          expect(answer).toMatchObject({ status: 400, body: { code: 9 } });
        }
        const { etag } = (await api.get(RESULT)).body;
        expect(
          (await api.patch(RESULT, {}, { 'If-Match': `"${etag}"` })).status,
        ).toBe(200);
        expect((await api.patch(RESULT, {}, { 'If-Match': '*' })).status).toBe(
          200,
        );
      });

      it('removes it with its Records', async () => {
        await api.create();
        expect(await api.remove(RESULT)).toEqual({ status: 200, body: {} });
        expect((await api.get(RECORD)).status).toBe(404);
        expect(await api.db('record_payloads').select('*')).toEqual([]);
      });
    });

    describe('of a Record that is there', () => {
      beforeEach(() => api.create());

      it('merges what is sent', async () => {
        const first = (await api.get(RECORD)).body;
        const typed = await api.patch(RECORD, {
          name: 'x',
          data: { type: 'b' },
        });
        expect(typed.body.data).toEqual({
          type: 'b',
          value: base64('{"n": 1}'),
        });
        const valued = await api.patch(RECORD, {
          data: { value: base64('[2]') },
          etag: 'from the body',
        });
        expect(valued.body.data).toEqual({ type: 'b', value: base64('[2]') });
        const same = await api.patch(RECORD, {});
        expect(same.body.data).toEqual(valued.body.data);
        expect(same.body.create_time).toEqual(first.create_time);
        expect(
          new Set([first, typed.body, valued.body, same.body].map(b => b.etag))
            .size,
        ).toBe(4);
      });

      it.each([
        ['data.type', { type: 'b', value: base64('{"n": 1}') }],
        ['data.value', { type: 'a/v1.Thing', value: base64('2') }],
        ['data', { type: 'b', value: base64('2') }],
        ['*', { type: 'b', value: base64('2') }],
        ['name,createTime', { type: 'a/v1.Thing', value: base64('{"n": 1}') }],
      ])('changes what the mask %s names', async (mask, expected) => {
        const { body } = await api.patch(`${RECORD}?update_mask=${mask}`, {
          data: { type: 'b', value: base64('2') },
        });
        expect(body.data).toEqual(expected);
      });

      it('lets one of 50 updates win that name the same etag', async () => {
        const { etag } = (await api.get(RECORD)).body;
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            api.patch(`${RECORD}?etag=${etag}`, {
              data: { value: base64(`${index}`) },
            }),
          ),
        );
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        expect(answers.filter(({ body }) => body.code === 9)).toHaveLength(49);
      });
    });

    it('says that the API is served', async () => {
      for (const path of [
        '/healthz',
        '/healthz?service=tekton.results.v1alpha2.Results',
        '/clusters/prod/healthz',
      ]) {
        expect(await api.call('GET', path)).toEqual({
          status: 200,
          body: { status: 'SERVING' },
        });
      }
      expect(await api.call('GET', '/healthz?service=x')).toEqual({
        status: 404,
        body: { code: 5, message: 'unknown service' },
      });
    });

    it('says so when the database is away', async () => {
      await api.create();
      await api.db.schema.renameTable('record_payloads', 'gone');
      const answers = [
        await api.post(`${RESULT}/records`, {
          name: `${RESULT}/records/n9`,
          data: { type: 't', value: base64('{}') },
        }),
        await api.get(`${RESULT}/records`),
        await api.get(RECORD),
        await api.patch(RECORD, { data: { value: base64('{}') } }),
      ];
      for (const answer of answers) {
        expect(answer).toEqual({
          status: 503,
          body: {
            code: 14,
            message: 'the database is not available; try again later',
          },
        });
      }
      expect(api.logger.error).toHaveBeenCalled();
    });
  },
);
