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

import type { FilterColumn, FilterSchema } from '../../filter';
import type { Engine } from './engine';

/** A Result without a summary counts as one of unknown state, as upstream. */
const STATUS_NUMBER = `(case t.summary_status when 'SUCCESS' then 1 when 'FAILURE' then 2 when 'TIMEOUT' then 3 when 'CANCELLED' then 4 else 0 end)`;

/** Where the values are that filters on Results, as table `t`, ask about. */
export function resultFilterSchema(engine: Engine): FilterSchema {
  const variables = new Map<string, FilterColumn>([
    ['cluster', { sql: 't.cluster', type: 'text' }],
    ['parent', { sql: 't.parent', type: 'text' }],
    [
      'uid',
      {
        sql: engine === 'postgres' ? 't.uid::text' : 't.uid',
        type: 'text',
      },
    ],
    ['annotations', { sql: 't.annotations', type: 'json' }],
    ['create_time', { sql: 't.create_time', type: 'time' }],
    ['update_time', { sql: 't.update_time', type: 'time' }],
    ['summary.record', { sql: "coalesce(t.summary_record, '')", type: 'text' }],
    ['summary.type', { sql: "coalesce(t.summary_type, '')", type: 'text' }],
    ['summary.status', { sql: STATUS_NUMBER, type: 'int', bounds: [0, 4] }],
    [
      'summary.start_time',
      { sql: 't.summary_start_time', type: 'time', rounded: true },
    ],
    [
      'summary.end_time',
      { sql: 't.summary_end_time', type: 'time', rounded: true },
    ],
    [
      'summary.annotations',
      { sql: "coalesce(t.summary_annotations, '{}')", type: 'json' },
    ],
  ]);
  return {
    engine,
    variable: name => variables.get(name),
    path: () => undefined,
    attributes: { kept: () => undefined, maxValueLength: 0 },
  };
}
