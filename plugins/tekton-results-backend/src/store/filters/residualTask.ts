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

import type { Expression } from '../../filter';
import type { DbRecordPayloadsRow } from '../tables';
import type { RecordVariables } from './recordVariables';

/** A row whose object is to be asked. */
export interface ResidualRow {
  readonly variables: RecordVariables;
  /** Ask the whole filter, not what the database left open. */
  readonly askWhole: boolean;
  /** Absent: the Record has no object. */
  readonly payload?: Omit<DbRecordPayloadsRow, 'record_seq'>;
}

/** Work for a thread: which rows match. Bytes of all objects lie in one buffer. */
export interface ResidualTask {
  readonly residual: Expression | undefined;
  readonly whole: Expression;
  readonly rows: ReadonlyArray<{
    readonly variables: RecordVariables;
    readonly askWhole: boolean;
    readonly payload?: {
      readonly encoding: number;
      readonly dictionaryId: number | null;
      readonly start: number;
      readonly end: number;
    };
  }>;
  readonly bytes: Uint8Array;
}

/** Packs rows so that they cross to a thread in one piece. */
export function packTask(
  rows: readonly ResidualRow[],
  filter: { residual?: Expression; whole: Expression },
): ResidualTask {
  const size = rows.reduce(
    (sum, { payload }) => sum + (payload?.bytes.length ?? 0),
    0,
  );
  const bytes = new Uint8Array(size);
  let offset = 0;
  const packed = rows.map(({ variables, askWhole, payload }) => {
    if (!payload) {
      return { variables, askWhole };
    }
    const start = offset;
    bytes.set(payload.bytes, start);
    offset += payload.bytes.length;
    return {
      variables,
      askWhole,
      payload: {
        encoding: payload.encoding,
        dictionaryId: payload.dictionary_id,
        start,
        end: offset,
      },
    };
  });
  return {
    residual: filter.residual,
    whole: filter.whole,
    rows: packed,
    bytes,
  };
}
