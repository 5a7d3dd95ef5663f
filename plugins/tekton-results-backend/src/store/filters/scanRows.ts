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
import type { Sql } from '../../filter';
import { PieceSize } from '../pieces';
import { fromDbTime, toDbTime, type DbInteger, type DbTime } from '../tables';
import type { Engine } from './engine';

/** What a list is ordered by: a time (ms since 1970, UTC), a number or a text. */
export type ScanValue = number | string;

/** A place in a list. */
export interface ScanPosition {
  /** For each part of the order. */
  readonly values: readonly ScanValue[];
  readonly seq: number;
}

/** What every row that is scanned has: {@link scanKeys}. */
export interface ScanRow {
  readonly scan_seq: DbInteger;
  readonly [key: `scan_key_${number}`]: DbTime | string;
}

/** A part of the order of a list. */
export interface ScanKey {
  /** As SQL, from code; never null. */
  readonly column: string;
  readonly direction: 'asc' | 'desc';
  /** What the column holds; absent: times. */
  readonly type?: 'time' | 'number' | 'text';
  /**
   * It is no column but an expression: SQLite finds its place in an index only where
   * it is compared by itself.
   */
  readonly isExpression?: boolean;
}

/** A list, before any filter. */
export interface ScanSource {
  /** The rows of the list; each call makes a new statement. */
  readonly rows: () => Knex.QueryBuilder;
  /** The same, to be read in the order of the list, whatever else is asked. */
  readonly rowsInOrder: () => Knex.QueryBuilder;
  /** The same rows from as few tables as tell the order. */
  readonly keys: () => Knex.QueryBuilder;
  /** At least one; rows with the same values are in the order of the last. */
  readonly order: readonly ScanKey[];
  /** What tells rows with the same values apart, as SQL. */
  readonly seq: string;
}

/** The columns that a source must select besides its own. */
export function scanKeys(
  db: Knex,
  { order, seq }: Pick<ScanSource, 'order' | 'seq'>,
): Knex.Raw[] {
  return [
    ...order.map(({ column }, index) =>
      db.raw(`${column} as scan_key_${index}`),
    ),
    db.raw(`${seq} as scan_seq`),
  ];
}

/** How much one request may look at. */
export interface ScanBudget {
  /** Stored objects that are read. */
  readonly maxRows: number;
  readonly maxMs: number;
}

export const DEFAULT_SCAN_BUDGET: ScanBudget = {
  maxRows: 100_000,
  maxMs: 5_000,
};

export interface ScanOptions<Row extends ScanRow> {
  readonly source: ScanSource;
  readonly engine: Engine;
  /** Meets every row that matches; absent: all rows match. */
  readonly where?: Sql;
  /**
   * How much of the list each statement goes through, in its order: for
   * conditions to which no index leads, so that no statement reads all of a
   * table. On SQLite at most, see {@link PieceSize}. Absent: the database finds its way.
   */
  readonly windowRows?: number;
  /**
   * The same for the first statement: what matches often is found here at once,
   * where the database might have looked for everything and sorted it.
   */
  readonly headRows?: number;
  /**
   * How much of the list a second statement may go through, if that should fill the page
   * that the first has begun to fill. What has an index may still be far more than a page,
   * which PostgreSQL would look up and sort: failed runs of a week. Absent: nothing.
   */
  readonly walkRows?: number;
  /** Which rows match; absent: all that meet the condition. */
  readonly ask?: {
    readonly parallelism: number;
    /**
     * Rows that are read for one question at most; 512 if absent. Within windows on
     * SQLite as many as {@link PieceSize} tells.
     */
    readonly maxRows?: number;
    readonly matching: (rows: readonly Row[]) => Promise<readonly boolean[]>;
  };
  readonly limit: number;
  /** Rows that one statement reads of a long page of which nothing is asked; 1,024 if absent. */
  readonly pageChunkRows?: number;
  readonly after?: ScanPosition;
  readonly budget: ScanBudget;
}

export interface ScanResult<Row> {
  readonly rows: readonly Row[];
  /** Where to go on; absent: the list ends. */
  readonly next?: ScanPosition;
  /** How many rows were read. */
  readonly scanned: number;
}

/** So much is read at first, and twice as much each time nothing matches. */
const MIN_CHUNK_ROWS = 64;
/** Keeps one statement, and the work on what it answers, to a few ms. */
const MAX_CHUNK_ROWS = 512;
/** The same of a long page of which nothing is asked. */
const MAX_PAGE_CHUNK_ROWS = 1_024;
/** So many times the rows that should fill a page mostly do. */
const ENOUGH = 2;

/**
 * Reads a page of a filtered list. When the budget ends before the page is full,
 * the page is short, even empty, and says where to go on.
 */
export async function scanRows<Row extends ScanRow>(
  options: ScanOptions<Row>,
): Promise<ScanResult<Row>> {
  const { limit, ask, budget } = options;
  const deadline = Date.now() + budget.maxMs;
  const found: Row[] = [];
  const pending: Array<{
    chunk: Chunk<Row>;
    matching: Promise<readonly boolean[]>;
  }> = [];
  const chunks = readChunks(options);
  let scanned = 0;
  let position = options.after;
  let ended = false;

  for (;;) {
    while (!ended && pending.length < (ask?.parallelism ?? 0) + 1) {
      const { value: chunk, done } = await chunks.next();
      if (done) {
        ended = true;
      } else {
        scanned += chunk.rows.length;
        const matching =
          ask && chunk.rows.length > 0
            ? ask.matching(chunk.rows)
            : Promise.resolve(chunk.rows.map(() => true));
        // It is awaited later; until then a failure is not unhandled.
        matching.catch(() => {});
        pending.push({ chunk, matching });
      }
    }
    const first = pending.shift();
    if (!first) {
      return { rows: found, scanned };
    }
    const matching = await first.matching;
    for (const [index, row] of first.chunk.rows.entries()) {
      if (!matching[index]) {
        continue;
      }
      if (found.length === limit) {
        return {
          rows: found,
          next: positionOf(found[limit - 1], options.source),
          scanned,
        };
      }
      found.push(row);
    }
    position = first.chunk.end;
    if (position === undefined) {
      return { rows: found, scanned };
    }
    if (
      Date.now() >= deadline ||
      (ask !== undefined && scanned >= budget.maxRows)
    ) {
      return { rows: found, next: position, scanned };
    }
  }
}

interface Chunk<Row> {
  readonly rows: readonly Row[];
  /** Up to where the list has been read; absent: to its end. */
  readonly end?: ScanPosition;
}

/** The rows that meet the condition, in pieces. */
async function* readChunks<Row extends ScanRow>(
  options: ScanOptions<Row>,
): AsyncGenerator<Chunk<Row>, void> {
  const { source, engine, where, limit, ask, headRows } = options;
  const { pageChunkRows = MAX_PAGE_CHUNK_ROWS } = options;
  const { maxRows = MAX_CHUNK_ROWS } = ask ?? {};
  const windows =
    options.windowRows === undefined
      ? undefined
      : new PieceSize(engine, {
          maxRows: options.windowRows,
          startRows: headRows,
        });
  let windowRows = headRows ?? windows?.rows;
  let position = options.after;
  let isHead = headRows !== undefined;
  let found = 0;
  // Without windows rows may be sorted: then each statement finds all of them anew.
  const chunks =
    ask && windows && engine === 'sqlite'
      ? new PieceSize(engine, { maxRows, startRows: MIN_CHUNK_ROWS })
      : undefined;
  let chunkRows = Math.min(limit + 1, pageChunkRows);
  if (ask) {
    chunkRows =
      chunks?.rows ?? Math.min(Math.max(limit + 1, MIN_CHUNK_ROWS), maxRows);
  }
  const endAhead = (rows: number) =>
    timed(windows, () => endOfWindow(source, position, rows));
  for (;;) {
    const windowEnd = windowRows ? await endAhead(windowRows) : undefined;
    for (;;) {
      const select = inOrder(
        source,
        windowRows ? source.rowsInOrder() : source.rows(),
        { after: position, end: windowEnd },
      ).limit(chunkRows);
      if (where) {
        select.whereRaw(where.text, [...where.bindings]);
      }
      const rows: Row[] = await timed(windows, () =>
        timed(chunks, async () => select),
      );
      const full = rows.length === chunkRows;
      found += rows.length;
      position = full ? positionOf(rows[rows.length - 1], source) : windowEnd;
      yield { rows, end: position };
      if (ask) {
        chunks?.next();
        chunkRows = chunks?.rows ?? Math.min(chunkRows * 2, maxRows);
      }
      if (!full) {
        break;
      }
    }
    if (position === undefined) {
      return;
    }
    windows?.next();
    windowRows =
      windows?.rows ?? (isHead ? rowsToWalk(options, found) : undefined);
    isHead = false;
  }
}

function timed<T>(
  size: PieceSize | undefined,
  work: () => Promise<T>,
): Promise<T> {
  return size ? size.time(work) : work();
}

/**
 * How much further a list is gone through, as that should fill the page if it goes on as
 * it began; absent: that would be too much, or nobody knows.
 */
function rowsToWalk<Row extends ScanRow>(
  options: ScanOptions<Row>,
  found: number,
): number | undefined {
  const { headRows = 0, walkRows = 0, limit, ask } = options;
  if (found === 0 || ask) {
    return undefined;
  }
  const enough = Math.ceil(((limit + 1 - found) * headRows * ENOUGH) / found);
  return enough <= walkRows ? Math.max(enough, headRows) : undefined;
}

/** The last row of the next piece of the list; absent: the list ends before. */
export async function endOfWindow(
  source: ScanSource,
  after: ScanPosition | undefined,
  rows: number,
): Promise<ScanPosition | undefined> {
  const [end]: ScanRow[] = await inOrder(source, source.keys(), { after })
    .offset(rows - 1)
    .limit(1);
  return end && positionOf(end, source);
}

/** Narrows a statement to a piece of the list: beyond a row, up to another. */
export function withinWindow(
  source: ScanSource,
  select: Knex.QueryBuilder,
  { after, end }: { after?: ScanPosition; end?: ScanPosition },
): void {
  // PostgreSQL takes each comparison of rows for a large part of the list, and would
  // read all of it: a range of one column tells it how little a window is.
  const alone =
    source.order[0].isExpression || (after !== undefined && end !== undefined);
  if (after) {
    beyond(source, select, after, { alone, inclusive: false });
  }
  if (end) {
    beyond(source, select, end, { alone, inclusive: true, backwards: true });
  }
}

function inOrder(
  source: ScanSource,
  select: Knex.QueryBuilder,
  piece: { after?: ScanPosition; end?: ScanPosition },
): Knex.QueryBuilder {
  withinWindow(source, select, piece);
  return select.orderByRaw(
    allKeys(source)
      .map(({ column, direction }) => `${column} ${direction}`)
      .join(', '),
  );
}

/**
 * Rows after a position in the order of the list, or before it.
 *
 * @param options - `alone`: the first key is also compared by itself
 */
function beyond(
  source: ScanSource,
  select: Knex.QueryBuilder,
  position: ScanPosition,
  options: { alone?: boolean; inclusive: boolean; backwards?: boolean },
): void {
  const { alone = false, inclusive, backwards = false } = options;
  const keys = allKeys(source);
  const values = [
    ...source.order.map(({ type = 'time' }, index) =>
      type === 'time'
        ? toDbTime(Number(position.values[index]))
        : position.values[index],
    ),
    position.seq,
  ];
  const operator = (direction: 'asc' | 'desc') =>
    (direction === 'asc') === backwards ? '<' : '>';
  const [{ column: first, direction }] = keys;
  if (alone) {
    select.whereRaw(`${first} ${operator(direction)}= ?`, [values[0]]);
  }
  if (keys.every(key => key.direction === direction)) {
    const columns = keys.map(({ column }) => column).join(', ');
    const marks = keys.map(() => '?').join(', ');
    select.whereRaw(
      `(${columns}) ${operator(direction)}${inclusive ? '=' : ''} (${marks})`,
      values,
    );
    return;
  }
  // Directions differ: equal in the first keys and beyond in the next.
  const cases = keys.map((key, index) => ({
    text: [
      ...keys.slice(0, index).map(({ column }) => `${column} = ?`),
      `${key.column} ${operator(key.direction)}${
        inclusive && index === keys.length - 1 ? '=' : ''
      } ?`,
    ].join(' and '),
    values: values.slice(0, index + 1),
  }));
  select.whereRaw(
    `(${cases.map(({ text }) => `(${text})`).join(' or ')})`,
    cases.flatMap(part => part.values),
  );
}

function allKeys({ order, seq }: ScanSource) {
  return [
    ...order.map(({ column, direction }) => ({ column, direction })),
    { column: seq, direction: order[order.length - 1].direction },
  ];
}

/** The place of a row in a list. */
export function positionOf(
  row: ScanRow,
  { order }: Pick<ScanSource, 'order'>,
): ScanPosition {
  return {
    values: order.map(({ type = 'time' }, index) =>
      scanValue(row[`scan_key_${index}`], type),
    ),
    seq: Number(row.scan_seq),
  };
}

function scanValue(
  held: DbTime | string,
  type: NonNullable<ScanKey['type']>,
): ScanValue {
  switch (type) {
    case 'time':
      return fromDbTime(held as DbTime);
    case 'number':
      return Number(held);
    default:
      return String(held);
  }
}
