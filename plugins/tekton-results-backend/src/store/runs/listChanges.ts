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

import type { RunChange } from 'backstage-plugin-tekton-results-common';
import type { FilterContext } from '../filters/filterContext';
import { scanRows, type ScanSource } from '../filters/scanRows';
import type { ListChangesOptions } from '../RunAggregateStore';
import { fromDbTime, toDbTime } from '../tables';
import { prepareRuns, runScan, type PreparedRuns } from './prepareRuns';
import { runListSource, type RunListRow } from './runList';

/** What says that a run changed: a new state, or that it is gone; each with its index. */
const CHANGE_TIMES = [
  { column: 'update_time', index: 'records_by_update_time' },
  { column: 'gone_time', index: 'records_by_gone_time' },
] as const;

/**
 * So long before its commit may a change carry its time, with the clocks of
 * replicas some seconds apart. What changed in that time is told again.
 */
const OVERLAP_MS = 10_000;

/** Lists runs that changed since a time, or shortly before. */
export async function listChanges(
  context: FilterContext,
  { query, since, limit }: ListChangesOptions,
): Promise<{ items: RunChange[]; more: boolean }> {
  const prepared = await prepareRuns(context, query, 'change');
  if (!prepared) {
    return { items: [], more: false };
  }
  const changes = new Map<string, RunChange>();
  let more = false;
  for (const time of CHANGE_TIMES) {
    const { rows, next } = await scanRows<RunListRow>({
      source: changedSince(context, prepared, { ...time, since }),
      engine: context.engine,
      ...runScan(context, prepared),
      limit,
      budget: context.budget,
    });
    more ||= next !== undefined;
    for (const row of rows) {
      const change = runChange(row);
      const key = JSON.stringify([change.cluster, change.uid]);
      changes.set(key, later(changes.get(key), change));
    }
  }
  return {
    items: [...changes.values()].slice(0, limit),
    more: more || changes.size > limit,
  };
}

function changedSince(
  { db }: FilterContext,
  prepared: PreparedRuns,
  options: { column: string; index: string; since: number },
): ScanSource {
  const { column, index, since } = options;
  const { sql, filter } = prepared;
  return runListSource(
    db,
    {
      ...sql,
      from: () =>
        sql
          .from({ index })
          .where(`r.${column}`, '>', toDbTime(since - OVERLAP_MS)),
    },
    {
      segment: {
        id: 0,
        narrow: () => {},
        key: { column: `r.${column}`, direction: 'asc' },
      },
      backwards: false,
      filtered: filter !== undefined,
    },
  );
}

function runChange(row: RunListRow): RunChange {
  return {
    cluster: row.cluster,
    uid: row.run_uid ?? '',
    ownerUid: row.owner_run_uid ?? undefined,
    // The key that the row was read by.
    changedAt: new Date(fromDbTime(row.scan_key_0 as number)).toISOString(),
  };
}

function later(known: RunChange | undefined, change: RunChange): RunChange {
  return known && known.changedAt > change.changedAt ? known : change;
}
