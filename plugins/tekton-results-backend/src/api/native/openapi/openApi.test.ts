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
import type { NativeContext } from '../NativeContext';
import { createNativeRouter } from '../createNativeRouter';
import { openApiDocument } from './openApiDocument';

/** As express keeps what was added to a router. */
interface RouterLayer {
  readonly route?: {
    readonly path: string | RegExp;
    readonly methods: Readonly<Record<string, boolean>>;
  };
}

function routedOperations(): string[] {
  const { stack } = createNativeRouter({} as NativeContext) as unknown as {
    stack: RouterLayer[];
  };
  return stack.flatMap(({ route }) =>
    Object.keys(route?.methods ?? {}).map(
      method => `${method} ${templateOf(route?.path)}`,
    ),
  );
}

function templateOf(path: string | RegExp | undefined): string {
  return typeof path === 'string'
    ? path.replaceAll(/:(\w+)/g, '{$1}')
    : String(path?.source).replaceAll(/[\\^$]/g, '');
}

describe('the OpenAPI document of the native API', () => {
  const document = () =>
    JSON.parse(JSON.stringify(openApiDocument('/x'))) as OpenAPIV3.Document;

  it('is a valid one', async () => {
    const api = (await SwaggerParser.validate(
      document(),
    )) as OpenAPIV3.Document;
    expect(api.servers).toEqual([{ url: '/x' }]);
  });

  it('describes every route, and nothing else', () => {
    const described = Object.entries(document().paths).flatMap(
      ([path, operations]) =>
        Object.keys(operations ?? {}).map(method => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(routedOperations().sort());
  });

  it('tells the parameters as requests are read', () => {
    const { parameters = [] } = document().paths['/facets']?.get ?? {};
    expect(parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'facet',
          required: true,
          schema: expect.objectContaining({ type: 'array', maxItems: 20 }),
        }),
        expect.objectContaining({
          name: 'limit',
          required: false,
          schema: expect.objectContaining({ maximum: 200, default: 50 }),
        }),
      ]),
    );
  });
});
