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

import type { JsonValue } from '@backstage/types';
import type { AccessFilter } from './AccessFilter';
import type { Result, StoredRecord } from './ResultStore';

export interface ResultName {
  readonly cluster: string;
  readonly parent: string;
  readonly result: string;
}

export interface RecordName extends ResultName {
  readonly record: string;
}

/** What clients decide of a Result; all of it is replaced at once. */
export type ResultContent = Pick<Result, 'annotations' | 'summary'>;

/** A stored object as a client sends it. */
export interface RecordData {
  readonly type: string;
  /** Text of a JSON value; it is given back byte by byte. */
  readonly json: Buffer;
  /** What `json` says. */
  readonly payload: JsonValue;
}

/** What to replace of a Record; what is absent stays. */
export interface RecordChanges {
  readonly type?: string;
  readonly data?: Pick<RecordData, 'json' | 'payload'>;
}

/** What somebody may write. Absent: everything. */
export interface WriteAccess {
  /** What they may see; the rest is missing for them. */
  readonly visible: AccessFilter;
  /** What they may change: what it was, and what it becomes. */
  readonly allowed: AccessFilter;
}

export interface WriteOptions {
  readonly access?: WriteAccess;
}

export interface UpdateOptions extends WriteOptions {
  /** Nothing is changed if it is not that of the stored version. */
  readonly etag?: string;
}

/**
 * Why nothing was written:
 *
 * - `missing`: what is to change, or the Result of a new Record, does not exist
 * - `exists`: there is one of that name
 * - `etagMismatch`: it was changed meanwhile
 * - `noData`: there is no stored object that could be of a type
 * - `forbidden`: it may be seen, but not written like this
 * - `pinned`: a run that would go with it, or would become something else, is
 *   pinned, or belongs to one that is
 */
export type WriteRefusal =
  | 'missing'
  | 'exists'
  | 'etagMismatch'
  | 'noData'
  | 'forbidden'
  | 'pinned';

export type WriteOutcome<T> =
  | { readonly written: T; readonly refused?: undefined }
  | { readonly written?: undefined; readonly refused: WriteRefusal };

/**
 * Writes Results and Records as the Results API does. Every call is one
 * transaction; of calls at the same time each sees the others whole or not at
 * all. Failures are {@link StoreError}s.
 *
 * A Record that holds a run is found and listed like one that was captured.
 */
export interface ResultWriter {
  createResult(
    name: ResultName,
    content: ResultContent,
    options?: WriteOptions,
  ): Promise<WriteOutcome<Result>>;
  updateResult(
    name: ResultName,
    content: ResultContent,
    options?: UpdateOptions,
  ): Promise<WriteOutcome<Result>>;
  /**
   * Removes its Records, too; all of them must be allowed to be removed, and none
   * kept by a pin.
   */
  deleteResult(
    name: ResultName,
    options?: WriteOptions,
  ): Promise<WriteOutcome<void>>;
  createRecord(
    name: RecordName,
    data?: RecordData,
    options?: WriteOptions,
  ): Promise<WriteOutcome<StoredRecord>>;
  /**
   * What holds a run that a pin keeps, or tells of one, stays that; its newer states
   * are taken.
   */
  updateRecord(
    name: RecordName,
    changes: RecordChanges,
    options?: UpdateOptions,
  ): Promise<WriteOutcome<StoredRecord>>;
  deleteRecord(
    name: RecordName,
    options?: WriteOptions,
  ): Promise<WriteOutcome<void>>;
}
