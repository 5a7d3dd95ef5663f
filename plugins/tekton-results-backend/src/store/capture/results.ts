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
import { resultSummaryStatus } from 'backstage-plugin-tekton-results-common';
import type { CapturedRun } from '../CapturedRun';
import {
  fromDbTimeOrNull,
  toDbTime,
  toDbTimeOrNull,
  type DbRecordsRow,
  type DbResultsRow,
} from '../tables';

/** The annotation in which upstream keeps the name of the summarized run. */
const OBJECT_NAME_ANNOTATION = 'object.metadata.name';

type ResultOf = (run: CapturedRun) => { seq: number };

/**
 * Finds the Result of each run: the one it is stored in, else that of its
 * group, which is created if need be.
 */
export async function assignResults(
  tx: Knex.Transaction,
  options: { cluster: string; runs: readonly CapturedRun[]; now: number },
): Promise<ResultOf> {
  const { cluster, runs, now } = options;
  const stored: Array<Pick<DbRecordsRow, 'capture_uid' | 'result_seq'>> =
    await tx<DbRecordsRow>('records')
      .where({ cluster })
      .whereIn(
        'capture_uid',
        runs.map(run => run.facts.uid),
      )
      .select('capture_uid', 'result_seq');
  const seqByUid = new Map(
    stored.map(row => [String(row.capture_uid), Number(row.result_seq)]),
  );

  const groups = new Map(
    runs
      .filter(run => !seqByUid.has(run.facts.uid))
      .map(run => [groupKey(run.group.parent, run.group.result), run.group]),
  );
  const seqByGroup = await ensureResults(tx, {
    cluster,
    groups: [...groups.values()],
    now,
  });

  return run => {
    const seq =
      seqByUid.get(run.facts.uid) ??
      seqByGroup.get(groupKey(run.group.parent, run.group.result));
    if (seq === undefined) {
      throw new Error(`The Result of run ${run.facts.uid} was not created`);
    }
    return { seq };
  };
}

function groupKey(parent: string, result: string): string {
  return `${parent}/${result}`;
}

async function ensureResults(
  tx: Knex.Transaction,
  options: {
    cluster: string;
    groups: ReadonlyArray<CapturedRun['group']>;
    now: number;
  },
): Promise<Map<string, number>> {
  const { cluster, groups, now } = options;
  if (groups.length === 0) {
    return new Map();
  }
  const sorted = [...groups].sort((a, b) =>
    groupKey(a.parent, a.result) < groupKey(b.parent, b.result) ? -1 : 1,
  );
  await tx<DbResultsRow>('results')
    .insert(
      sorted.map(({ parent, result }) => {
        const uid = randomUUID();
        return {
          uid,
          cluster,
          parent,
          name: result,
          annotations: '{}',
          etag: `${uid}-${now}000000`,
          create_time: toDbTime(now),
          update_time: toDbTime(now),
        };
      }),
    )
    .onConflict(['cluster', 'parent', 'name'])
    .ignore();
  const rows: Array<Pick<DbResultsRow, 'seq' | 'parent' | 'name'>> =
    await tx<DbResultsRow>('results')
      .where({ cluster })
      .whereIn(
        ['parent', 'name'],
        sorted.map(({ parent, result }) => [parent, result]),
      )
      .select('seq', 'parent', 'name');
  return new Map(
    rows.map(row => [groupKey(row.parent, row.name), Number(row.seq)]),
  );
}

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
    resultOf: ResultOf;
    now: number;
  },
): Promise<void> {
  const bySeq = new Map<number, CapturedRun[]>();
  for (const { run } of options.changed) {
    if (run.facts.root || Object.keys(run.resultAnnotations).length > 0) {
      const { seq } = options.resultOf(run);
      bySeq.set(seq, [...(bySeq.get(seq) ?? []), run]);
    }
  }
  if (bySeq.size === 0) {
    return;
  }

  const rows: DbResultsRow[] = await tx<DbResultsRow>('results')
    .whereIn('seq', [...bySeq.keys()])
    .orderBy('seq')
    .select('*');
  for (const row of rows) {
    const runs = bySeq.get(Number(row.seq)) ?? [];
    const update = runs.reduce(summarized, row);
    if (update !== row) {
      const { seq, ...columns } = update;
      await tx<DbResultsRow>('results')
        .where({ seq })
        .update({
          ...columns,
          etag: `${row.uid}-${options.now}000000`,
          update_time: toDbTime(options.now),
        });
    }
  }
}

/** The row of a Result after a run of it changed; the same row if nothing did. */
function summarized(row: DbResultsRow, run: CapturedRun): DbResultsRow {
  const annotations = parseTexts(row.annotations);
  if (!run.facts.root || !isSummaryRun(row, run)) {
    return withChanges(row, {
      annotations: JSON.stringify({ ...run.resultAnnotations, ...annotations }),
    });
  }
  const { facts, group } = run;
  const record = `${row.parent}/results/${row.name}/records/${group.record}`;
  return withChanges(row, {
    annotations: JSON.stringify({
      ...annotations,
      ...run.resultAnnotations,
      [OBJECT_NAME_ANNOTATION]: facts.name,
    }),
    summary_record: record,
    summary_type: run.dataType,
    summary_status: resultSummaryStatus(facts.status),
    summary_start_time: toDbTimeOrNull(facts.startedAt),
    summary_end_time: toDbTimeOrNull(facts.completedAt),
    summary_annotations: JSON.stringify({
      ...(row.summary_record === record
        ? parseTexts(row.summary_annotations ?? '{}')
        : {}),
      ...run.summaryAnnotations,
    }),
    summary_run_created_time: toDbTime(facts.createdAt),
  });
}

/** Whether the summary is, or is to become, about this root run. */
function isSummaryRun(row: DbResultsRow, run: CapturedRun): boolean {
  const createdAt = fromDbTimeOrNull(row.summary_run_created_time);
  if (createdAt === undefined || run.facts.createdAt < createdAt) {
    return true;
  }
  const [currentRecord = ''] = (row.summary_record ?? '').split('/').slice(-1);
  return run.facts.createdAt === createdAt && run.group.record <= currentRecord;
}

function withChanges(
  row: DbResultsRow,
  changes: Partial<DbResultsRow>,
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

function parseTexts(json: string): Record<string, string> {
  return JSON.parse(json);
}
