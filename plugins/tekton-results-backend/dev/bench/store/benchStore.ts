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
import type { BenchOptions } from '../BenchOptions';
import type { BenchCell, BenchReport } from '../BenchReport';
import type { BenchDatabase } from '../database';
import { loadHistory, type LoadFigures } from '../loadHistory';
import { measure } from '../measure';
import { benchedLists, type BenchedQuery } from './benchedLists';
import { benchedSummaries } from './benchedSummaries';
import { explain } from './explain';
import { tableSizes, type PartSize } from './tableSizes';
import { withNewDatabase } from './withNewDatabase';

const DEFAULT_SIZES = {
  postgres: [10_000, 100_000],
  sqlite: [10_000, 200_000],
} as const;

/** Of all bytes. */
const LEAST_SHOWN_PART = 1 / 500;

/** Who is asked a query. */
const DOORS = ['screen', 'records', 'upstream'] as const;

type Door = (typeof DOORS)[number];

const TITLES: Readonly<Record<Door, string>> = {
  screen: 'our screens',
  records: 'our Results API',
  upstream: 'upstream',
};

/** What one size of an archive is like. */
interface SizeFigures {
  /** As asked for; {@link LoadFigures} tell how many records there are. */
  readonly size: number;
  readonly load: LoadFigures;
  readonly sizes: readonly PartSize[];
  readonly queries: readonly QueryFigures[];
}

interface QueryFigures {
  readonly title: string;
  /** Of an answer; a text if upstream's has another number. */
  readonly rows: BenchCell;
  /** Ms, or what it was refused with; absent: it is not asked there. */
  readonly times: Readonly<Partial<Record<Door, number | string>>>;
  readonly blockedMs: number;
}

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
        const figures = await benchSize(database, size, report);
        tellSize(report, `${size} records, ${engine}`, figures);
        all.push(figures);
      });
    }
    tellLoads(report, engine, all);
    DOORS.forEach(door => tellGrowth(report, { engine, door, all }));
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
  for (const query of [
    ...(await benchedLists(database, upstream)),
    ...benchedSummaries(database),
  ]) {
    queries.push(await benchQuery(query));
    plans.push(await plansOf(database, query));
  }
  report.text(`plans-${database.engine}-${size}`, plans.join('\n\n'));
  return { size, load, sizes, queries };
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
    const { ms, blockedMs } = await measure(async () => {
      answer = await question();
    });
    return { time: ms, blockedMs, answer };
  } catch (error) {
    return { time: refusal(error) };
  }
}

/** A request that takes too much is refused: a result, not a fault. */
function refusal(error: unknown): string {
  if (isError(error) && /LimitError$/.test(error.name)) {
    return 'refused';
  }
  throw error;
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
      texts.push(`--- ${TITLES[door]}\n\n${plan}`);
    }
  }
  return texts.join('\n\n');
}

function tellSize(
  report: BenchReport,
  title: string,
  { load, sizes, queries }: SizeFigures,
): void {
  const { records } = load;
  report.table({
    title: `Newest 50 and summaries of ${title}`,
    columns: [
      'query',
      'rows',
      'screen ms',
      'Results API ms',
      'upstream ms',
      'upstream to Results API',
      'blocked ms',
    ],
    rows: queries.map(({ title: query, rows, times, blockedMs }) => [
      query,
      rows,
      times.screen,
      times.records,
      times.upstream,
      ratio(times.upstream, times.records),
      blockedMs,
    ]),
    chart: {
      kind: 'bars',
      columns: ['screen ms', 'Results API ms', 'upstream ms'],
      unit: 'ms',
    },
  });
  report.table({
    title: `Bytes of a record, of ${title}`,
    columns: ['part', 'ours', 'upstream', 'ours to upstream'],
    rows: [
      ...(['rows', 'toast', 'index'] as const).map(kind =>
        bytesRow(kind, sizes, part => part.kind === kind, records),
      ),
      bytesRow('all', sizes, () => true, records),
      ['the object as JSON text', load.jsonBytes, load.jsonBytes, undefined],
    ],
    chart: { kind: 'bars', columns: ['ours', 'upstream'], unit: 'bytes' },
  });
  report.table({
    title: `Bytes of a record in each table and index, of ${title}`,
    columns: ['name', 'of', 'kind', 'bytes'],
    rows: partRows(sizes, records),
  });
}

/** The largest first; what is hardly anything is one row. */
function partRows(sizes: readonly PartSize[], records: number): BenchCell[][] {
  const least =
    sizes.reduce((sum, { bytes }) => sum + bytes, 0) * LEAST_SHOWN_PART;
  const shown = sizes
    .filter(({ bytes }) => bytes >= least)
    .sort((a, b) => b.bytes - a.bytes);
  const others = sizes.filter(({ bytes }) => bytes < least);
  const bytesOfOthers = others.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...shown.map(({ name, owner, kind, bytes }) => [
      name,
      owner,
      kind,
      bytes / records,
    ]),
    [`${others.length} others`, undefined, undefined, bytesOfOthers / records],
  ];
}

function bytesRow(
  title: string,
  sizes: readonly PartSize[],
  isMeant: (part: PartSize) => boolean,
  records: number,
): BenchCell[] {
  const of = (owner: PartSize['owner']) =>
    sizes
      .filter(part => part.owner === owner && isMeant(part))
      .reduce((sum, { bytes }) => sum + bytes, 0) / records;
  return [title, of('ours'), of('upstream'), ratio(of('ours'), of('upstream'))];
}

function tellLoads(
  report: BenchReport,
  engine: string,
  all: readonly SizeFigures[],
): void {
  report.table({
    title: `Records per second that come in, ${engine}`,
    columns: [
      'records',
      'ours, whole path',
      'upstream, many rows a statement',
      'upstream, each in a transaction',
      'ours to upstream, each',
    ],
    rows: all.map(({ size, load }) => [
      String(size),
      load.perSecond,
      load.upstreamPerSecond,
      load.upstreamEachPerSecond,
      load.perSecond / load.upstreamEachPerSecond,
    ]),
    chart: {
      kind: 'bars',
      columns: [
        'ours, whole path',
        'upstream, many rows a statement',
        'upstream, each in a transaction',
      ],
      unit: 'records/s',
    },
  });
}

/** The sizes side by side, from which the exponent of growth is worked out. */
function tellGrowth(
  report: BenchReport,
  options: { engine: string; door: Door; all: readonly SizeFigures[] },
): void {
  const { engine, door, all } = options;
  if (all.length < 2) {
    return;
  }
  const sizes = all.map(({ size }) => String(size));
  const [{ queries }] = all;
  report.table({
    title: `Milliseconds by number of records, ${TITLES[door]} on ${engine}`,
    columns: ['query', ...sizes],
    rows: queries
      .filter(({ times }) => times[door] !== undefined)
      .map(({ title }) => [
        title,
        ...all.map(
          figures =>
            figures.queries.find(query => query.title === title)?.times[door],
        ),
      ]),
    chart: { kind: 'lines', columns: sizes, unit: 'ms' },
  });
}

function ratio(
  part: number | string | undefined,
  whole: number | string | undefined,
): number | undefined {
  return typeof part === 'number' && typeof whole === 'number'
    ? part / whole
    : undefined;
}
