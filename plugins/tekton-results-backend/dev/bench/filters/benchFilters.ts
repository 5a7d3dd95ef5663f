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

import { parseFilter, planFilter } from '../../../src/filter';
import { recordFilterSchema } from '../../../src/store/filters/recordFilterSchema';
import { openBenchDatabase, type BenchDatabase } from '../database';
import { loadHistory } from '../loadHistory';
import type { BenchOptions } from '../BenchOptions';
import type { BenchCell } from '../BenchReport';
import { measure } from '../measure';
import { withProgress } from '../progress';
import type { UpstreamTable } from '../upstreamTable';
import { benchedFilters, type BenchedFilter } from './benchedFilters';
import { benchHostile } from './benchHostile';

const PAGE_SIZE = 50;

/** Lists with filters: our time, upstream's, and the ratio. */
export async function benchFilters(options: BenchOptions): Promise<void> {
  for (const { engine, connection } of options.databases) {
    const database = await openBenchDatabase(engine, connection);
    try {
      const { report, records } = options;
      await report.databaseVersion(database);
      const { upstream } = await loadHistory(database, { records });
      const rows: BenchCell[][] = [];
      const filters = await benchedFilters(database);
      for (const filter of withProgress('Filters', filters)) {
        rows.push(await benchFilter(database, upstream, filter));
      }
      report.table({
        title: `Filters on ${records} records, ${engine}`,
        columns: [
          'filter',
          'answered by',
          'rows',
          'ours ms',
          'upstream ms',
          'upstream to ours',
          'blocked ms',
        ],
        rows,
        chart: {
          kind: 'bars',
          columns: ['ours ms', 'upstream ms'],
          unit: 'ms',
        },
      });
      await benchHostile(database, report);
    } finally {
      await database.close();
    }
  }
}

async function benchFilter(
  database: BenchDatabase,
  upstream: UpstreamTable,
  { title, text, upstreamSql, bindings }: BenchedFilter,
): Promise<BenchCell[]> {
  const filter = parseFilter(text, 'records');
  if (!filter) {
    throw new Error(`${title} has no filter`);
  }
  const plan = planFilter(filter, recordFilterSchema(database.engine, 't'));
  let rows = 0;
  const ours = await measure(async () => {
    rows = await wholePage(database, filter);
  });
  let upstreamRows = 0;
  const theirs = await measure(async () => {
    upstreamRows = await upstream.list(upstreamSql, bindings);
  });
  if (Math.min(upstreamRows, PAGE_SIZE) !== rows) {
    throw new Error(`${title}: ${rows} rows, upstream ${upstreamRows}`);
  }
  return [
    title,
    [...new Set(plan.parts.map(({ access }) => access))].join(', '),
    rows,
    ours.ms,
    theirs.ms,
    theirs.ms / ours.ms,
    ours.blockedMs,
  ];
}

/** The newest page, however many requests it takes. */
async function wholePage(
  { stores }: BenchDatabase,
  filter: NonNullable<ReturnType<typeof parseFilter>>,
): Promise<number> {
  let rows = 0;
  let after: Awaited<ReturnType<typeof stores.results.listRecords>>['next'];
  do {
    const page = await stores.results.listRecords({
      view: {},
      filter,
      order: [{ field: 'create_time', direction: 'desc' }],
      limit: PAGE_SIZE - rows,
      after,
    });
    rows += page.items.length;
    after = page.next;
  } while (after && rows < PAGE_SIZE);
  return rows;
}
