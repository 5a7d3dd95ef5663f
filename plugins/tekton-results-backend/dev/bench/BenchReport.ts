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

import { appendFileSync } from 'fs';
import type { BenchDatabase } from './database';

/** A figure; what has none is empty, what is none (a name, a refusal) a text. */
export type BenchCell = number | string | undefined;

/** Figures of a benchmark. */
export interface BenchTable {
  readonly title: string;
  /** Names with their units; the first column names the rows. */
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<readonly BenchCell[]>;
  /**
   * What a picture shows of it.
   *
   * - `bars`: a bar for each row and each of the columns
   * - `lines`: a line for each row over the columns, whose names are numbers
   */
  readonly chart?: {
    readonly kind: 'bars' | 'lines';
    readonly columns: readonly string[];
    readonly unit: string;
  };
}

/** Takes what benchmarks find out; `tools/bench.mjs` shows and keeps it. */
export class BenchReport {
  /** Absent: standard output. */
  private readonly file?: string;

  constructor(options: { file?: string }) {
    this.file = options.file;
  }

  table(table: BenchTable): void {
    this.write({ table });
  }

  /** What a table does not show: kept as a text beside it. */
  text(name: string, text: string): void {
    this.write({ text: { name, text } });
  }

  /** Notes what a database is. */
  async databaseVersion({ db, engine }: BenchDatabase): Promise<void> {
    if (engine === 'postgres') {
      const { rows } = await db.raw('show server_version');
      this.write({ versions: { PostgreSQL: rows[0].server_version } });
    } else {
      const [row] = await db.raw('select sqlite_version() as version');
      this.write({ versions: { SQLite: row.version } });
    }
  }

  /** A line at once, so that what was found out is kept if the rest fails. */
  private write(entry: object): void {
    const line = `${JSON.stringify(entry)}\n`;
    if (this.file) {
      appendFileSync(this.file, line);
    } else {
      process.stdout.write(line);
    }
  }
}
