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
import { engineOf, type Engine } from '../filters/engine';
import { expireLogs } from '../logs/expireLogs';
import { inPieces, type PieceSizeOptions } from '../pieces';
import {
  toDbTime,
  type DbCaptureGapsRow,
  type DbRecordsRow,
  type DbStepLogsRow,
} from '../tables';
import { REMOVED_FROM_SQLITE } from './removedRows';
import type { RunTree, TreeRow } from './runTrees';
import { eventListsOf } from './sizes';

const MAX_KEYS = 300;
const REMOVED_PER_STATEMENT: Readonly<Record<Engine, PieceSizeOptions>> = {
  postgres: { maxRows: MAX_KEYS },
  sqlite: REMOVED_FROM_SQLITE,
};

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
  await inPieces(tx, runs, {
    maxRows: MAX_KEYS,
    work: async piece => {
      const ids: Array<DbStepLogsRow['id']> = await tx<DbStepLogsRow>(
        'step_logs',
      )
        .whereIn('record_seq', piece)
        .pluck('id');
      await inPieces(tx, ids, {
        ...REMOVED_PER_STATEMENT[engineOf(tx)],
        work: some => expireLogs(tx, some, { cause: 'policy', reason, now }),
      });
    },
  });
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
  await inPieces(tx, lists, {
    ...REMOVED_PER_STATEMENT[engineOf(tx)],
    work: async piece => {
      await tx<DbRecordsRow>('records').whereIn('seq', piece).delete();
    },
  });
  const gaps = trees.flatMap(runsWithEvents).map(({ seq }) => ({
    record_seq: seq,
    what: 'events',
    reason: reasonOf(policy),
    create_time: toDbTime(now),
  }));
  await inPieces(tx, gaps, {
    maxRows: MAX_KEYS,
    work: async piece => {
      await tx<DbCaptureGapsRow>('capture_gaps')
        .insert(piece)
        .onConflict(['record_seq', 'what'])
        .merge(['reason', 'create_time']);
    },
  });
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
