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

import type { z } from 'zod';
import {
  cardRequest,
  changesRequest,
  facetsRequest,
  findRequest,
  listRunsRequest,
  selectionRequest,
} from '../requests';
import { validateFilterRequest } from '../validateFilter';
import {
  anyObject,
  captureHealth,
  changeList,
  entityCard,
  entityRunList,
  facetList,
  filterValidation,
  foundRuns,
  relatedRuns,
  runDetails,
  runEventList,
  runList,
  runStatistics,
} from './answers';
import { logOperations } from './logOperations';
import type { Operation } from './Operation';
import { retentionOperations } from './retentionOperations';

const ENTITY = '/entities/{kind}/{namespace}/{name}';
const RUN = '/runs/{cluster}/{uid}';

/** All operations of the native API. */
export const operations: readonly Operation[] = [
  get('/openapi.json', 'getOpenApi', 'Gets this document', anyObject),
  get('/health', 'getHealth', 'Tells how clusters are captured', captureHealth),
  {
    method: 'post',
    path: '/filters:validate',
    id: 'validateFilter',
    summary: 'Reads a filter without running it',
    body: validateFilterRequest,
    answer: filterValidation,
  },
  get('/find', 'findRuns', 'Finds runs by a name', foundRuns, findRequest),
  get(RUN, 'getRun', 'Gets what is known of a run', runDetails),
  get(`${RUN}/object`, 'getRunObject', 'Gets the stored object', anyObject),
  get(
    `${RUN}/events`,
    'listRunEvents',
    'Lists the events of a run',
    runEventList,
  ),
  get(`${RUN}/related`, 'getRelatedRuns', 'Lists related runs', relatedRuns),
  get('/runs', 'listRuns', 'Lists runs', runList, listRunsRequest),
  get(
    `${ENTITY}/runs`,
    'listEntityRuns',
    'Lists the runs of an entity',
    entityRunList,
    listRunsRequest,
  ),
  ...scoped('facets', 'Facets', 'Counts values of', facetList, facetsRequest),
  ...scoped(
    'statistics',
    'Statistics',
    'Adds up',
    runStatistics,
    selectionRequest,
  ),
  ...scoped(
    'changes',
    'Changes',
    'Tells of changes of',
    changeList,
    changesRequest,
  ),
  get(
    `${ENTITY}/card`,
    'getEntityCard',
    'Sums up the last runs of an entity',
    entityCard,
    cardRequest,
  ),
  ...logOperations,
  ...retentionOperations,
];

function get(
  path: string,
  id: string,
  summary: string,
  answer: z.ZodType,
  query?: z.ZodObject,
): Operation {
  return { method: 'get', path, id, summary, answer, query };
}

/** The same of all runs, and of those of an entity. */
function scoped(
  name: string,
  id: string,
  verb: string,
  answer: z.ZodType,
  query: z.ZodObject,
): Operation[] {
  return [
    get(`/${name}`, `get${id}`, `${verb} runs`, answer, query),
    get(
      `${ENTITY}/${name}`,
      `getEntity${id}`,
      `${verb} the runs of an entity`,
      answer,
      query,
    ),
  ];
}
