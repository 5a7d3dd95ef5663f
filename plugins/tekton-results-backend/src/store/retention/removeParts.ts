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
import { chunked } from '../../chunked';
import { expireLogs } from '../logs/expireLogs';
import {
  toDbTime,
  type DbCaptureGapsRow,
  type DbRecordsRow,
  type DbStepLogsRow,
} from '../tables';
import type { RunTree, TreeRow } from './runTrees';
import { eventListsOf } from './sizes';

const KEYS_PER_STATEMENT = 300;

/** Why something is removed, and when (ms since 1970, UTC). */
interface Removal {
  readonly policy: string;
  readonly now: number;
}

/** Removes the texts of the logs of trees that are locked. */
export async function removeTexts(
  tx: Knex.Transaction,
  trees: readonly RunTree[],
  { policy, now }: Removal,
): Promise<void> {
  const runs = trees.flatMap(tree => tree.runs.map(({ seq }) => seq));
  const reason = reasonOf(policy);
  for (const chunk of chunked(runs, KEYS_PER_STATEMENT)) {
    const ids: Array<DbStepLogsRow['id']> = await tx<DbStepLogsRow>('step_logs')
      .whereIn('record_seq', chunk)
      .pluck('id');
    for (const some of chunked(ids, KEYS_PER_STATEMENT)) {
      await expireLogs(tx, some, { cause: 'policy', reason, now });
    }
  }
}

/**
 * Removes the lists of events of trees that are locked. Whatever was said before of
 * what is missing of them is not why they are not there from now on.
 */
export async function removeEventLists(
  tx: Knex.Transaction,
  trees: readonly RunTree[],
  { policy, now }: Removal,
): Promise<void> {
  const lists = trees.flatMap(eventListsOf).map(({ seq }) => seq);
  for (const chunk of chunked(lists, KEYS_PER_STATEMENT)) {
    await tx<DbRecordsRow>('records').whereIn('seq', chunk).delete();
  }
  const gaps = trees.flatMap(runsWithEvents).map(({ seq }) => ({
    record_seq: seq,
    what: 'events',
    reason: reasonOf(policy),
    create_time: toDbTime(now),
  }));
  for (const chunk of chunked(gaps, KEYS_PER_STATEMENT)) {
    await tx<DbCaptureGapsRow>('capture_gaps')
      .insert(chunk)
      .onConflict(['record_seq', 'what'])
      .merge(['reason', 'create_time']);
  }
}

/** The top, and those with events of their own, or of runs that they own. */
function runsWithEvents(tree: RunTree): TreeRow[] {
  const uids = new Set(eventListsOf(tree).map(({ about }) => about));
  const owners = tree.runs
    .filter(({ capture_uid }) => uids.has(capture_uid))
    .map(({ owner_run_uid }) => owner_run_uid);
  const told = new Set([tree.top.capture_uid, ...uids, ...owners]);
  return tree.runs.filter(({ capture_uid }) => told.has(capture_uid));
}

function reasonOf(policy: string): string {
  return `Removed by the retention policy '${policy}'`;
}
