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
import { WriteGuard } from '../access/WriteGuard';
import type { FilterContext } from '../filters/filterContext';
import type { FinishedRuns, PayloadCodec } from '../payloads';
import type { Result, StoredRecord } from '../ResultStore';
import type {
  RecordChanges,
  RecordData,
  RecordName,
  ResultContent,
  ResultName,
  ResultWriter,
  UpdateOptions,
  WriteOptions,
  WriteOutcome,
} from '../ResultWriter';
import { StoreError } from '../StoreError';
import { inStoreTransaction } from '../transactions';
import { RecordWriter } from './RecordWriter';
import { createResult, deleteResult, updateResult } from './writeResults';

/** Ends a transaction of which nothing may stay. */
class ForbiddenWrite extends Error {}

/** Writes Results and Records into the database. */
export class DatabaseResultWriter implements ResultWriter {
  private readonly context: FilterContext;
  private readonly payloads: PayloadCodec;
  private readonly records: RecordWriter;
  private readonly now: () => number;

  constructor(options: {
    payloads: PayloadCodec;
    context: FilterContext;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.context = options.context;
    this.payloads = options.payloads;
    this.records = new RecordWriter({
      payloads: options.payloads,
      leaves: options.context.dictionary,
    });
    this.now = options.now ?? Date.now;
  }

  createResult(
    name: ResultName,
    content: ResultContent,
    options: WriteOptions = {},
  ): Promise<WriteOutcome<Result>> {
    return this.write(options, (tx, guard) =>
      createResult(tx, guard, { name, content, now: this.now() }),
    );
  }

  updateResult(
    name: ResultName,
    content: ResultContent,
    options: UpdateOptions = {},
  ): Promise<WriteOutcome<Result>> {
    const { etag } = options;
    return this.write(options, (tx, guard) =>
      updateResult(tx, guard, { etag, name, content, now: this.now() }),
    );
  }

  deleteResult(
    name: ResultName,
    options: WriteOptions = {},
  ): Promise<WriteOutcome<void>> {
    return this.write(options, (tx, guard) => deleteResult(tx, guard, name));
  }

  createRecord(
    name: RecordName,
    data?: RecordData,
    options: WriteOptions = {},
  ): Promise<WriteOutcome<StoredRecord>> {
    return this.write(options, (tx, guard, finished) =>
      this.records.create(tx, guard, {
        name,
        data,
        finished,
        now: this.now(),
      }),
    );
  }

  updateRecord(
    name: RecordName,
    changes: RecordChanges,
    options: UpdateOptions = {},
  ): Promise<WriteOutcome<StoredRecord>> {
    const { etag } = options;
    return this.write(options, (tx, guard, finished) =>
      this.records.update(tx, guard, {
        etag,
        name,
        changes,
        finished,
        now: this.now(),
      }),
    );
  }

  deleteRecord(
    name: RecordName,
    options: WriteOptions = {},
  ): Promise<WriteOutcome<void>> {
    return this.write(options, (tx, guard) =>
      this.records.delete(tx, guard, name),
    );
  }

  /** Whether what was written may be written is known last: it is undone then. */
  private async write<T>(
    { access }: WriteOptions,
    work: (
      tx: Knex.Transaction,
      guard: WriteGuard,
      finished: FinishedRuns,
    ) => Promise<WriteOutcome<T>>,
  ): Promise<WriteOutcome<T>> {
    const finished: FinishedRuns = new Map();
    try {
      const outcome = await inStoreTransaction(this.context.db, async tx => {
        const guard = new WriteGuard({ ...this.context, db: tx }, access);
        const result = await work(tx, guard, finished);
        if (result.refused === 'forbidden') {
          throw new ForbiddenWrite();
        }
        return result;
      });
      await this.payloads.learn(this.context.db, finished);
      return outcome;
    } catch (error) {
      if (
        error instanceof StoreError &&
        error.cause instanceof ForbiddenWrite
      ) {
        return { refused: 'forbidden' };
      }
      throw error;
    }
  }
}
