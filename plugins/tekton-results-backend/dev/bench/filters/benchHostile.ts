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

import { isError } from '@backstage/errors';
import { parseFilter } from '../../../src/filter';
import { HOSTILE_FILTERS } from '../../../src/store/filters/__testUtils__/hostileFilters';
import type { BenchReport } from '../BenchReport';
import type { BenchDatabase } from '../database';
import { measure } from '../measure';
import { withProgress } from '../progress';

const SHOWN = 8;

/** How long filters that mean harm hold the backend up. */
export async function benchHostile(
  { engine, stores }: BenchDatabase,
  report: BenchReport,
): Promise<void> {
  const rows: Array<{ title: string; blockedMs: number; ms: number }> = [];
  for (const [title, text] of withProgress(
    'Hostile filters',
    HOSTILE_FILTERS,
  )) {
    const { ms, blockedMs } = await measure(() => ask(stores, text));
    rows.push({ title, ms, blockedMs });
  }
  rows.sort((a, b) => b.blockedMs - a.blockedMs);
  report.table({
    title: `Hostile filters, ${engine}: the ${SHOWN} of ${rows.length} that held the backend up longest`,
    columns: ['filter', 'blocked ms', 'answered after ms'],
    rows: rows
      .slice(0, SHOWN)
      .map(({ title, ms, blockedMs }) => [title, blockedMs, ms]),
    chart: { kind: 'bars', columns: ['blocked ms'], unit: 'ms' },
  });
}

async function ask(
  stores: BenchDatabase['stores'],
  text: string,
): Promise<void> {
  try {
    await stores.results.listRecords({
      view: {},
      filter: parseFilter(text, 'records'),
      limit: 50,
    });
  } catch (error) {
    if (!isError(error) || !/FilterError|InputError/.test(error.name)) {
      throw error;
    }
  }
}
