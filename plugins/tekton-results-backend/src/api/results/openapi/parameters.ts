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

const query = (name: string, description: string, schema: object = {}) => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string', ...schema },
});

const path = (name: string, description: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});

/** Parameters of requests, by the names that operations know them by. */
export const parameters = {
  parent: path('parent', 'A namespace; `-` in a list means all.'),
  result: path('result', 'A Result; `-` in a list means all.'),
  record: path('record', 'A Record of the Result.'),
  log: path('log', 'The Record of a run, or the one that tells of its log.'),
  filter: query(
    'filter',
    'A condition in CEL, such as `data_type == "tekton.dev/v1.TaskRun"`; at most 8 KiB.',
  ),
  order_by: query(
    'order_by',
    'Fields separated by commas, each followed by `asc` or `desc` if need be, such as `create_time desc`.',
  ),
  page_size: query('page_size', 'How many to list at most.', {
    type: 'integer',
    minimum: 0,
    maximum: 10_000,
    default: 50,
  }),
  page_token: query(
    'page_token',
    'The `next_page_token` of the page before, of the same list.',
  ),
  fields: query(
    'fields',
    'Narrows the answer to these paths, separated by commas, such as `records.name,next_page_token`; nothing else is in it, the token of the next page included. Also as the header `Grpc-Metadata-Fields`.',
  ),
  etag: query(
    'etag',
    'Updates only what still has this etag. Also as the header `If-Match`.',
  ),
  name: query('name', 'The full name, instead of that in the path.'),
  update_mask: query(
    'update_mask',
    'Narrows the update to these fields, separated by commas.',
  ),
  summary: query(
    'summary',
    'What to work out, separated by commas: `total`, `succeeded`, `failed`, `cancelled`, `running`, `others`, `avg_duration`, `max_duration`, `min_duration`, `total_duration`, `last_runtime`.',
    { default: 'total' },
  ),
  group_by: query(
    'group_by',
    '`minute`, `hour`, `day`, `week`, `month` or `year`, optionally followed by `creationTimestamp` (the default), `startTime` or `completionTime`; or `namespace`, `pipeline` or `repository`.',
  ),
  summary_order: query(
    'order_by',
    'One of the values of the summary with `asc` or `desc`.',
  ),
  service: query(
    'service',
    '`tekton.results.v1alpha2.Results` or `tekton.results.v1alpha2.Logs`; absent, the server as a whole.',
  ),
} as const;
