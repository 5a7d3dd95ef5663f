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
import { passOnRuns } from '../results/claimRun';
import type { DbRecordsRow } from '../tables';

/** Older than any state that a cluster sends. */
const NO_VERSION = -1;

/**
 * Gives the Records that clients have put into the places of runs to these runs,
 * so that their states are written into them. Names are unique in a Result, and
 * a run must be stored whatever a client did.
 */
export async function adoptRecords(
  tx: Knex.Transaction,
  options: {
    cluster: string;
    places: ReadonlyArray<{ uid: string; resultSeq: number; record: string }>;
  },
): Promise<void> {
  const { cluster, places } = options;
  if (places.length === 0) {
    return;
  }
  const rows: Array<
    Pick<DbRecordsRow, 'seq' | 'result_seq' | 'name' | 'capture_uid'>
  > = await tx<DbRecordsRow>('records')
    .whereIn(
      ['result_seq', 'name'],
      places.map(({ resultSeq, record }) => [resultSeq, record]),
    )
    .orderBy('seq')
    .forUpdate()
    .select('seq', 'result_seq', 'name', 'capture_uid');
  for (const row of rows) {
    const place = places.find(
      ({ resultSeq, record }) =>
        resultSeq === Number(row.result_seq) && record === row.name,
    );
    await tx<DbRecordsRow>('records').where({ seq: row.seq }).update({
      capture_uid: place?.uid,
      resource_version: NO_VERSION,
      gone_time: null,
      failed_task: null,
    });
  }
  await passOnRuns(tx, {
    cluster,
    uids: rows.flatMap(({ capture_uid }) => capture_uid ?? []),
  });
}
