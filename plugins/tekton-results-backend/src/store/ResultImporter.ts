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

import type { RecordData, RecordName, ResultContent } from './ResultWriter';

/** What another archive has given to one of its Results or Records. */
interface ImportedIdentity {
  /** In lower case. Absent: a new one is given. */
  readonly uid?: string;
  /** Absent: one is made of the uid and the update time. */
  readonly etag?: string;
  /** Milliseconds since 1970 (UTC). */
  readonly createTime: number;
  /** Milliseconds since 1970 (UTC). */
  readonly updateTime: number;
}

/** A Result of another archive. */
export interface ImportedResult extends ImportedIdentity {
  readonly name: { readonly parent: string; readonly result: string };
  readonly content: ResultContent;
}

/** A Record of another archive. */
export interface ImportedRecord extends ImportedIdentity {
  readonly name: Omit<RecordName, 'cluster'>;
  readonly data?: RecordData;
}

/**
 * What became of an imported Result or Record:
 *
 * - `added`: it was not there
 * - `updated`: it was there in an older state, or with less
 * - `present`: it was there, and stays as it is
 * - `removed`: retention has removed it, and it is not stored again: a run, what tells
 *   of one, or a Result that went with its last run
 * - `resultMissing`: a Record whose Result is not there
 * - `nameTaken`: a Record whose name belongs to another run
 * - `refused`: the database does not take it, and never will
 */
export type ImportOutcome =
  | 'added'
  | 'updated'
  | 'present'
  | 'removed'
  | 'resultMissing'
  | 'nameTaken'
  | 'refused';

export interface ImportOptions {
  /** Which cluster they belong to. */
  readonly cluster: string;
  /** Nothing is written; Records count as `added` also without their Result. */
  readonly dryRun?: boolean;
}

/**
 * Takes over what another archive of the Results API holds, with the names,
 * times, uids and etags that it has there. To repeat a call changes nothing.
 *
 * - A Record is there already if one of its name is, or its run is, under
 *   whatever name. It is replaced only if it is older: by the version of the run,
 *   else by the update time; a run whose end is stored never is.
 * - Of a Result that is there, annotations and a summary are added; where both
 *   say something, the one that was updated last is right, unless the stored
 *   summary has an end.
 * - A run that retention has removed stays removed for as long as there is a tombstone
 *   of it, and with it what tells of it. Of a Result a summary of such a run is left out.
 * - A new run counts as gone from its cluster: if it is not, the watcher has it
 *   already, or will find it in its first list.
 */
export interface ResultImporter {
  /**
   * @param options - `evenRemoved`: also those that went with their last run, as they
   * have other Records by now
   * @returns the outcome for each
   * @throws StoreError if the database is away
   */
  importResults(
    results: readonly ImportedResult[],
    options: ImportOptions & { evenRemoved?: boolean },
  ): Promise<ImportOutcome[]>;
  /**
   * @returns the outcome for each
   * @throws StoreError if the database is away
   */
  importRecords(
    records: readonly ImportedRecord[],
    options: ImportOptions,
  ): Promise<ImportOutcome[]>;
}
