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

import type { Knex } from 'knex';
import type { FilterContext } from '../filters/filterContext';
import type { ScanPosition } from '../filters/scanRows';
import type { KeepLast } from '../RetentionStore';
import { fromDbTimeOrNull, type DbRecordsRow } from '../tables';
import { narrowToOver, type AbandonedSince } from './expirable';
import { scanTops, type TopRow, type PreparedScan } from './scanTops';
import type { TreeRow } from './runTrees';

const BY_START = { column: 'r.list_time', direction: 'desc' } as const;

/** Runs of which the last ones are kept: with these values in these columns. */
interface RunGroup {
  readonly columns: Pick<DbRecordsRow, 'cluster' | 'parent' | 'kind'> &
    Partial<
      Pick<
        DbRecordsRow,
        'pipeline' | 'task' | 'source_branch' | 'source_repository'
      >
    >;
  /** Whether each brings its pipeline along; absent: there is none. */
  readonly own?: boolean;
}

interface LastRunsOptions {
  readonly keepLast: KeepLast;
  /** Which runs count. */
  readonly scan: PreparedScan;
  readonly abandoned: AbandonedSince;
  /** Whether a run counts. */
  readonly isThere: (row: TreeRow) => boolean;
}

/**
 * Tells which of these runs are not among the last of their pipelines.
 */
export async function withoutLastRuns(
  context: FilterContext,
  rows: readonly TopRow[],
  options: LastRunsOptions,
): Promise<TopRow[]> {
  const { keepLast } = options;
  const lastKept = new Map<string, ScanPosition | undefined>();
  for (const row of rows) {
    const group = groupOf(row, keepLast);
    const key = JSON.stringify(group);
    if (!lastKept.has(key)) {
      lastKept.set(key, await findLastKept(context, group, options));
    }
  }
  return rows.filter(row => {
    const last = lastKept.get(JSON.stringify(groupOf(row, keepLast)));
    return last !== undefined && isOlder(row, last);
  });
}

/**
 * Of what a pipeline runs, the task says what ran again and again, with or without the
 * pipeline. Pipelines that runs bring along are those of their repositories: another one of the same name has
 * nothing to do with them. Nor has a branch of another repository.
 */
function groupOf(row: TreeRow, { per }: KeepLast): RunGroup {
  const { cluster, parent, kind, pipeline, task } = row;
  const { source_branch, source_repository } = row;
  const own = isOwnPipeline(row);
  return {
    columns: {
      cluster,
      parent,
      kind,
      pipeline,
      ...(kind !== 'PipelineRun' && { task }),
      ...(per === 'branch' && { source_branch }),
      ...((per === 'branch' || own) && { source_repository }),
    },
    own,
  };
}

/** Tekton labels a run that has no pipeline but its own with its own name. */
function isOwnPipeline({
  pipeline,
  label_pipeline: label,
}: TreeRow): boolean | undefined {
  return pipeline === null ? undefined : label !== null && label !== pipeline;
}

/** The oldest run that is kept; undefined: there are no more than are kept. */
async function findLastKept(
  context: FilterContext,
  group: RunGroup,
  { keepLast, scan, abandoned, isThere }: LastRunsOptions,
): Promise<ScanPosition | undefined> {
  let left = keepLast.count;
  let after: ScanPosition | undefined;
  do {
    const page = await scanTops(context, {
      scan,
      order: BY_START,
      narrow: select => {
        narrowToOver(select, abandoned);
        narrowToGroup(select, group);
      },
      group: select => narrowToPipeline(select, group),
      limit: left,
      after,
    });
    const rows = page.rows.filter(isThere);
    left -= rows.length;
    const last = rows.at(-1);
    if (left === 0 && last) {
      return positionOf(last);
    }
    after = page.next;
  } while (after);
  return undefined;
}

/** To what the index `records_by_pipeline_list_time` has beside each other. */
function narrowToPipeline(
  select: Knex.QueryBuilder,
  { columns: { pipeline = null } }: RunGroup,
): void {
  select.where({ 'r.pipeline': pipeline }).whereIn('r.root', [0, 1]);
}

function narrowToGroup(
  select: Knex.QueryBuilder,
  { columns, own }: RunGroup,
): void {
  for (const [column, value] of Object.entries(columns)) {
    if (value === null) {
      select.whereNull(`r.${column}`);
    } else {
      select.where(`r.${column}`, value);
    }
  }
  if (own !== undefined) {
    // As in isOwnPipeline.
    select.whereRaw(
      `coalesce(r.label_pipeline, r.pipeline) ${own ? '<>' : '='} r.pipeline`,
    );
  }
}

function isOlder(row: TreeRow, last: ScanPosition): boolean {
  const { values, seq } = positionOf(row);
  const [time] = values;
  const [lastTime] = last.values;
  return time === lastTime ? seq < last.seq : time < lastTime;
}

function positionOf(row: TreeRow): ScanPosition {
  return {
    values: [fromDbTimeOrNull(row.list_time) ?? 0],
    seq: Number(row.seq),
  };
}
