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

import type {
  RecordChanges,
  RecordData,
  RecordName,
  Result,
  ResultContent,
  ResultName,
  ResultWriter,
  StoredRecord,
  UpdateOptions,
  WriteOptions,
  WriteOutcome,
} from '../store';

/** Says when clients have written Records, in which runs may be. */
export class AnnouncedResultWriter implements ResultWriter {
  private readonly writer: ResultWriter;
  private readonly onChange: () => void;

  /** @param onChange - called after the commit */
  constructor(writer: ResultWriter, onChange: () => void) {
    this.writer = writer;
    this.onChange = onChange;
  }

  async createResult(
    name: ResultName,
    content: ResultContent,
    options?: WriteOptions,
  ): Promise<WriteOutcome<Result>> {
    return this.writer.createResult(name, content, options);
  }

  async updateResult(
    name: ResultName,
    content: ResultContent,
    options?: UpdateOptions,
  ): Promise<WriteOutcome<Result>> {
    return this.writer.updateResult(name, content, options);
  }

  async deleteResult(
    name: ResultName,
    options?: WriteOptions,
  ): Promise<WriteOutcome<void>> {
    return this.announced(await this.writer.deleteResult(name, options));
  }

  async createRecord(
    name: RecordName,
    data?: RecordData,
    options?: WriteOptions,
  ): Promise<WriteOutcome<StoredRecord>> {
    return this.announced(await this.writer.createRecord(name, data, options));
  }

  async updateRecord(
    name: RecordName,
    changes: RecordChanges,
    options?: UpdateOptions,
  ): Promise<WriteOutcome<StoredRecord>> {
    return this.announced(
      await this.writer.updateRecord(name, changes, options),
    );
  }

  async deleteRecord(
    name: RecordName,
    options?: WriteOptions,
  ): Promise<WriteOutcome<void>> {
    return this.announced(await this.writer.deleteRecord(name, options));
  }

  private announced<T>(outcome: WriteOutcome<T>): WriteOutcome<T> {
    if (outcome.refused === undefined) {
      this.onChange();
    }
    return outcome;
  }
}
