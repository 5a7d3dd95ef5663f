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

import type { FilterContext } from '../filters/filterContext';
import { positionOf, scanRows } from '../filters/scanRows';
import type { ListRunsOptions, RunPosition, RunQuery } from '../RunStore';
import { runListSource, type RunListRow } from './runList';
import { prepareRuns, runScan, type PreparedRuns } from './prepareRuns';
import { runSegments, type RunSegment } from './runSegments';
import { withoutWorkers } from './withoutWorkers';

/** A row, and the segment of the list that it is in. */
interface PlacedRow {
  readonly row: RunListRow;
  readonly segment: RunSegment;
}

/** Rows in the direction in which they were read. */
interface RunRows {
  readonly rows: readonly PlacedRow[];
  /** Where to go on; absent: the list ends. */
  readonly rest?: RunPosition;
}

/** A page of a list, in the order of the list. */
export interface RunRowPage {
  readonly rows: readonly RunListRow[];
  readonly next?: RunPosition;
  readonly previous?: RunPosition;
}

/** Reads a page of a list. */
export async function listRuns(
  context: FilterContext,
  options: ListRunsOptions,
): Promise<RunRowPage> {
  return isOfLabels(options.query)
    ? withoutWorkers(context, alone => readPage(alone, options))
    : readPage(context, options);
}

/**
 * Whether it is labels alone that each run may have to be asked for; for a filter more
 * than one statement may be under way at a time.
 */
function isOfLabels({ labels = [], filter, access }: RunQuery): boolean {
  return labels.length > 0 && filter === undefined && access === undefined;
}

async function readPage(
  context: FilterContext,
  options: ListRunsOptions,
): Promise<RunRowPage> {
  const { query, sort = '-start', from } = options;
  const prepared = await prepareRuns(context, query, sort);
  if (!prepared) {
    return { rows: [] };
  }
  const backwards = from?.direction === 'previous';
  const segments = runSegments({
    sort,
    query,
    sql: prepared.sql,
    engine: context.engine,
  });
  const { rows, rest } = await readSegments(context, {
    ...options,
    prepared,
    segments: backwards ? [...segments].reverse() : segments,
    backwards,
  });
  const read = rows.map(({ row }) => row);
  const behind =
    from?.position &&
    (rows.length > 0
      ? placeOf(rows[0])
      : including(from.position, { segments, backwards }));
  return backwards
    ? { rows: read.reverse(), next: behind, previous: rest }
    : { rows: read, next: rest, previous: behind };
}

/** Reads rows from a position on, segment by segment. */
async function readSegments(
  context: FilterContext,
  options: Pick<ListRunsOptions, 'limit' | 'from'> & {
    prepared: PreparedRuns;
    segments: readonly RunSegment[];
    backwards: boolean;
  },
): Promise<RunRows> {
  const { prepared, segments, backwards, limit, from } = options;
  const { db, engine, budget } = context;
  const start = from?.position;
  const deadline = Date.now() + budget.maxMs;
  const rows: PlacedRow[] = [];
  let unread = budget.maxRows;

  for (const segment of segmentsFrom(segments, start)) {
    const missing = limit - rows.length;
    const scan = await scanRows<RunListRow>({
      source: runListSource(db, prepared.sql, {
        segment,
        backwards,
        filtered: prepared.filter !== undefined,
      }),
      engine,
      ...runScan(context, prepared),
      // When the page is full, one row tells that there are more.
      limit: Math.max(missing, 1),
      after: start?.segment === segment.id ? start : undefined,
      budget: { maxRows: unread, maxMs: deadline - Date.now() },
    });
    unread -= scan.scanned;
    if (missing > 0) {
      rows.push(...scan.rows.map(row => ({ row, segment })));
      if (scan.next) {
        return { rows, rest: { segment: segment.id, ...scan.next } };
      }
    } else if (scan.rows.length > 0 || scan.next) {
      return { rows, rest: placeOf(rows[rows.length - 1]) };
    }
  }
  return { rows };
}

function segmentsFrom(
  segments: readonly RunSegment[],
  start: RunPosition | undefined,
): readonly RunSegment[] {
  if (!start) {
    return segments;
  }
  const first = segments.findIndex(({ id }) => id === start.segment);
  return first < 0 ? [] : segments.slice(first);
}

function placeOf({ row, segment }: PlacedRow): RunPosition {
  return { segment: segment.id, ...positionOf(row, { order: [segment.key] }) };
}

/** The place from which the other direction finds what is at a position, too. */
function including(
  position: RunPosition,
  options: { segments: readonly RunSegment[]; backwards: boolean },
): RunPosition {
  const { segments, backwards } = options;
  const segment = segments.find(({ id }) => id === position.segment);
  const readsUp = (segment?.key.direction === 'asc') !== backwards;
  return { ...position, seq: position.seq + (readsUp ? 1 : -1) };
}
