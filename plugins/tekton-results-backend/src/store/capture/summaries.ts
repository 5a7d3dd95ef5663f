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
import { resultSummaryStatus } from 'backstage-plugin-tekton-results-common';
import type { CapturedRun } from '../CapturedRun';
import { nextEtag } from '../etags';
import {
  fromDbTimeOrNull,
  toDbTime,
  toDbTimeOrNull,
  type DbResultsRow,
} from '../tables';
import { storableText } from '../promotion/columnValues';
import type { PlaceOf, RunPlace } from './places';

/** The annotation in which upstream keeps the name of the summarized run. */
export const OBJECT_NAME_ANNOTATION = 'object.metadata.name';

/** What {@link summarized} may change. */
const SUMMARY_COLUMNS = [
  'annotations',
  'summary_record',
  'summary_type',
  'summary_status',
  'summary_start_time',
  'summary_start_micros',
  'summary_end_time',
  'summary_end_micros',
  'summary_annotations',
  'summary_run_created_time',
] as const satisfies ReadonlyArray<keyof DbResultsRow>;

/**
 * Brings the Results of changed runs up to date.
 *
 * Several root runs may share a Result (one trigger event). Upstream lets the
 * summary follow whichever was seen last; here it is always about the run that
 * was created first, so that it does not depend on the order of events.
 */
export async function summarizeResults(
  tx: Knex.Transaction,
  options: {
    changed: ReadonlyArray<{ seq: number; run: CapturedRun }>;
    placeOf: PlaceOf;
    now: number;
  },
): Promise<void> {
  const bySeq = new Map<number, CapturedRun[]>();
  for (const { run } of options.changed) {
    if (run.facts.root || Object.keys(run.resultAnnotations).length > 0) {
      const { resultSeq } = options.placeOf(run);
      bySeq.set(resultSeq, [...(bySeq.get(resultSeq) ?? []), run]);
    }
  }
  if (bySeq.size === 0) {
    return;
  }

  const rows: DbResultsRow[] = await tx<DbResultsRow>('results')
    .whereIn('seq', [...bySeq.keys()])
    .orderBy('seq')
    // So that what a client changes at the same time is not undone.
    .forNoKeyUpdate()
    .select('*');
  const updates = rows.flatMap(row => {
    const runs = bySeq.get(Number(row.seq)) ?? [];
    const update = runs.reduce(
      (result, run) => summarized(result, run, options.placeOf(run)),
      row,
    );
    return update === row
      ? []
      : [
          {
            ...update,
            etag: nextEtag(row, options.now),
            update_time: toDbTime(options.now),
          },
        ];
  });
  if (updates.length > 0) {
    // They are there, and locked: this is an update of many in one statement.
    await tx<DbResultsRow>('results')
      .insert(updates)
      .onConflict('seq')
      .merge([...SUMMARY_COLUMNS, 'etag', 'update_time']);
  }
}

/** The row of a Result after a run of it changed; the same row if nothing did. */
function summarized(
  row: DbResultsRow,
  run: CapturedRun,
  place: RunPlace,
): DbResultsRow {
  const annotations = parseTexts(row.annotations);
  if (!run.facts.root || !isSummaryRun(row, run, place)) {
    return withChanges(row, {
      annotations: formatTexts({ ...run.resultAnnotations, ...annotations }),
    });
  }
  const { facts } = run;
  const record = `${row.parent}/results/${row.name}/records/${place.record}`;
  return withChanges(row, {
    annotations: formatTexts({
      ...annotations,
      ...run.resultAnnotations,
      [OBJECT_NAME_ANNOTATION]: facts.name,
    }),
    summary_record: record,
    summary_type: run.dataType,
    summary_status: resultSummaryStatus(facts.status),
    summary_start_time: toDbTimeOrNull(facts.startedAt),
    summary_start_micros: 0,
    summary_end_time: toDbTimeOrNull(facts.completedAt),
    summary_end_micros: 0,
    summary_annotations: formatTexts({
      ...(row.summary_record === record
        ? parseTexts(row.summary_annotations ?? '{}')
        : {}),
      ...run.summaryAnnotations,
    }),
    summary_run_created_time: toDbTime(facts.createdAt),
  });
}

/** Whether the summary is, or is to become, about this root run. */
function isSummaryRun(
  row: DbResultsRow,
  run: CapturedRun,
  place: RunPlace,
): boolean {
  const createdAt = fromDbTimeOrNull(row.summary_run_created_time);
  if (createdAt === undefined || run.facts.createdAt < createdAt) {
    return true;
  }
  const [currentRecord = ''] = (row.summary_record ?? '').split('/').slice(-1);
  return run.facts.createdAt === createdAt && place.record <= currentRecord;
}

function withChanges(
  row: DbResultsRow,
  changes: Partial<Pick<DbResultsRow, (typeof SUMMARY_COLUMNS)[number]>>,
): DbResultsRow {
  const next = { ...row, ...changes };
  return JSON.stringify(comparable(next)) === JSON.stringify(comparable(row))
    ? row
    : next;
}

/** Times compare alike whether they come from the database or from a run. */
function comparable(row: DbResultsRow) {
  return {
    ...row,
    annotations: sortedTexts(row.annotations),
    summary_annotations: sortedTexts(row.summary_annotations ?? '{}'),
    summary_start_time: fromDbTimeOrNull(row.summary_start_time),
    summary_end_time: fromDbTimeOrNull(row.summary_end_time),
    summary_run_created_time: fromDbTimeOrNull(row.summary_run_created_time),
  };
}

function sortedTexts(json: string): Array<[string, string]> {
  return Object.entries(parseTexts(json)).sort(([a], [b]) => (a < b ? -1 : 1));
}

function formatTexts(texts: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(texts).map(entry => entry.map(storableText)),
    ),
  );
}

function parseTexts(json: string): Record<string, string> {
  return JSON.parse(json);
}
