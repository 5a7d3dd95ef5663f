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

import { z } from 'zod';
import { errorAnswer } from './answers';
import { namedSchemas } from './described';
import type { Operation } from './Operation';
import { operations } from './operations';

interface JsonSchema {
  readonly [key: string]: unknown;
}

/** What parameters are about. Lists of values are sent as repeated parameters. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  label: '`key=value`; of the same key, any of the values.',
  includeOwned: 'Also runs that another run owns.',
  from: 'Only runs that started, or were created, from then on.',
  to: 'Only runs that started, or were created, before.',
  search:
    'Words, each of which is in the name, display name, pipeline, title or author, begins the revision, or is the number of the pull request.',
  filter: 'A condition in CEL.',
  sort: 'A minus means descending.',
  tasks: 'Tell the tasks of each PipelineRun as well.',
  limit: 'How many at most.',
  cursor: 'A cursor of a page of the same list.',
  facet:
    '`status`, `kind`, `cluster`, `namespace`, `pipeline`, `task`, `branch`, `author`, `trigger`, `repository`, `pullRequest`, `revision`, `reason`, `label` for the keys of labels, or `label:<key>` for the values of one.',
  contains: 'Only values that contain this text.',
  after: 'The `cursor` of the answer before; absent: nothing, but a cursor.',
  record: '`<namespace>/results/<result>/records/<record>`',
  result: '`<namespace>/results/<result>`',
  q: 'The text that is looked for.',
  regex: 'Whether that is a regular expression (RE2).',
  case: 'Whether upper and lower case are told apart.',
  step: 'Only in logs of this step.',
  attempt: 'Only in logs of this attempt.',
  container: 'Only in logs of this container.',
  timestamps: 'Begin each line with its time.',
};

const FORM = {
  target: 'openapi-3.0',
  override: ({ jsonSchema }: { jsonSchema: { [key: string]: unknown } }) => {
    // The format says the same, so that people can read it.
    if (jsonSchema.format === 'date-time') {
      delete jsonSchema.pattern;
    }
  },
} as const;

/**
 * Describes the native API. Requests are read by, and answers are held in tests to,
 * the schemas that it is made from.
 *
 * @param serverUrl - the base path, as clients see it
 */
export function openApiDocument(serverUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describe(operation),
    };
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'Tekton runs',
      version: 'v1',
      description:
        "Archived Tekton runs, as the plugin's own screens need them. Runs that the caller may not see do not exist in any answer.",
      license: {
        name: 'Apache 2.0',
        url: 'https://www.apache.org/licenses/LICENSE-2.0.html',
      },
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }],
    paths,
    components: {
      schemas: componentSchemas(),
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

function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(namedSchemas, {
    ...FORM,
    uri: schemaUri,
  });
  return Object.fromEntries(
    // OpenAPI knows a schema by its place, and no `$id`.
    Object.entries(schemas).map(([id, { $id, ...schema }]) => [id, schema]),
  );
}

function describe(operation: Operation) {
  const { id, summary, path, query, body, mediaType, answer } = operation;
  return {
    operationId: id,
    summary,
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(body) } },
      },
    }),
    responses: {
      ...(answer
        ? {
            '200': {
              description: 'As asked for.',
              content: content(answer, mediaType),
            },
          }
        : { '204': { description: 'Done.' } }),
      default: {
        description: 'Why it was refused.',
        content: content(errorAnswer),
      },
    },
  };
}

function content(schema: z.ZodType, mediaType = 'application/json') {
  const id = namedSchemas.get(schema)?.id ?? '';
  return { [mediaType]: { schema: { $ref: schemaUri(id) } } };
}

function schemaUri(id: string): string {
  return `#/components/schemas/${id}`;
}

function pathParameters(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject | undefined) {
  if (!query) {
    return [];
  }
  const { properties = {}, required = [] } = inputSchema(query) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    // What has a default may be left out.
    required: required.includes(name) && !('default' in schema),
    description: DESCRIPTIONS[name],
    schema: listSchema(schema) ?? schema,
  }));
}

/** One value, or a list of them, is a list in a document. */
function listSchema({ anyOf }: JsonSchema): JsonSchema | undefined {
  return Array.isArray(anyOf)
    ? anyOf.find(({ type }: JsonSchema) => type === 'array')
    : undefined;
}

function inputSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { ...FORM, io: 'input' });
}
