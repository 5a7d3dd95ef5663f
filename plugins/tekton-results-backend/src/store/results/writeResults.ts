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

import { randomUUID } from 'crypto';
import type { Knex } from 'knex';
import { chunked } from '../../chunked';
import type { WriteGuard } from '../access/WriteGuard';
import { etagOf, firstEtag, nextEtag } from '../etags';
import type { ResultContent, ResultName, WriteOutcome } from '../ResultWriter';
import type { Result } from '../ResultStore';
import { areRecordsKept } from '../retention/keptByPins';
import {
  toDbTime,
  toDbTimeOrNull,
  type DbRecordsRow,
  type DbResultsRow,
} from '../tables';
import { passOnRuns } from './claimRun';
import { toResult } from './resultRows';

const RECORDS_PER_STATEMENT = 500;

/** A Result by its name. */
export function resultNamed(
  tx: Knex.Transaction,
  { cluster, parent, result }: ResultName,
): Knex.QueryBuilder<DbResultsRow, DbResultsRow[]> {
  return tx<DbResultsRow>('results')
    .where({ cluster, parent, name: result })
    .select('*');
}

/** See {@link ResultWriter.createResult}. */
export async function createResult(
  tx: Knex.Transaction,
  guard: WriteGuard,
  options: { name: ResultName; content: ResultContent; now: number },
): Promise<WriteOutcome<Result>> {
  const { name, content, now } = options;
  if (!guard.allowsNewResult(name)) {
    return { refused: 'forbidden' };
  }
  const uid = randomUUID();
  const [row]: DbResultsRow[] = await tx<DbResultsRow>('results')
    .insert({
      uid,
      cluster: name.cluster,
      parent: name.parent,
      name: name.result,
      etag: firstEtag(now),
      create_time: toDbTime(now),
      update_time: toDbTime(now),
      ...contentColumns(content),
    })
    .onConflict(['cluster', 'parent', 'name'])
    .ignore()
    .returning('*');
  return row ? { written: toResult(row) } : { refused: 'exists' };
}

/** See {@link ResultWriter.updateResult}. */
export async function updateResult(
  tx: Knex.Transaction,
  guard: WriteGuard,
  options: {
    name: ResultName;
    content: ResultContent;
    etag: string | undefined;
    now: number;
  },
): Promise<WriteOutcome<Result>> {
  const { name, content, etag, now } = options;
  // Another writer waits here until this one is done, and then sees its etag.
  const [row] = await resultNamed(tx, name).forNoKeyUpdate();
  const refused = await guard.refusalOfResult(row);
  if (refused || !row) {
    return { refused: refused ?? 'missing' };
  }
  if (etag && etag !== etagOf(row)) {
    return { refused: 'etagMismatch' };
  }
  const [updated]: DbResultsRow[] = await tx<DbResultsRow>('results')
    .where({ seq: row.seq, etag: row.etag })
    .update({
      etag: nextEtag(row, now),
      update_time: toDbTime(now),
      ...contentColumns(content),
      // Which run the summary is about stays known only if it stays the same.
      ...(content.summary?.record === row.summary_record && {
        summary_run_created_time: row.summary_run_created_time,
      }),
    })
    .returning('*');
  return updated ? { written: toResult(updated) } : { refused: 'etagMismatch' };
}

/** See {@link ResultWriter.deleteResult}. */
export async function deleteResult(
  tx: Knex.Transaction,
  guard: WriteGuard,
  name: ResultName,
): Promise<WriteOutcome<void>> {
  const [row] = await resultNamed(tx, name).forUpdate();
  const refused = await guard.refusalOfDeletion(row);
  if (refused || !row) {
    return { refused: refused ?? 'missing' };
  }
  const records = () =>
    tx<DbRecordsRow>('records').where({ result_seq: row.seq });
  const inside: DbRecordsRow[] = await records()
    .orderBy('seq')
    .forUpdate()
    .select('*');
  if (await areRecordsKept(tx, name.cluster, inside)) {
    return { refused: 'pinned' };
  }
  const uids = inside.flatMap(({ capture_uid }) => capture_uid ?? []);
  // Payloads and attributes go with the Records.
  await records().delete();
  await tx<DbResultsRow>('results').where({ seq: row.seq }).delete();
  for (const chunk of chunked(uids, RECORDS_PER_STATEMENT)) {
    await passOnRuns(tx, { cluster: name.cluster, uids: chunk });
  }
  return { written: undefined };
}

/** The columns that hold what clients decide of a Result. */
export function contentColumns({ annotations, summary }: ResultContent) {
  return {
    annotations: JSON.stringify(annotations),
    summary_record: summary?.record ?? null,
    summary_type: summary?.type ?? null,
    summary_status: summary ? String(summary.status) : null,
    summary_start_time: toDbTimeOrNull(summary?.startTime),
    summary_start_micros: summary?.startMicros ?? 0,
    summary_end_time: toDbTimeOrNull(summary?.endTime),
    summary_end_micros: summary?.endMicros ?? 0,
    summary_annotations: summary ? JSON.stringify(summary.annotations) : null,
    summary_run_created_time: null,
  } satisfies Partial<DbResultsRow>;
}
