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

import type { JsonObject } from '@backstage/types';
import type { ResultSummaryStatus } from 'backstage-plugin-tekton-results-common';

/** What narrows a view of the Results API. */
export interface ResultView {
  /** Absent: all clusters. */
  readonly cluster?: string;
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
    readonly endTime?: number;
    readonly status: ResultSummaryStatus;
    readonly annotations: Readonly<Record<string, string>>;
  };
}

/** A Record. Times are milliseconds since 1970 (UTC). */
export interface StoredRecord {
  /** `<parent>/results/<result>/records/<name>` */
  readonly name: string;
  readonly uid: string;
  readonly dataType: string;
  readonly data: JsonObject;
  readonly etag: string;
  readonly createTime: number;
  readonly updateTime: number;
}

/** A place in the order of creation. */
export interface ResultPosition {
  /** Milliseconds since 1970 (UTC). */
  readonly time: number;
  readonly seq: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent on the last. */
  readonly next?: ResultPosition;
}

export interface ListResultsOptions {
  readonly view: ResultView;
  /** Absent: all. */
  readonly parent?: string;
  readonly limit: number;
  readonly after?: ResultPosition;
}

export interface ListRecordsOptions extends ListResultsOptions {
  /** Absent: all. */
  readonly result?: string;
}

/** Reads Results and Records as the Results API serves them, oldest first. */
export interface ResultStore {
  getResult(
    view: ResultView,
    name: { parent: string; result: string },
  ): Promise<Result | undefined>;
  listResults(options: ListResultsOptions): Promise<Page<Result>>;
  getRecord(
    view: ResultView,
    name: { parent: string; result: string; record: string },
  ): Promise<StoredRecord | undefined>;
  listRecords(options: ListRecordsOptions): Promise<Page<StoredRecord>>;
}
