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
import { requiredTimes, type Filter } from '../../filter';
import type { FilterContext } from '../filters/filterContext';
import { PROMOTED_PATHS } from '../promotion/promotedPaths';
import { fromDbTimeOrNull, toDbTime, type DbTime } from '../tables';

/** Times of creation, ms since 1970 (UTC), inclusive; absent: no limit. */
export interface CreatedWithin {
  readonly from?: number;
  readonly until?: number;
}

/** Most Records are created less than this from what their objects tell of. */
const APART_MS = 24 * 60 * 60 * 1_000;

type TimeColumn =
  | 'run_created_time'
  | 'status_start_time'
  | 'run_completion_time';

/** As the indexes `records_apart_from_…` say it. */
const APART = {
  postgres: (column: TimeColumn) =>
    `(create_time - ${column} > interval '24 hours' or create_time - ${column} < interval '-24 hours')`,
  sqlite: (column: TimeColumn) =>
    `(create_time - ${column} > 86400000 or create_time - ${column} < -86400000)`,
};

/**
 * When the Records were created that match a filter which asks for times of their
 * objects: as these are not in the order of lists, a list would else go through all
 * that is newer. Records that were created long after what they tell of, as when a
 * cluster is watched for the first time, are in indexes of their own.
 *
 * @param context - whose columns say exactly what the objects say
 */
export async function createdWithin(
  context: Pick<FilterContext, 'db' | 'engine'>,
  filter: Filter,
): Promise<CreatedWithin> {
  let within: CreatedWithin = {};
  for (const { path, from, until } of requiredTimes(filter.expression)) {
    const column = timeColumn(path);
    if (column) {
      within = both(within, await createdFor(context, { column, from, until }));
    }
  }
  return within;
}

function timeColumn(path: readonly unknown[]): TimeColumn | undefined {
  const key = JSON.stringify(path);
  const promoted = PROMOTED_PATHS.find(
    ({ path: known }) => JSON.stringify(known) === key,
  );
  return promoted?.type === 'time' ? promoted.column : undefined;
}

async function createdFor(
  { db, engine }: Pick<FilterContext, 'db' | 'engine'>,
  times: { column: TimeColumn; from?: number; until?: number },
): Promise<CreatedWithin> {
  const { column, from, until } = times;
  const bounds = [
    ...(from === undefined ? [] : [`${column} >= :from`]),
    ...(until === undefined ? [] : [`${column} <= :until`]),
  ];
  const rows = db.raw(
    // Cut off from what is around it: else PostgreSQL looks for the first and the
    // last one in the order of creation, through all records.
    `(select create_time from records
      where ${[APART[engine](column), ...bounds].join(' and ')}
      limit ${Number.MAX_SAFE_INTEGER} offset 0) as apart`,
    {
      ...(from !== undefined && { from: toDbTime(from) }),
      ...(until !== undefined && { until: toDbTime(until) }),
    },
  );
  const [apart]: Array<{ first: DbTime | null; last: DbTime | null }> = await db
    .from(rows)
    .min({ first: 'create_time' })
    .max({ last: 'create_time' });
  const first = fromDbTimeOrNull(apart.first) ?? Infinity;
  const last = fromDbTimeOrNull(apart.last) ?? -Infinity;
  return {
    ...(from !== undefined && { from: Math.min(from - APART_MS, first) }),
    ...(until !== undefined && { until: Math.max(until + APART_MS, last) }),
  };
}

function both(a: CreatedWithin, b: CreatedWithin): CreatedWithin {
  const from = Math.max(a.from ?? -Infinity, b.from ?? -Infinity);
  const until = Math.min(a.until ?? Infinity, b.until ?? Infinity);
  return {
    ...(from > -Infinity && { from }),
    ...(until < Infinity && { until }),
  };
}
