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
import {
  isFinished,
  type RunFacts,
} from 'backstage-plugin-tekton-results-common';
import { podColumn } from '../podNames';
import { toDbTime, type DbRecordsRow } from '../tables';

/** A run that a client has put into a Record. */
export interface PostedRun {
  readonly facts: RunFacts;
  readonly resourceVersion: number;
  readonly podName?: string;
}

type ClaimColumns = Pick<
  DbRecordsRow,
  | 'capture_uid'
  | 'resource_version'
  | 'gone_time'
  | 'status'
  | 'pod_name'
  | 'final_stored_time'
>;

/** What a Record was until now. */
export type ClaimingRow = Pick<
  DbRecordsRow,
  'seq' | 'capture_uid' | 'gone_time' | 'final_stored_time'
>;

/**
 * A run as a client posts it. It counts as older than what the cluster sends of the
 * same version: a client says nothing of the Result, which the watcher sums up only
 * with a state that it stores. What is stored already in that version stays so.
 *
 * @param row - what the Record was until now, if it is stored
 */
export function asPosted(
  run: PostedRun | undefined,
  row?: Pick<DbRecordsRow, 'capture_uid' | 'resource_version'>,
): PostedRun | undefined {
  const isStored =
    row?.capture_uid === run?.facts.uid &&
    Number(row?.resource_version) === run?.resourceVersion;
  return run && !isStored
    ? { ...run, resourceVersion: run.resourceVersion - 1 }
    : run;
}

/**
 * What a Record was until now, for a state that a client writes into it. A run that
 * was imported without its end only counts as gone: nobody saw it go, and a client
 * that says it goes on knows better.
 */
export function asWritten<
  Row extends Pick<DbRecordsRow, 'gone_time' | 'last_seen_time'>,
>(row: Row, run: PostedRun | undefined): Row {
  const goesOn = run !== undefined && !isFinished(run.facts.status);
  return goesOn && row.last_seen_time === null
    ? { ...row, gone_time: null }
    : row;
}

/**
 * Lets a Record stand for the run that it holds, unless another one does: lists
 * of runs show one Record for each, and the watcher writes new states into it.
 * Only one of the run's own namespace may: whoever writes in another would else
 * get to see what becomes of the run.
 *
 * @param options - `parent`: of the Record; `row`: what the Record was until now,
 * if it is stored
 */
export async function claimRun(
  tx: Knex.Transaction,
  options: {
    cluster: string;
    parent: string;
    run: PostedRun | undefined;
    row?: ClaimingRow;
    now: number;
  },
): Promise<ClaimColumns> {
  const { cluster, parent, run, row, now } = options;
  const holder =
    run &&
    (await tx<DbRecordsRow>('records')
      .where({ cluster, capture_uid: run.facts.uid })
      .first('seq'));
  if (
    !run ||
    run.facts.namespace !== parent ||
    (holder && holder.seq !== row?.seq)
  ) {
    return {
      capture_uid: null,
      resource_version: null,
      gone_time: null,
      status: run?.facts.status ?? null,
      pod_name: null,
      final_stored_time: null,
    };
  }
  const { uid, status } = run.facts;
  const own = row?.capture_uid === uid ? row : undefined;
  const goneTime = own?.gone_time ?? null;
  return {
    capture_uid: uid,
    resource_version: run.resourceVersion,
    gone_time: goneTime,
    status: goneTime !== null && !isFinished(status) ? 'incomplete' : status,
    // The watcher passes over a state that it finds here already.
    pod_name: podColumn(run.podName, run.facts),
    final_stored_time: isFinished(status)
      ? own?.final_stored_time ?? toDbTime(now)
      : null,
  };
}

/**
 * Lets other Records of the same runs stand for them, after those that did are
 * gone or hold something else.
 */
export async function passOnRuns(
  tx: Knex.Transaction,
  options: { cluster: string; uids: readonly string[] },
): Promise<void> {
  const { cluster, uids } = options;
  if (uids.length === 0) {
    return;
  }
  await tx('records')
    .whereIn(
      'seq',
      tx('records')
        .where({ cluster })
        .whereIn('run_uid', [...uids])
        .whereNull('capture_uid')
        // So says the index.
        .whereRaw('run_uid is distinct from capture_uid')
        .where('namespace', tx.ref('parent'))
        // Else it holds no run.
        .whereNotNull('status')
        .groupBy('run_uid')
        .min('seq'),
    )
    .update({
      capture_uid: tx.ref('run_uid'),
      // Older than anything, so that the watcher brings it up to date.
      resource_version: 0,
    });
}
