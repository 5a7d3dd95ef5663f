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
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import { chunked } from '../../chunked';
import type { CapturedRun } from '../CapturedRun';
import type { CaptureScope } from '../CaptureStore';
import { finalizersOf } from '../retention/buryRuns';
import {
  toDbTime,
  type DbInteger,
  type DbRecordsRow,
  type DbTombstonesRow,
} from '../tables';

const UIDS_PER_STATEMENT = 500;

type LastState = Pick<
  DbTombstonesRow,
  'run_uid' | 'status' | 'resource_version'
>;

/**
 * Leaves out runs that retention has removed, and notes on their tombstones how they
 * stand. Those that were removed without having ended come back if they are still
 * there: they had been lost from sight.
 *
 * Runs that are stored are kept from being removed until the transaction ends: else
 * one that is removed meanwhile would come back.
 *
 * @param options - `now`: ms since 1970 (UTC); with `regressed` versions do not
 * compare with older ones
 */
export async function withoutExpired(
  tx: Knex.Transaction,
  runs: readonly CapturedRun[],
  options: { cluster: string; now: number; regressed?: boolean },
): Promise<CapturedRun[]> {
  const { cluster } = options;
  const expired = new Map<string, LastState>();
  for (const chunk of chunked(uidsOf(runs), UIDS_PER_STATEMENT)) {
    await tx<DbRecordsRow>('records')
      .where({ cluster })
      .whereIn('capture_uid', chunk)
      .orderBy('capture_uid')
      .forKeyShare()
      .select('seq');
    // After those that remove runs are done.
    const rows: LastState[] = await tx<DbTombstonesRow>('tombstones')
      .where({ cluster })
      .whereIn('run_uid', chunk)
      .select('run_uid', 'status', 'resource_version');
    rows.forEach(row => expired.set(row.run_uid, row));
  }
  const taken: CapturedRun[] = [];
  for (const run of runs) {
    const last = expired.get(run.facts.uid);
    if (last) {
      await noteSighting(tx, run, { ...options, last });
    }
    if (!last || comesBack(run, last)) {
      taken.push(run);
    }
  }
  return taken;
}

/** A page of those that are in the cluster as far as is known. */
export async function liveExpired(
  db: Knex,
  scope: CaptureScope,
  page: { after: DbInteger; limit: number },
): Promise<
  Array<Pick<DbTombstonesRow, 'seq' | 'run_uid' | 'resource_version'>>
> {
  return db<DbTombstonesRow>('tombstones')
    .where({ cluster: scope.cluster, kind: scope.kind })
    .whereNull('gone_time')
    .where('seq', '>', page.after)
    .modify(query => {
      if (scope.namespace) {
        query.where({ parent: scope.namespace });
      }
    })
    .orderBy('seq')
    .limit(page.limit)
    .select('seq', 'run_uid', 'resource_version');
}

/** Notes which of these runs are gone, as a list of some version did not hold them. */
export async function noteExpiredGone(
  tx: Knex.Transaction,
  uids: readonly string[],
  options: { cluster: string; listVersion: number; goneTime: Date },
): Promise<void> {
  const { cluster, listVersion, goneTime } = options;
  await tx<DbTombstonesRow>('tombstones')
    .where({ cluster })
    .whereIn('run_uid', [...uids])
    .where('resource_version', '<=', listVersion)
    .whereNull('gone_time')
    .update({ gone_time: goneTime });
}

/** Only this store writes the column, from the same type. */
function comesBack({ sighting }: CapturedRun, { status }: LastState): boolean {
  const hasEnded = status !== 'incomplete' && isFinished(status as RunStatus);
  return !hasEnded && sighting !== 'deleted';
}

async function noteSighting(
  tx: Knex.Transaction,
  run: CapturedRun,
  options: {
    cluster: string;
    now: number;
    regressed?: boolean;
    last: LastState;
  },
): Promise<void> {
  const { cluster, now, regressed, last } = options;
  const tombstone = () =>
    tx<DbTombstonesRow>('tombstones').where({
      cluster,
      run_uid: run.facts.uid,
    });
  if (comesBack(run, last)) {
    await tombstone().delete();
    return;
  }
  const isLate = run.resourceVersion < Number(last.resource_version);
  if (isLate && run.sighting !== 'listed' && !regressed) {
    return;
  }
  const finalizers = finalizersOf(run.payload);
  await tombstone().update({
    gone_time: run.sighting === 'deleted' ? toDbTime(now) : null,
    resource_version: run.resourceVersion,
    finalizers: finalizers.length > 0 ? JSON.stringify(finalizers) : null,
  });
}

/** In order, so that two writers take locks in the same. */
function uidsOf(runs: readonly CapturedRun[]): string[] {
  return runs.map(({ facts }) => facts.uid).sort();
}
