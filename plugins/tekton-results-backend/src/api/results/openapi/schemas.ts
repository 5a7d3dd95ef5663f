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

const text = (description: string) => ({ type: 'string', description });

const texts = (description: string) => ({
  type: 'object',
  additionalProperties: { type: 'string' },
  description,
});

const time = (description: string) => ({
  type: 'string',
  format: 'date-time',
  readOnly: true,
  description,
});

const assigned = (description: string) => ({
  type: 'string',
  readOnly: true,
  description,
});

const times = {
  created_time: time('The same as `create_time`.'),
  create_time: time('When it was created.'),
  updated_time: time('The same as `update_time`.'),
  update_time: time('When it was last changed.'),
};

const nextPageToken = text(
  'Given as `page_token`, it leads to the next page. Absent on the last.',
);

/** A list of what a schema describes. */
const listOf = (field: string, schema: string) => ({
  type: 'object',
  properties: {
    [field]: {
      type: 'array',
      items: { $ref: `#/components/schemas/${schema}` },
    },
    next_page_token: nextPageToken,
  },
});

/** The messages of the Results API. What is empty is left out of answers. */
export const schemas = {
  Result: {
    type: 'object',
    description: 'Groups Records: those of a run, or of an event.',
    required: ['name'],
    properties: {
      name: text('`<parent>/results/<name>`'),
      id: assigned('The same as `uid`.'),
      uid: assigned('A UUID.'),
      ...times,
      annotations: texts('Whatever clients want to keep here.'),
      etag: assigned('Changes with each update.'),
      summary: { $ref: '#/components/schemas/ResultSummary' },
    },
  },
  ResultSummary: {
    type: 'object',
    description: 'The run that a Result is about.',
    required: ['record', 'type'],
    properties: {
      record: text('The full name of its Record.'),
      type: text('The type of the data of that, at most 768 bytes.'),
      start_time: { type: 'string', format: 'date-time' },
      end_time: { type: 'string', format: 'date-time' },
      status: {
        type: 'string',
        description:
          'A number is a status of a later version. `UNKNOWN` is left out.',
        enum: ['UNKNOWN', 'SUCCESS', 'FAILURE', 'TIMEOUT', 'CANCELLED'],
      },
      annotations: texts('Whatever clients want to keep here.'),
    },
  },
  Record: {
    type: 'object',
    description: 'An object of a cluster, such as a run.',
    required: ['name'],
    properties: {
      name: text('`<parent>/results/<result>/records/<name>`'),
      id: assigned('The same as `uid`.'),
      uid: assigned('A UUID.'),
      data: {
        type: 'object',
        properties: {
          type: text('Such as `tekton.dev/v1.PipelineRun`, at most 768 bytes.'),
          value: {
            type: 'string',
            format: 'byte',
            description: 'The object, as JSON.',
          },
        },
      },
      etag: assigned('Changes with each update.'),
      ...times,
    },
  },
  ListResultsResponse: listOf('results', 'Result'),
  ListRecordsResponse: listOf('records', 'Record'),
  RecordListSummary: {
    type: 'object',
    properties: {
      summary: {
        type: 'array',
        description: 'One object, or one of each group.',
        items: { type: 'object', additionalProperties: true },
      },
    },
  },
  Empty: { type: 'object', description: 'Nothing to tell.' },
  Health: {
    type: 'object',
    properties: { status: { type: 'string', enum: ['SERVING'] } },
  },
  Error: {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      code: { type: 'integer', description: 'A status code of gRPC.' },
      message: text('What is wrong, and where.'),
    },
  },
} as const;
