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
  resultSummaryStatus,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import { OBJECT_NAME_ANNOTATION } from '../capture/summaries';
import { EVENT_LIST_TYPE, LOG_TYPES } from '../dataTypes';
import { nextEtag } from '../etags';
import { inPieces } from '../pieces';
import { toDbTime, type DbRecordsRow, type DbResultsRow } from '../tables';

const MAX_SEQS = 400;

type RootRow = Pick<
  DbRecordsRow,
  | 'name'
  | 'data_type'
  | 'run_name'
  | 'status'
  | 'run_created_time'
  | 'run_start_time'
  | 'run_completion_time'
>;

const NO_SUMMARY = {
  summary_record: null,
  summary_type: null,
  summary_status: null,
  summary_start_time: null,
  summary_start_micros: 0,
  summary_end_time: null,
  summary_end_micros: 0,
  summary_annotations: null,
  summary_run_created_time: null,
} satisfies Partial<DbResultsRow>;

/**
 * Brings Results up to date of which runs were removed, and removes those that have
 * no Records any more. What tells of runs goes with the last run.
 *
 * The Results are locked: a Record that is added to one would else go with it.
 *
 * @param options - `now`: ms since 1970 (UTC)
 */
export async function tidyResults(
  tx: Knex.Transaction,
  seqs: readonly number[],
  options: { now: number },
): Promise<void> {
  await inPieces(tx, seqs, {
    maxRows: MAX_SEQS,
    work: async piece => {
      await tx<DbRecordsRow>('records')
        .whereIn('result_seq', await without(tx, piece, hasRuns))
        .whereIn('data_type', [EVENT_LIST_TYPE, ...LOG_TYPES])
        .delete();
      const empty = await without(tx, piece, () => {});
      await tx<DbResultsRow>('results').whereIn('seq', empty).delete();
      const left = piece.filter(seq => !empty.includes(seq));
      for (const result of await withoutSummarizedRun(tx, left)) {
        await summarizeNext(tx, result, options.now);
      }
    },
  });
}

function hasRuns(select: Knex.QueryBuilder): void {
  select.whereNotNull('status');
}

/** The Results among these that have no such Records. */
async function without(
  tx: Knex.Transaction,
  seqs: readonly number[],
  narrow: (select: Knex.QueryBuilder) => void,
): Promise<number[]> {
  const select = tx<DbRecordsRow>('records')
    .whereIn('result_seq', [...seqs])
    .distinct('result_seq');
  narrow(select);
  const rows: Array<Pick<DbRecordsRow, 'result_seq'>> = await select;
  const found = new Set(rows.map(({ result_seq }) => Number(result_seq)));
  return seqs.filter(seq => !found.has(seq));
}

/** The Results of which the summary is about a Record that is not there. */
async function withoutSummarizedRun(
  tx: Knex.Transaction,
  seqs: readonly number[],
): Promise<DbResultsRow[]> {
  const results: DbResultsRow[] = await tx<DbResultsRow>('results')
    .whereIn('seq', [...seqs])
    .whereNotNull('summary_record')
    .select('*');
  if (results.length === 0) {
    return [];
  }
  const names = results.map(result => [result.seq, summarized(result)]);
  const rows: Array<Pick<DbRecordsRow, 'result_seq'>> = await tx<DbRecordsRow>(
    'records',
  )
    .whereIn(['result_seq', 'name'], names)
    .select('result_seq');
  const present = new Set(rows.map(({ result_seq }) => Number(result_seq)));
  return results.filter(({ seq }) => !present.has(Number(seq)));
}

function summarized({ summary_record }: DbResultsRow): string {
  return summary_record?.split('/').at(-1) ?? '';
}

/** Lets the summary be about the root run that was created first of those left. */
async function summarizeNext(
  tx: Knex.Transaction,
  result: DbResultsRow,
  now: number,
): Promise<void> {
  const next: RootRow | undefined = await tx<DbRecordsRow>('records')
    .where({ result_seq: result.seq, root: 1 })
    .whereNotNull('capture_uid')
    .orderBy(['run_created_time', 'name'])
    .first(
      'name',
      'data_type',
      'run_name',
      'status',
      'run_created_time',
      'run_start_time',
      'run_completion_time',
    );
  await tx<DbResultsRow>('results')
    .where({ seq: result.seq })
    .update({
      ...(next ? summaryOf(result, next) : NO_SUMMARY),
      etag: nextEtag(result, now),
      update_time: toDbTime(now),
    });
}

/** What the run wants the summary to be annotated with comes with its next state. */
function summaryOf(result: DbResultsRow, run: RootRow): Partial<DbResultsRow> {
  return {
    ...NO_SUMMARY,
    summary_record: `${result.parent}/results/${result.name}/records/${run.name}`,
    summary_type: run.data_type,
    // Only this store writes the column, from the same type.
    summary_status: resultSummaryStatus(run.status as RunStatus),
    summary_start_time: run.run_start_time,
    summary_end_time: run.run_completion_time,
    summary_annotations: '{}',
    annotations: JSON.stringify({
      ...JSON.parse(result.annotations),
      [OBJECT_NAME_ANNOTATION]: run.run_name ?? '',
    }),
    summary_run_created_time: run.run_created_time,
  };
}
