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

import { sumOf, type ImportCounts } from './ImportState';
import type { Collection } from './ResultsServer';

/** Where progress is written: a terminal, or a file. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const BAR_WIDTH = 20;
const LINE_EVERY_MS = 5_000;
const DEFAULT_COLUMNS = 80;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Shows how far an import is: on one line of a terminal, else by a line every
 * few seconds.
 */
export class ImportProgress {
  private readonly output: ProgressOutput;
  private readonly now: () => number;
  private shownAt = -Infinity;
  private shown: string | undefined;

  constructor(options: { output: ProgressOutput; now?: () => number }) {
    this.output = options.output;
    this.now = options.now ?? Date.now;
  }

  /** @param total - of the collection, if it is known */
  show(collection: Collection, counts: ImportCounts, total?: number): void {
    const text = progressText(collection, counts, total);
    if (this.output.isTTY) {
      // A terminal that does not know its width says 0.
      const columns = this.output.columns || DEFAULT_COLUMNS;
      this.output.write(`${CLEAR_LINE}${text.slice(0, columns - 1)}`);
    } else if (this.now() - this.shownAt >= LINE_EVERY_MS) {
      this.shownAt = this.now();
      this.output.write(`${text}\n`);
    }
    this.shown = text;
  }

  /** Tells something on a line of its own. */
  note(text: string): void {
    this.clear();
    this.output.write(`${text}\n`);
  }

  /** Takes the line back before something else is written. */
  clear(): void {
    if (this.output.isTTY && this.shown) {
      this.output.write(CLEAR_LINE);
      this.shown = undefined;
    }
  }
}

function progressText(
  { parent, kind }: Collection,
  counts: ImportCounts,
  total: number | undefined,
): string {
  const done = sumOf(counts);
  const what = `${kind === 'results' ? 'Results' : 'Records'}${
    parent === '-' ? '' : ` of ${parent}`
  }`;
  if (!total) {
    return `${grouped(done)} ${what}`;
  }
  // There may be more by now than there were.
  const part = Math.min(1, done / total);
  const bar = '#'.repeat(Math.round(part * BAR_WIDTH)).padEnd(BAR_WIDTH, '.');
  return `[${bar}] ${Math.floor(part * 100)} %, ${grouped(done)} of ${grouped(
    total,
  )} ${what}`;
}

/** A number as people read it. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
