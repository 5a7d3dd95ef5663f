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

import SwaggerParser from '@apidevtools/swagger-parser';
import type { OpenAPIV3 } from 'openapi-types';
import { TESTED_DATABASES } from '../../../__testUtils__/databases';
import { BASE, openApi, RECORD, RESULT } from '../__testUtils__/openApi';
import type { ApiContext } from '../ApiContext';
import { apiRoutes } from '../apiRoutes';
import { openApiDocument } from './openApiDocument';

jest.setTimeout(60_000);

/** Each method of each path, such as `GET /healthz`. */
function routedOperations(): string[] {
  const mounts = Object.entries(apiRoutes({} as ApiContext));
  return mounts.flatMap(([base, routes]) =>
    Object.entries(routes).flatMap(([path, handlers]) => {
      const template = path.replaceAll(/:(\w+)/g, '{$1}');
      return Object.keys(handlers).map(
        method => `${method} ${base}${template === '/' ? '' : template}`,
      );
    }),
  );
}

function describedOperations(): string[] {
  const { paths } = openApiDocument('/');
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations as object)
      .filter(key => key !== 'parameters')
      .map(method => `${method.toUpperCase()} ${path}`),
  );
}

describe('the OpenAPI document of the Results API', () => {
  it('is a valid one', async () => {
    const copy = JSON.parse(JSON.stringify(openApiDocument('/x')));
    const api = (await SwaggerParser.validate(copy)) as OpenAPIV3.Document;
    expect(api.servers).toEqual([{ url: '/x' }]);
  });

  it.each(['GetLog', 'GetLogV1alpha3'])(
    'describes the headers that come with the text of a log, of %s',
    id => {
      const { paths } = JSON.parse(
        JSON.stringify(openApiDocument('/')),
      ) as OpenAPIV3.Document;
      const operation = Object.values(paths)
        .map(path => path?.get)
        .find(get => get?.operationId === id);
      expect(operation?.responses['200']).toMatchObject({
        headers: {
          'X-Tekton-Results-Log-Named': { schema: { enum: ['true'] } },
          'X-Tekton-Results-Log-Missing': { schema: { type: 'string' } },
        },
        content: { 'text/plain': {} },
      });
    },
  );

  it('describes every route, and nothing else', () => {
    expect(describedOperations().sort()).toEqual(routedOperations().sort());
  });
});

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the OpenAPI document that is served on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;

    beforeAll(async () => {
      api = await openApi(databaseId);
      await api.create();
    });

    afterAll(() => api.close());

    it.each([
      ['', '/'],
      ['/clusters/test', '/clusters/test'],
    ])('is of the base path %s', async (base, url) => {
      const path = `${base}/apis/results.tekton.dev/openapi.json`;
      const { status, body } = await api.call('GET', path);
      expect(status).toBe(200);
      expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument(url))));
      expect((await api.call('POST', path)).status).toBe(501);
    });

    it('is that of no cluster which does not exist', async () => {
      expect(
        await api.call(
          'GET',
          '/clusters/none/apis/results.tekton.dev/openapi.json',
        ),
      ).toMatchObject({ status: 404, body: { code: 5 } });
    });

    it.each([
      ['Result', RESULT],
      ['Record', RECORD],
    ])(
      'names all fields of a %s that is sent, in their order',
      async (schema, name) => {
        const { body } = await api.call('GET', `${BASE}/${name}`);
        const { schemas } = openApiDocument('/').components;
        const known = Object.keys(
          schemas[schema as 'Result' | 'Record'].properties,
        );
        expect(known).toEqual(expect.arrayContaining(Object.keys(body)));
        expect(known.filter(field => field in body)).toEqual(Object.keys(body));
      },
    );
  },
);
