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

import { API_PATH, HEALTH_PATH } from '../paths';
import { healthOperations, resourceOperations } from './operations';
import { parameters } from './parameters';
import { schemas } from './schemas';

/**
 * Describes the API below a base path.
 *
 * @param serverUrl - the base path, as clients see it
 */
export function openApiDocument(serverUrl: string) {
  return {
    openapi: '3.0.3',
    info: {
      title: 'Tekton Results',
      version: 'v1alpha2',
      description:
        'Archived Tekton runs, through an API that is compatible with that of Tekton Results. Names of parameters and fields are taken in snake_case and in camelCase; fields that are not known are ignored.',
      license: {
        name: 'Apache 2.0',
        url: 'https://www.apache.org/licenses/LICENSE-2.0.html',
      },
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }],
    paths: Object.fromEntries([
      ...Object.entries(resourceOperations).map(([path, operations]) => [
        `${API_PATH}${path}`,
        { ...pathParameters(path), ...operations },
      ]),
      [HEALTH_PATH, healthOperations],
    ]),
    components: {
      schemas,
      parameters,
      responses: {
        Error: {
          description: 'Why it was refused.',
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Error' },
            },
          },
        },
      },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of a user or a service of Backstage.',
        },
      },
    },
  };
}

function pathParameters(path: string) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return names.length > 0
    ? {
        parameters: names.map(name => ({
          $ref: `#/components/parameters/${name}`,
        })),
      }
    : {};
}
