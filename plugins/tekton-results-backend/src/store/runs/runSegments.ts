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
  RUN_STATUSES,
  type RunSort,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import type { Engine } from '../filters/engine';
import type { ScanKey } from '../filters/scanRows';
import type { RunQuery } from '../RunStore';
import type { RunQuerySql } from './runQuery';

/**
 * A part of a list. The list is its segments one after another; each has an index
 * that holds it in its order, so that no null and no status need be sorted.
 */
export interface RunSegment {
  /** Tells it from the others of any list. */
  readonly id: number;
  readonly narrow: (select: Knex.QueryBuilder) => void;
  readonly key: ScanKey;
}

/** What needs attention first. */
const STATUS_ORDER: readonly RunStatus[] = [
  'failed',
  'couldNotStart',
  'timedOut',
  'incomplete',
  'cancelled',
  'stopping',
  'running',
  'waiting',
  'failureIgnored',
  'completed',
  'succeeded',
];

/** The segments of a list, in its order. */
export function runSegments(options: {
  sort: RunSort;
  query: RunQuery;
  sql: RunQuerySql;
  engine: Engine;
}): RunSegment[] {
  const { sort, query, sql, engine } = options;
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  switch (sort) {
    case 'duration':
    case '-duration':
      return [
        {
          id: 0,
          narrow: select => select.whereNotNull('r.duration_ms'),
          key: { column: 'r.duration_ms', direction, type: 'number' },
        },
        {
          id: 1,
          narrow: select => select.whereNull('r.duration_ms'),
          key: byStart(sql).key,
        },
      ];
    case 'name':
    case '-name':
      return [{ id: 0, narrow: () => {}, key: nameKey(engine, direction) }];
    case 'status':
    case '-status': {
      const order =
        direction === 'asc' ? STATUS_ORDER : [...STATUS_ORDER].reverse();
      return order
        .filter(status => query.statuses?.includes(status) ?? true)
        .map(status => ({
          id: RUN_STATUSES.indexOf(status),
          narrow: select => select.where('r.status', status),
          key: byStart(sql).key,
        }));
    }
    default:
      return [byStart(sql, direction)];
  }
}

/** All of a list by start. */
export function byStart(
  sql: RunQuerySql,
  direction: 'asc' | 'desc' = 'desc',
): RunSegment {
  return {
    id: 0,
    narrow: () => {},
    key: { column: sql.key.time, direction },
  };
}

/** By code points, so that both engines and all databases order alike. */
function nameKey(engine: Engine, direction: 'asc' | 'desc'): ScanKey {
  return {
    column: engine === 'postgres' ? 'r.run_name collate "C"' : 'r.run_name',
    direction,
    type: 'text',
  };
}
