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
import type {
  ImportedResult,
  ImportOptions,
  ImportOutcome,
} from '../ResultImporter';
import type { ResultContent } from '../ResultWriter';
import { fromDbTime, type DbResultsRow } from '../tables';
import { newResultColumns, newStateColumns } from './importedRows';
import { isAmong, removedRecords, removedResults } from './RemovedRuns';
import { toResult } from './resultRows';
import { contentColumns } from './writeResults';

/**
 * See {@link ResultImporter.importResults}.
 *
 * @param results - not more than fit into one statement
 */
export async function importResults(
  tx: Knex.Transaction,
  sent: readonly ImportedResult[],
  options: ImportOptions & { evenRemoved?: boolean },
): Promise<ImportOutcome[]> {
  const { cluster, dryRun, evenRemoved = false } = options;
  const rows = await storedRows(tx, cluster, sent);
  const results = await withoutRemovedRuns(tx, cluster, sent);
  const removed = await removedResults(tx, {
    cluster,
    names: evenRemoved ? [] : results.map(({ name }) => name),
  });
  const added: ImportedResult[] = [];
  const outcomes: ImportOutcome[] = [];
  for (const result of results) {
    const row = rows.get(nameKey(result.name));
    const changes = row && changesOf(row, result);
    const outcome = outcomeOf(row, changes, isAmong(removed, result.name));
    if (outcome === 'added') {
      added.push(result);
    } else if (row && changes && !dryRun) {
      await tx<DbResultsRow>('results').where({ seq: row.seq }).update(changes);
    }
    outcomes.push(outcome);
  }
  if (added.length > 0 && !dryRun) {
    const columns = await newResultColumns(tx, added);
    await tx<DbResultsRow>('results').insert(
      added.map(({ name, content }, index) => ({
        cluster,
        parent: name.parent,
        name: name.result,
        ...columns[index],
        ...contentColumns(content),
      })),
    );
  }
  return outcomes;
}

function outcomeOf(
  row: object | undefined,
  changes: object | undefined,
  isRemoved: boolean,
): ImportOutcome {
  if (!row) {
    return isRemoved ? 'removed' : 'added';
  }
  return changes ? 'updated' : 'present';
}

/** Leaves out summaries of runs that retention has removed. */
async function withoutRemovedRuns(
  tx: Knex.Transaction,
  cluster: string,
  results: readonly ImportedResult[],
): Promise<ImportedResult[]> {
  const removed = await removedRecords(tx, {
    cluster,
    names: results.flatMap(({ content }) => content.summary?.record ?? []),
  });
  return results.map(result => {
    const { annotations, summary } = result.content;
    return summary && removed.has(summary.record)
      ? { ...result, content: { annotations } }
      : result;
  });
}

async function storedRows(
  tx: Knex.Transaction,
  cluster: string,
  results: readonly ImportedResult[],
): Promise<ReadonlyMap<string, DbResultsRow>> {
  const rows: DbResultsRow[] = await tx<DbResultsRow>('results')
    .where({ cluster })
    .whereIn(
      ['parent', 'name'],
      results.map(({ name }) => [name.parent, name.result]),
    )
    .orderBy('seq')
    // So that what a client changes at the same time is not undone.
    .forNoKeyUpdate()
    .select('*');
  return new Map(
    rows.map(row => [nameKey({ parent: row.parent, result: row.name }), row]),
  );
}

function nameKey(name: ImportedResult['name']): string {
  return `${name.parent}/${name.result}`;
}

/** Undefined if the row says it all. */
function changesOf(
  row: DbResultsRow,
  result: ImportedResult,
): Partial<DbResultsRow> | undefined {
  const stored = toResult(row);
  const newer = result.updateTime > fromDbTime(row.update_time);
  const merged = contentColumns(merge(stored, result.content, newer));
  if (JSON.stringify(merged) === JSON.stringify(contentColumns(stored))) {
    return undefined;
  }
  return {
    ...merged,
    // Which run the summary is about stays known only if it stays the same.
    ...(merged.summary_record === row.summary_record && {
      summary_run_created_time: row.summary_run_created_time,
    }),
    ...newStateColumns(row, result),
  };
}

function merge(
  stored: ResultContent,
  imported: ResultContent,
  newer: boolean,
): ResultContent {
  const final = stored.summary?.endTime !== undefined;
  return {
    annotations: newer
      ? { ...stored.annotations, ...imported.annotations }
      : {
          ...stored.annotations,
          ...imported.annotations,
          ...stored.annotations,
        },
    summary:
      newer && !final
        ? imported.summary ?? stored.summary
        : stored.summary ?? imported.summary,
  };
}
