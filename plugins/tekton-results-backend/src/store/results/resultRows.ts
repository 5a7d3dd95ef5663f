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

import type { ResultSummaryStatus } from 'backstage-plugin-tekton-results-common';
import { etagOf } from '../etags';
import type { PayloadReader } from '../payloads';
import type { Result, StoredRecord } from '../ResultStore';
import { fromDbTime, fromDbTimeOrNull, type DbResultsRow } from '../tables';
import type { RecordListRow } from './recordList';

/** A Result of its row. */
export function toResult(row: DbResultsRow): Result {
  return {
    name: `${row.parent}/results/${row.name}`,
    uid: row.uid,
    createTime: fromDbTime(row.create_time),
    updateTime: fromDbTime(row.update_time),
    annotations: JSON.parse(row.annotations),
    etag: etagOf(row),
    summary:
      row.summary_record === null
        ? undefined
        : {
            record: row.summary_record,
            type: row.summary_type ?? '',
            startTime: fromDbTimeOrNull(row.summary_start_time),
            startMicros: row.summary_start_micros,
            endTime: fromDbTimeOrNull(row.summary_end_time),
            endMicros: row.summary_end_micros,
            status: toStatus(row.summary_status ?? 'UNKNOWN'),
            annotations: JSON.parse(row.summary_annotations ?? '{}'),
          },
  };
}

/** Only this store writes the column, from the same type. */
function toStatus(text: string): ResultSummaryStatus | number {
  return /^-?\d+$/.test(text) ? Number(text) : (text as ResultSummaryStatus);
}

/** A Record of its row. */
export function toRecord(
  row: Omit<RecordListRow, 'scan_seq'>,
  reader: PayloadReader,
): StoredRecord {
  const { encoding, bytes, dictionary_id } = row;
  return {
    cluster: row.cluster,
    name: `${row.parent}/results/${row.result_name}/records/${row.name}`,
    uid: row.uid,
    data:
      encoding === null || bytes === null
        ? undefined
        : {
            type: row.data_type,
            get json() {
              return reader.decodeText({ encoding, bytes, dictionary_id });
            },
          },
    etag: etagOf(row),
    createTime: fromDbTime(row.create_time),
    updateTime: fromDbTime(row.update_time),
  };
}
