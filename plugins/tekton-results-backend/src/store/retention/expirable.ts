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
  isFinished,
  RUN_STATUSES,
} from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import { fromDbTime, toDbTime, type DbCapturePointsRow } from '../tables';
import type { RunTree, TreeRow } from './runTrees';

/** By which the age of a run counts; as the index `records_by_end_time` has it. */
export const END_TIME = 'coalesce(r.run_completion_time, r.run_created_time)';

/** Longer than any outage, or any run of which nothing is written meanwhile. */
export const ABANDONED_AFTER_MS = 30 * 24 * 60 * 60_000;

const UNFINISHED = RUN_STATUSES.filter(status => !isFinished(status));

/**
 * Narrows a statement on Records, as table `r`, to runs at the tops of trees. A run
 * that another owns is at the top if that one is not stored, and not kept aside until
 * it is over either.
 */
export function narrowToTops(select: Knex.QueryBuilder): void {
  // As values, looked up row by row: of conditions PostgreSQL may read all Records.
  select.whereNotNull('r.capture_uid').whereRaw(
    `(r.root = 1 or r.owner_run_uid is null or (
       (select o.seq from records as o
        where o.cluster = r.cluster and o.capture_uid = r.owner_run_uid
          and o.parent = r.parent
        limit 1) is null
       and (
        select u.capture_uid from unfinished_runs as u
        where u.cluster = r.cluster and u.capture_uid = r.owner_run_uid
        limit 1) is null))`,
  );
}

/** By what it is known that a run is over of which nobody has seen the end. */
export interface AbandonedSince {
  /** Nobody has written the run since; ms since 1970 (UTC). */
  readonly time: number;
  /** Clusters that were watched since: there they would be seen to be gone. */
  readonly watched: readonly string[];
}

/** @param now - ms since 1970 (UTC) */
export async function readAbandonedSince(
  db: Knex,
  now: number,
): Promise<AbandonedSince> {
  const time = now - ABANDONED_AFTER_MS;
  const watched: string[] = await db<DbCapturePointsRow>('capture_points')
    .where('update_time', '>=', toDbTime(time))
    .distinct()
    .pluck('cluster');
  return { time, watched };
}

/** Leaves out runs that are not over themselves. */
export function narrowToOver(
  select: Knex.QueryBuilder,
  abandoned: AbandonedSince,
): void {
  leaveOutAwaited(select, abandoned);
  select.where(over =>
    over
      .whereNotNull('r.gone_time')
      .orWhereNotIn('r.status', UNFINISHED)
      .orWhere(unwatched =>
        unwatched
          .where('r.update_time', '<', toDbTime(abandoned.time))
          .whereNotIn('r.cluster', [...abandoned.watched]),
      ),
  );
}

/** As {@link isAwaited} tells, in SQL. */
function leaveOutAwaited(
  select: Knex.QueryBuilder,
  { time }: AbandonedSince,
): void {
  select.where(known =>
    known
      .whereNot('r.status', 'incomplete')
      .orWhereNotNull('r.last_seen_time')
      .orWhereNull('r.gone_time')
      .orWhere('r.gone_time', '<', toDbTime(time)),
  );
}

/**
 * Whether a run that was imported without an end may still turn out to go on. It
 * counts as gone since the import, though nobody saw it go: a cluster that has it
 * shows it as soon as it is listed.
 */
function isAwaited(
  {
    status,
    last_seen_time,
    gone_time,
  }: Pick<TreeRow, 'status' | 'last_seen_time' | 'gone_time'>,
  { time }: AbandonedSince,
): boolean {
  return (
    status === 'incomplete' &&
    last_seen_time === null &&
    gone_time !== null &&
    fromDbTime(gone_time) >= time
  );
}

/** Leaves out those that are pinned themselves. */
export function leaveOutPinned(select: Knex.QueryBuilder): void {
  select.whereRaw(
    `not exists (
       select 1 from pins
       where pins.run_uid = r.capture_uid and pins.cluster = r.cluster)`,
  );
}

/** Whether no run of a tree may still go on. */
export function isOver({ runs }: RunTree, abandoned: AbandonedSince): boolean {
  return runs.every(
    run =>
      !isAwaited(run, abandoned) &&
      (run.gone_time !== null ||
        !UNFINISHED.some(value => value === run.status) ||
        (fromDbTime(run.update_time) < abandoned.time &&
          !abandoned.watched.includes(run.cluster))),
  );
}
