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

import type { Filter } from '../filter';
import type { AccessFilter } from './AccessFilter';
import type { ResultSummaryStatus } from 'backstage-plugin-tekton-results-common';

/** What narrows a view of the Results API. */
export interface ResultView {
  /** Absent: all clusters. */
  readonly cluster?: string;
  /**
   * What is not within it does not exist for this view. Absent: everything is.
   *
   * A Result is within it if some of its Records are and none of the runs at its
   * root is not, as it tells of these; without Records its place decides.
   */
  readonly access?: AccessFilter;
}

/** A Result. Times are milliseconds since 1970 (UTC). */
export interface Result {
  /** `<parent>/results/<name>` */
  readonly name: string;
  readonly uid: string;
  readonly createTime: number;
  readonly updateTime: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly summary?: {
    readonly record: string;
    readonly type: string;
    readonly startTime?: number;
    /** Microseconds beyond the milliseconds of the start. */
    readonly startMicros?: number;
    readonly endTime?: number;
    /** Microseconds beyond the milliseconds of the end. */
    readonly endMicros?: number;
    /** A number is a status of a later version of the API. */
    readonly status: ResultSummaryStatus | number;
    readonly annotations: Readonly<Record<string, string>>;
  };
}

/** A Record. Times are milliseconds since 1970 (UTC). */
export interface StoredRecord {
  readonly cluster: string;
  /** `<parent>/results/<result>/records/<name>` */
  readonly name: string;
  readonly uid: string;
  /** The stored object; absent if there is none. */
  readonly data?: {
    /** Such as `tekton.dev/v1.PipelineRun`. */
    readonly type: string;
    /**
     * The text of any JSON value, byte by byte as it was stored. It is decompressed
     * each time it is asked for: a long page would not fit into memory.
     *
     * @throws if it cannot be read
     */
    readonly json: Buffer;
  };
  readonly etag: string;
  readonly createTime: number;
  readonly updateTime: number;
}

/** A place in the order of a list. */
export interface ResultPosition {
  /** For each field of the order; of times, milliseconds since 1970 (UTC). */
  readonly values: ReadonlyArray<number | string>;
  readonly seq: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /**
   * Where the next page begins; absent on the last. A page may be short although
   * there is a next one, if its filter had to look at too much.
   */
  readonly next?: ResultPosition;
  /** How many rows were read for it. */
  readonly scanned: number;
}

/** A field of the order of a list. */
export interface ListOrder<Field extends string> {
  readonly field: Field;
  readonly direction: 'asc' | 'desc';
}

/** Times that Records can be ordered by. */
export type RecordOrderField = 'create_time' | 'update_time';

/** Times that Results can be ordered by. What has none comes after the others. */
export type ResultOrderField =
  | RecordOrderField
  | 'summary_start_time'
  | 'summary_end_time';

interface ListOptions {
  readonly view: ResultView;
  /** Absent: all. */
  readonly parent?: string;
  /** Absent: all. */
  readonly filter?: Filter;
  readonly limit: number;
  readonly after?: ResultPosition;
}

export interface ListResultsOptions extends ListOptions {
  /** What decides first comes first. Absent: what was created first. */
  readonly order?: readonly ListOrder<ResultOrderField>[];
}

export interface ListRecordsOptions extends ListOptions {
  /** Absent: all. */
  readonly result?: string;
  /** As for Results. */
  readonly order?: readonly ListOrder<RecordOrderField>[];
}

/** Reads Results and Records as the Results API serves them. */
export interface ResultStore {
  getResult(
    view: ResultView,
    name: { parent: string; result: string },
  ): Promise<Result | undefined>;
  listResults(options: ListResultsOptions): Promise<Page<Result>>;
  /** Names of parents that have Results in a cluster: the first ones. */
  listParents(cluster: string, limit: number): Promise<string[]>;
  getRecord(
    view: ResultView,
    name: { parent: string; result: string; record: string },
  ): Promise<StoredRecord | undefined>;
  listRecords(options: ListRecordsOptions): Promise<Page<StoredRecord>>;
}
