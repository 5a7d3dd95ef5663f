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

import type { Result, StoredRecord } from '../../store';
import { formatTimestamp } from './timestamp';

/**
 * A Result as upstream sends it: proto names in the order of the proto, defaults
 * left out, and nothing else, as its CLI refuses fields it does not know.
 */
export function formatResult(result: Result) {
  const createTime = formatTime(result.createTime);
  const updateTime = formatTime(result.updateTime);
  return {
    name: result.name,
    id: result.uid,
    uid: result.uid,
    created_time: createTime,
    create_time: createTime,
    updated_time: updateTime,
    update_time: updateTime,
    ...texts('annotations', result.annotations),
    etag: result.etag,
    ...(result.summary && { summary: formatSummary(result.summary) }),
  };
}

function formatSummary(summary: NonNullable<Result['summary']>) {
  return {
    record: summary.record,
    type: summary.type,
    ...(summary.startTime !== undefined && {
      start_time: formatTime(summary.startTime, summary.startMicros),
    }),
    ...(summary.endTime !== undefined && {
      end_time: formatTime(summary.endTime, summary.endMicros),
    }),
    ...(summary.status !== 'UNKNOWN' && { status: summary.status }),
    ...texts('annotations', summary.annotations),
  };
}

/** A Record as upstream sends it. */
export function formatRecord(record: StoredRecord) {
  const createTime = formatTime(record.createTime);
  const updateTime = formatTime(record.updateTime);
  return {
    name: record.name,
    id: record.uid,
    uid: record.uid,
    ...(record.data && {
      data: {
        ...(record.data.type && { type: record.data.type }),
        value: record.data.json.toString('base64'),
      },
    }),
    etag: record.etag,
    created_time: createTime,
    create_time: createTime,
    updated_time: updateTime,
    update_time: updateTime,
  };
}

/** Maps have sorted keys, and are left out when empty. */
function texts(name: string, map: Readonly<Record<string, string>>) {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? { [name]: Object.fromEntries(entries) } : {};
}

function formatTime(ms: number, micros = 0): string {
  return formatTimestamp({ ms, micros });
}
