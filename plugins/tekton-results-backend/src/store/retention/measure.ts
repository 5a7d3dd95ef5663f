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

import type { AccessFilter } from '../AccessFilter';
import type { FilterContext } from '../filters/filterContext';
import type { ScanPosition } from '../filters/scanRows';
import type { Amount, NamespaceUsage } from '../RetentionStore';
import type { DbInteger, DbRecordsRow } from '../tables';
import { readTrees } from './runTrees';
import { prepareScan, scanTops } from './scanTops';
import { sizesOf } from './sizes';

const ROWS_PER_PAGE = 500;
const BY_START = { column: 'r.list_time', direction: 'desc' } as const;

type UsageRow = Pick<DbRecordsRow, 'cluster' | 'parent'> & {
  readonly bytes: DbInteger | null;
};

/** See {@link RetentionStore.matching}. */
export async function measureMatching(
  context: FilterContext,
  within: AccessFilter,
  { maxMs }: { maxMs: number },
): Promise<Amount> {
  const stopAt = performance.now() + maxMs;
  const scan = await prepareScan(context, within);
  let runs = 0;
  let bytes = 0;
  let after: ScanPosition | undefined;
  do {
    const page = await scanTops(context, {
      scan,
      order: BY_START,
      narrow: () => {},
      limit: ROWS_PER_PAGE,
      after,
    });
    const trees = await readTrees(context.db, page.rows);
    const sizes = await sizesOf(context.db, trees, 'runs');
    runs += trees.length;
    bytes += sizes.reduce((sum, size) => sum + size, 0);
    after = page.next;
  } while (after && performance.now() < stopAt);
  return { runs, bytes, exact: after === undefined };
}

/** See {@link RetentionStore.usage}. */
export async function readUsage({
  db,
}: Pick<FilterContext, 'db'>): Promise<NamespaceUsage[]> {
  const objects: UsageRow[] = await db('records as r')
    .leftJoin('record_payloads as p', 'p.record_seq', 'r.seq')
    .groupBy('r.cluster', 'r.parent')
    .select('r.cluster', 'r.parent', db.raw('sum(length(p.bytes)) as bytes'));
  const logs: UsageRow[] = await db('log_segments as s')
    .join('step_logs as l', 'l.id', 's.log_id')
    .join('records as r', 'r.seq', 'l.record_seq')
    .where('s.lost', false)
    .groupBy('r.cluster', 'r.parent')
    .select('r.cluster', 'r.parent', db.raw('sum(s.stored_bytes) as bytes'));
  const usage = new Map<string, NamespaceUsage>();
  for (const { cluster, parent, bytes } of [...objects, ...logs]) {
    const key = JSON.stringify([cluster, parent]);
    const before = usage.get(key)?.bytes ?? 0;
    usage.set(key, {
      cluster,
      namespace: parent,
      bytes: before + Number(bytes ?? 0),
    });
  }
  return [...usage.values()];
}
