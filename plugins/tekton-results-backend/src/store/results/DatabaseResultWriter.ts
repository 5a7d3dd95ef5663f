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
import type { PayloadCodec } from '../payloads';
import type { LeafDictionary } from '../promotion/leafSignature';
import type { Result, StoredRecord } from '../ResultStore';
import type {
  RecordChanges,
  RecordData,
  RecordName,
  ResultContent,
  ResultName,
  ResultWriter,
  UpdateOptions,
  WriteOutcome,
} from '../ResultWriter';
import { inStoreTransaction } from '../transactions';
import { RecordWriter } from './RecordWriter';
import { createResult, deleteResult, updateResult } from './writeResults';

/** Writes Results and Records into the database. */
export class DatabaseResultWriter implements ResultWriter {
  private readonly db: Knex;
  private readonly records: RecordWriter;
  private readonly now: () => number;

  constructor(options: {
    db: Knex;
    payloads: PayloadCodec;
    leaves: LeafDictionary;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.db = options.db;
    this.records = new RecordWriter(options);
    this.now = options.now ?? Date.now;
  }

  createResult(
    name: ResultName,
    content: ResultContent,
  ): Promise<WriteOutcome<Result>> {
    return inStoreTransaction(this.db, tx =>
      createResult(tx, { name, content, now: this.now() }),
    );
  }

  updateResult(
    name: ResultName,
    content: ResultContent,
    options?: UpdateOptions,
  ): Promise<WriteOutcome<Result>> {
    return inStoreTransaction(this.db, tx =>
      updateResult(tx, { ...options, name, content, now: this.now() }),
    );
  }

  deleteResult(name: ResultName): Promise<WriteOutcome<void>> {
    return inStoreTransaction(this.db, tx => deleteResult(tx, name));
  }

  createRecord(
    name: RecordName,
    data?: RecordData,
  ): Promise<WriteOutcome<StoredRecord>> {
    return inStoreTransaction(this.db, tx =>
      this.records.create(tx, { name, data, now: this.now() }),
    );
  }

  updateRecord(
    name: RecordName,
    changes: RecordChanges,
    options?: UpdateOptions,
  ): Promise<WriteOutcome<StoredRecord>> {
    return inStoreTransaction(this.db, tx =>
      this.records.update(tx, { ...options, name, changes, now: this.now() }),
    );
  }

  deleteRecord(name: RecordName): Promise<WriteOutcome<void>> {
    return inStoreTransaction(this.db, tx => this.records.delete(tx, name));
  }
}
