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
import { chunked } from '../../chunked';
import type { FinishedRuns, PayloadCodec } from '../payloads';
import type { LeafDictionary } from '../promotion/leafSignature';
import type {
  ImportedRecord,
  ImportedResult,
  ImportOptions,
  ImportOutcome,
  ResultImporter,
} from '../ResultImporter';
import { StoreError } from '../StoreError';
import { inStoreTransaction } from '../transactions';
import { importResults } from './importResults';
import { RecordImporter } from './RecordImporter';

/** SQLite takes 32,766 bindings in a statement; a Record has about 70. */
const ROWS_PER_TRANSACTION = 100;

type ImportWork<T> = (
  tx: Knex.Transaction,
  batch: T[],
  finished: FinishedRuns,
) => Promise<ImportOutcome[]>;

/** Takes over Results and Records into the database. */
export class DatabaseResultImporter implements ResultImporter {
  private readonly db: Knex;
  private readonly payloads: PayloadCodec;
  private readonly records: RecordImporter;
  private readonly now: () => number;

  constructor(options: {
    db: Knex;
    payloads: PayloadCodec;
    leaves: LeafDictionary;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.db = options.db;
    this.payloads = options.payloads;
    this.records = new RecordImporter(options);
    this.now = options.now ?? Date.now;
  }

  importResults(
    results: readonly ImportedResult[],
    options: ImportOptions & { evenRemoved?: boolean },
  ): Promise<ImportOutcome[]> {
    return this.inBatches(results, (tx, batch) =>
      importResults(tx, batch, options),
    );
  }

  importRecords(
    records: readonly ImportedRecord[],
    options: ImportOptions,
  ): Promise<ImportOutcome[]> {
    return this.inBatches(records, (tx, batch, finished) =>
      this.records.importRecords(tx, batch, {
        ...options,
        finished,
        now: this.now(),
      }),
    );
  }

  private async inBatches<T>(
    items: readonly T[],
    work: ImportWork<T>,
  ): Promise<ImportOutcome[]> {
    const outcomes: ImportOutcome[] = [];
    for (const batch of chunked(items, ROWS_PER_TRANSACTION)) {
      outcomes.push(...(await this.asTaken(batch, work)));
    }
    return outcomes;
  }

  /** Halves a batch that the database refuses until what is at fault is alone. */
  private async asTaken<T>(
    batch: T[],
    work: ImportWork<T>,
  ): Promise<ImportOutcome[]> {
    const finished: FinishedRuns = new Map();
    try {
      const outcomes = await inStoreTransaction(this.db, tx =>
        work(tx, batch, finished),
      );
      await this.payloads.learn(this.db, finished);
      return outcomes;
    } catch (error) {
      if (!(error instanceof StoreError && error.refused)) {
        throw error;
      }
    }
    if (batch.length === 1) {
      return ['refused'];
    }
    const middle = Math.ceil(batch.length / 2);
    return [
      ...(await this.asTaken(batch.slice(0, middle), work)),
      ...(await this.asTaken(batch.slice(middle), work)),
    ];
  }
}
