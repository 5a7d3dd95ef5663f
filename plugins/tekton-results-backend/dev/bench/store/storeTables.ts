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

import type { BenchCell, BenchReport } from '../BenchReport';
import { DOORS, DOOR_TITLES, type SizeFigures } from './StoreFigures';
import type { PartSize } from './tableSizes';

/** Of all bytes. */
const LEAST_SHOWN_PART = 1 / 500;

/** What one size of the archive costs. */
export function tellSize(
  report: BenchReport,
  title: string,
  { load, sizes, queries }: Pick<SizeFigures, 'load' | 'sizes' | 'queries'>,
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
    ],
    chart: { kind: 'bars', columns: ['ours', 'upstream'], unit: 'bytes' },
  });
  const { mean, least, median, p99, most } = load.jsonBytes;
  report.table({
    title: `Bytes of an object as JSON text, of ${title}`,
    columns: ['mean', 'least', 'median', 'p99', 'most'],
    rows: [[mean, least, median, p99, most]],
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

/** How fast records came in, by size. */
export function tellLoads(
  report: BenchReport,
  engine: string,
  all: readonly SizeFigures[],
): void {
  report.table({
    title: `Records per second that come in, ${engine}`,
    columns: [
      'records',
      'ours, whole path',
      'upstream, as many in a transaction',
      'upstream, each in a transaction',
      'ours to upstream, as many',
      'ours to upstream, each',
    ],
    rows: all.map(({ size, load }) => [
      String(size),
      load.perSecond,
      load.upstreamPerSecond,
      load.upstreamEachPerSecond,
      load.perSecond / load.upstreamPerSecond,
      load.perSecond / load.upstreamEachPerSecond,
    ]),
    chart: {
      kind: 'bars',
      columns: [
        'ours, whole path',
        'upstream, as many in a transaction',
        'upstream, each in a transaction',
      ],
      unit: 'records/s',
    },
  });
}

/** The sizes side by side, from which the exponent of growth is worked out. */
export function tellGrowth(
  report: BenchReport,
  engine: string,
  all: readonly SizeFigures[],
): void {
  if (all.length < 2) {
    return;
  }
  const [{ queries, requests }] = all;
  const sizes = all.map(({ size }) => String(size));
  const tell = (
    asked: string,
    titles: readonly string[],
    timeOf: (figures: SizeFigures, title: string) => BenchCell,
  ) =>
    report.table({
      title: `Milliseconds by number of records, ${asked} on ${engine}`,
      columns: ['query', ...sizes],
      rows: titles.map(title => [
        title,
        ...all.map(figures => timeOf(figures, title)),
      ]),
      chart: { kind: 'lines', columns: sizes, unit: 'ms' },
    });
  for (const door of DOORS) {
    tell(
      DOOR_TITLES[door],
      queries
        .filter(({ times }) => times[door] !== undefined)
        .map(({ title }) => title),
      (figures, title) =>
        figures.queries.find(query => query.title === title)?.times[door],
    );
  }
  tell(
    'other requests',
    requests.map(({ title }) => title),
    (figures, title) =>
      figures.requests.find(request => request.title === title)?.ms,
  );
}

function ratio(
  part: number | string | undefined,
  whole: number | string | undefined,
): number | undefined {
  return typeof part === 'number' && typeof whole === 'number'
    ? part / whole
    : undefined;
}
