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

import type { BenchOptions } from '../BenchOptions';
import type { BenchReport } from '../BenchReport';
import type { BenchDatabase } from '../database';
import { loadHistory } from '../loadHistory';
import { measure } from '../measure';
import { withProgress } from '../progress';
import { benchBlocks } from './benchBlocks';
import { benchedLists, type BenchedQuery } from './benchedLists';
import { benchedSummaries } from './benchedSummaries';
import { explain } from './explain';
import { refusal } from './refusal';
import {
  DOORS,
  DOOR_TITLES,
  type QueryFigures,
  type SizeFigures,
} from './StoreFigures';
import { tellGrowth, tellLoads, tellSize } from './storeTables';
import { tableSizes } from './tableSizes';
import { withNewDatabase } from './withNewDatabase';

const DEFAULT_SIZES = {
  postgres: [10_000, 100_000, 1_000_000],
  sqlite: [10_000, 200_000],
} as const;

/**
 * What the store costs, beside upstream's tables with the same objects: space, the
 * time for records to come in, lists and summaries, at several sizes.
 */
export async function benchStore(options: BenchOptions): Promise<void> {
  const { report } = options;
  for (const server of options.databases) {
    const { engine } = server;
    const all: SizeFigures[] = [];
    for (const size of options.sizes ?? DEFAULT_SIZES[engine]) {
      const name = `bench_store_${size}`;
      await withNewDatabase(server, name, async database => {
        await report.databaseVersion(database);
        all.push(await benchSize(database, size, report));
      });
    }
    tellLoads(report, engine, all);
    tellGrowth(report, engine, all);
  }
}

async function benchSize(
  database: BenchDatabase,
  size: number,
  report: BenchReport,
): Promise<SizeFigures> {
  const { upstream, load } = await loadHistory(database, { records: size });
  if (!load) {
    throw new Error('a new database holds records');
  }
  const sizes = await tableSizes(database);
  const queries: QueryFigures[] = [];
  const plans: string[] = [];
  for (const query of withProgress('Lists and summaries', [
    ...(await benchedLists(database, upstream)),
    ...benchedSummaries(database),
  ])) {
    queries.push(await benchQuery(query));
    plans.push(await plansOf(database, query));
  }
  const { engine } = database;
  const title = `${size} records, ${engine}`;
  const name = `${engine}-${size}`;
  report.text(`plans-${name}`, plans.join('\n\n'));
  tellSize(report, title, { load, sizes, queries });
  const requests = await benchBlocks(database, { report, title, name });
  return { size, load, sizes, queries, requests };
}

async function benchQuery(query: BenchedQuery): Promise<QueryFigures> {
  const { title } = query;
  const screen = query.screen && (await ask(query.screen));
  const records = await ask(query.records);
  const upstream = await ask(query.upstream);
  return {
    title,
    rows: rowsOf(records.answer, upstream.answer),
    times: {
      screen: screen?.time,
      records: records.time,
      upstream: upstream.time,
    },
    blockedMs: Math.max(screen?.blockedMs ?? 0, records.blockedMs ?? 0),
  };
}

/** Different answers are not to be compared by their times. */
function rowsOf(ours: number | undefined, upstream: number | undefined) {
  return ours === undefined || upstream === undefined || ours === upstream
    ? ours
    : `${ours}, upstream ${upstream}`;
}

async function ask<Answer>(question: () => Promise<Answer>): Promise<{
  /** Ms, or what it was refused with. */
  time: number | string;
  blockedMs?: number;
  answer?: Answer;
}> {
  let answer: Answer | undefined;
  try {
    const { ms, usuallyBlockedMs } = await measure(async () => {
      answer = await question();
    });
    return { time: ms, blockedMs: usuallyBlockedMs, answer };
  } catch (error) {
    return { time: refusal(error) };
  }
}

async function plansOf(
  database: BenchDatabase,
  query: BenchedQuery,
): Promise<string> {
  const texts = [`=== ${query.title}`];
  for (const door of DOORS) {
    const question = query[door];
    if (question) {
      // What is refused has sent statements, too.
      const work = () => question().catch(refusal);
      const plan = await explain(database, work);
      texts.push(`--- ${DOOR_TITLES[door]}\n\n${plan}`);
    }
  }
  return texts.join('\n\n');
}
