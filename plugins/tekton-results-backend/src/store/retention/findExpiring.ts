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

import type {
  RunKind,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import type { Sql } from '../../filter';
import { EVENT_LIST_TYPE } from '../dataTypes';
import type { FilterContext } from '../filters/filterContext';
import type {
  ExpiringRun,
  ExpiringRuns,
  ExpiryPart,
  ExpiryPosition,
  ExpiryQuery,
  LookOptions,
} from '../RetentionStore';
import { fromDbTimeOrNull, toDbTime } from '../tables';
import {
  END_TIME,
  isOver,
  leaveOutPinned,
  narrowToOver,
  readAbandonedSince,
} from './expirable';
import { withoutLastRuns } from './lastRuns';
import { findPinned, isPinned } from './pinnedTrees';
import { readTrees, type TreeRow } from './runTrees';
import { hasIndex, prepareScan, scanTops } from './scanTops';
import { sizesOf } from './sizes';

const BY_END = {
  column: END_TIME,
  direction: 'asc',
  isExpression: true,
} as const;

/** The runs of the tree of which `r` is the top, as table `tree`. */
const TREE_OF_R = `
  with recursive tree (seq, uid, result_seq) as (
    select r.seq, r.capture_uid, r.result_seq
    union
    select c.seq, c.capture_uid, c.result_seq from tree
    join records as c on c.owner_run_uid = tree.uid
    where c.cluster = r.cluster and c.parent = r.parent
      and c.capture_uid is not null)`;

/** Trees of which nothing else is left are not to be read each time. */
const MAY_HAVE: Readonly<Record<ExpiryPart, Sql | undefined>> = {
  runs: undefined,
  logs: {
    text: `exists (${TREE_OF_R}
      select 1 from tree join step_logs as l on l.record_seq = tree.seq
      where l.segments > 0)`,
    bindings: [],
  },
  events: {
    text: `exists (${TREE_OF_R}
      select 1 from tree join records as e on e.result_seq = tree.result_seq
      where e.data_type = ?)`,
    bindings: [EVENT_LIST_TYPE],
  },
};

/**
 * See {@link RetentionStore.expiring}.
 *
 * @param options - `now`: ms since 1970 (UTC)
 */
export async function findExpiring(
  context: FilterContext,
  query: ExpiryQuery,
  options: {
    limit: number;
    after?: ExpiryPosition;
    now: number;
  } & LookOptions,
): Promise<ExpiringRuns> {
  const { db } = context;
  const { limit, after, now, isGone = () => false } = options;
  const { endedBefore, keepLast, having = 'runs' } = query;
  const scan = await prepareScan(context, query.within);
  const abandoned = await readAbandonedSince(db, now);
  const narrowToOld = (select: Knex.QueryBuilder) => {
    if (endedBefore !== undefined) {
      select.whereRaw(`${END_TIME} < ?`, [toDbTime(endedBefore)]);
    }
  };
  const page = await scanTops(context, {
    scan,
    order: BY_END,
    narrow: select => {
      narrowToOld(select);
      narrowToOver(select, abandoned);
      leaveOutPinned(select);
    },
    // Pieces of those that may go would have no bounds: there may be few, or none.
    group:
      having === 'runs' && hasIndex(scan)
        ? undefined
        : select => narrowToOld(select.whereNotNull('r.capture_uid')),
    ofTree: MAY_HAVE[having],
    limit,
    after: after && { values: [after.endTime], seq: after.seq },
  });
  const isThere = (row: TreeRow) => !isGone(runOf(row));
  const there = page.rows.filter(isThere);
  const rows = keepLast
    ? await withoutLastRuns(context, there, {
        keepLast,
        scan,
        abandoned,
        isThere,
      })
    : there;
  const trees = (await readTrees(db, rows)).filter(tree =>
    isOver(tree, abandoned),
  );
  const pinned = await findPinned(db, trees);
  const free = trees.filter(tree => !isPinned(tree, pinned));
  const sizes = await sizesOf(db, free, having);
  const runs = free.map(({ top }, index) => expiringRun(top, sizes[index]));
  return {
    // Results are shared, and tell only that some run has the like.
    runs: having === 'runs' ? runs : runs.filter(({ bytes }) => bytes > 0),
    next: page.next && {
      endTime: Number(page.next.values[0]),
      seq: page.next.seq,
    },
  };
}

function runOf({ cluster, capture_uid }: TreeRow) {
  return { cluster, uid: String(capture_uid) };
}

function expiringRun(row: TreeRow, bytes: number): ExpiringRun {
  return {
    ...runOf(row),
    // Only this store writes these columns, from the same types.
    kind: row.kind as RunKind,
    status: row.status as RunStatus,
    namespace: row.parent,
    name: row.run_name ?? '',
    endTime:
      fromDbTimeOrNull(row.run_completion_time) ??
      fromDbTimeOrNull(row.run_created_time) ??
      0,
    bytes,
    etag: row.etag,
  };
}
