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

import { timeStatements } from '../connections';
import type { Engine } from '../filters/engine';
import { nextRows, type PieceLimits } from './nextRows';

/** Even from a cold disk, so many are read soon; and each piece costs a statement. */
const MIN_ROWS = 20;
/** Nobody knows yet how long they take. */
const START_ROWS = 50;

/** How a walk in pieces begins, and within what it stays; in rows. */
export interface PieceSizeOptions {
  readonly maxRows: number;
  /** Where less is much; 20 if absent. */
  readonly minRows?: number;
  /** Of the first piece; 50 if absent. */
  readonly startRows?: number;
}

/**
 * How many rows each piece of a walk has. On SQLite, which holds the backend up meanwhile,
 * the next piece follows how long the last one took: the same rows take a hundred times
 * as long when they are read from a slow disk. On PostgreSQL each has as many as may be.
 */
export class PieceSize {
  private readonly limits: PieceLimits;
  private current: number;
  private longestMs = 0;

  constructor(engine: Engine, options: PieceSizeOptions) {
    const { maxRows, minRows = MIN_ROWS, startRows = START_ROWS } = options;
    this.limits = {
      minRows: engine === 'sqlite' ? Math.min(minRows, maxRows) : maxRows,
      maxRows,
    };
    this.current = engine === 'sqlite' ? Math.min(startRows, maxRows) : maxRows;
  }

  /** Of the piece that is worked on, or is next. */
  get rows(): number {
    return this.current;
  }

  /** Does a part of the work on a piece: its longest statement counts. */
  async time<T>(work: () => Promise<T>): Promise<T> {
    const { result, longestMs } = await timeStatements(work);
    this.longestMs = Math.max(this.longestMs, longestMs);
    return result;
  }

  /** Goes on to the next piece. */
  next(): void {
    const last = { rows: this.current, ms: this.longestMs };
    this.current = nextRows(last, this.limits);
    this.longestMs = 0;
  }
}
