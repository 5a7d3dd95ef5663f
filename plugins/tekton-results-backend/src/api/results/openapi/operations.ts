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

import { LOG_HEADERS } from '../logHeaders';
import type { parameters } from './parameters';
import type { schemas } from './schemas';

type ParameterName = keyof typeof parameters;
type SchemaName = keyof typeof schemas;

const LIST = [
  'filter',
  'order_by',
  'page_size',
  'page_token',
  'fields',
] as const;

function json(schema: SchemaName) {
  return {
    'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
  };
}

const TEXT = {
  'text/plain': { schema: { type: 'string', format: 'binary' } },
};

const TEXT_HEADERS = {
  [LOG_HEADERS.named]: {
    description:
      '`true` if lines that name the steps are in the text; the size that its Record tells is without them.',
    schema: { type: 'string', enum: ['true'] },
  },
  [LOG_HEADERS.missing]: {
    description:
      'Why the text is not whole: causes, or states that have none, such as `podGone, notYet`. Absent if it is.',
    schema: { type: 'string' },
  },
};

function operation(options: {
  id: string;
  summary: string;
  query?: readonly ParameterName[];
  body?: SchemaName;
  /** Absent: the text of a log. */
  answer?: SchemaName;
}) {
  const { id, summary, query = [], body, answer } = options;
  return {
    operationId: id,
    summary,
    parameters: query.map(name => ({
      $ref: `#/components/parameters/${name}`,
    })),
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: {
      '200': {
        description: 'As asked for.',
        ...(answer
          ? { content: json(answer) }
          : { headers: TEXT_HEADERS, content: TEXT }),
      },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

/** The operations of paths below the API, by path and method. */
export const resourceOperations = {
  '/v1alpha2/parents/{parent}/results': {
    get: operation({
      id: 'ListResults',
      summary: 'Lists Results',
      query: LIST,
      answer: 'ListResultsResponse',
    }),
    post: operation({
      id: 'CreateResult',
      summary: 'Creates a Result',
      query: ['fields'],
      body: 'Result',
      answer: 'Result',
    }),
  },
  '/v1alpha2/parents/{parent}/results/{result}': {
    get: operation({
      id: 'GetResult',
      summary: 'Gets a Result',
      query: ['fields'],
      answer: 'Result',
    }),
    patch: operation({
      id: 'UpdateResult',
      summary: 'Replaces annotations and summary of a Result',
      query: ['name', 'etag', 'fields'],
      body: 'Result',
      answer: 'Result',
    }),
    delete: operation({
      id: 'DeleteResult',
      summary: 'Deletes a Result with its Records',
      answer: 'Empty',
    }),
  },
  '/v1alpha2/parents/{parent}/results/{result}/records': {
    get: operation({
      id: 'ListRecords',
      summary: 'Lists Records',
      query: LIST,
      answer: 'ListRecordsResponse',
    }),
    post: operation({
      id: 'CreateRecord',
      summary: 'Creates a Record',
      query: ['fields'],
      body: 'Record',
      answer: 'Record',
    }),
  },
  '/v1alpha2/parents/{parent}/results/{result}/records/summary': {
    get: operation({
      id: 'GetRecordListSummary',
      summary: 'Sums Records up',
      query: ['summary', 'filter', 'group_by', 'summary_order', 'fields'],
      answer: 'RecordListSummary',
    }),
  },
  '/v1alpha2/parents/{parent}/results/{result}/records/{record}': {
    get: operation({
      id: 'GetRecord',
      summary: 'Gets a Record',
      query: ['fields'],
      answer: 'Record',
    }),
    patch: operation({
      id: 'UpdateRecord',
      summary: 'Changes the data of a Record',
      query: ['etag', 'update_mask', 'fields'],
      body: 'Record',
      answer: 'Record',
    }),
    delete: operation({
      id: 'DeleteRecord',
      summary: 'Deletes a Record',
      answer: 'Empty',
    }),
  },
  '/v1alpha2/parents/{parent}/results/{result}/logs': {
    get: operation({
      id: 'ListLogs',
      summary: 'Lists what Records tell of logs',
      query: LIST,
      answer: 'ListRecordsResponse',
    }),
  },
  '/v1alpha2/parents/{parent}/results/{result}/logs/{log}': {
    get: operation({
      id: 'GetLog',
      summary:
        'Gets the text of a log, byte by byte; of several steps each begins with a line that names it',
    }),
    delete: operation({
      id: 'DeleteLog',
      summary: 'Deletes the text of a log, and what tells of it',
      answer: 'Empty',
    }),
  },
  '/v1alpha3/parents/{parent}/results/{result}/logs/{log}': {
    get: operation({
      id: 'GetLogV1alpha3',
      summary: 'The same as in v1alpha2',
    }),
  },
  '/openapi.json': {
    get: operation({
      id: 'GetOpenApi',
      summary: 'Gets this document',
      answer: 'Empty',
    }),
  },
};

/** The operations of the path of the health. */
export const healthOperations = {
  get: operation({
    id: 'CheckHealth',
    summary: 'Tells whether the API is served',
    query: ['service'],
    answer: 'Health',
  }),
};
