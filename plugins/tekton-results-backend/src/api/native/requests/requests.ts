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

import {
  RUN_KINDS,
  RUN_SORTS,
  RUN_STATUSES,
  type RunFacetName,
} from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import { MAX_FILTER_BYTES } from '../../../filter';
import {
  count,
  cursor,
  flag,
  labelPair,
  milliseconds,
  repeated,
  text,
  time,
} from './parameters';

const MAX_SEARCH_LENGTH = 256;
const MAX_FACETS = 20;

const selection = {
  cluster: repeated(text),
  namespace: repeated(text),
  kind: repeated(z.enum(RUN_KINDS)),
  status: repeated(z.enum(RUN_STATUSES)),
  pipeline: repeated(text),
  task: repeated(text),
  branch: repeated(text),
  author: repeated(text),
  trigger: repeated(text),
  repository: repeated(text),
  pullRequest: repeated(text),
  revision: repeated(text),
  reason: repeated(text),
  label: repeated(labelPair),
  includeOwned: flag.optional(),
  from: time.optional(),
  to: time.optional(),
  minDurationMs: milliseconds.optional(),
  maxDurationMs: milliseconds.optional(),
  search: text.max(MAX_SEARCH_LENGTH).optional(),
  filter: z.string().max(MAX_FILTER_BYTES).optional(),
};

/** Which runs a request is about, as read from its parameters. */
export const selectionRequest = z.strictObject(selection);
export type SelectionRequest = z.infer<typeof selectionRequest>;

export const listRunsRequest = z.strictObject({
  ...selection,
  sort: z.enum(RUN_SORTS).default('-start'),
  tasks: flag.optional(),
  limit: count(100, 25),
  cursor: cursor.optional(),
});

const facetName = text.regex(
  /^(status|kind|cluster|namespace|pipeline|task|branch|author|trigger|repository|pullRequest|revision|reason|label(:.+)?)$/,
  'is no facet',
) as unknown as z.ZodType<RunFacetName, string>;

export const facetsRequest = z.strictObject({
  ...selection,
  facet: z.union([
    facetName.transform(name => [name]),
    z.array(facetName).min(1).max(MAX_FACETS),
  ]),
  contains: text.optional(),
  limit: count(200, 50),
});

export const changesRequest = z.strictObject({
  ...selection,
  after: cursor.optional(),
});

export const cardRequest = z.strictObject({ branch: text.optional() });

export const findRequest = z
  .strictObject({
    cluster: text.optional(),
    namespace: text.optional(),
    kind: z.enum(RUN_KINDS).optional(),
    name: text.optional(),
    uid: text.optional(),
    record: text.optional(),
    result: text.optional(),
  })
  .refine(
    ({ name, uid, record, result }) =>
      [name, uid, record, result].filter(value => value !== undefined)
        .length === 1,
    "needs one of 'name', 'uid', 'record' and 'result'",
  );
export type FindRequest = z.infer<typeof findRequest>;
