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

import {
  isFinished,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { ImportOutcome } from '../ResultImporter';
import { fromDbTime } from '../tables';
import type { IncomingRecord, StoredRow, StoredRecords } from './StoredRecords';

/** What to do about an imported Record, and what to call that. */
export type ImportDecision =
  | { readonly outcome: 'added'; readonly resultSeq: number }
  | { readonly outcome: 'updated'; readonly row: StoredRow }
  | { readonly outcome: Exclude<ImportOutcome, 'added' | 'updated'> };

/** See {@link ResultImporter} for the rules. */
export function decideImport(
  incoming: IncomingRecord,
  stored: Pick<StoredRecords, 'find' | 'resultSeq' | 'isRemoved'>,
): ImportDecision {
  const row = stored.find(incoming);
  if (row) {
    if (isTaken(row, incoming)) {
      return { outcome: 'nameTaken' };
    }
    return isSuperseded(row, incoming)
      ? { outcome: 'updated', row }
      : { outcome: 'present' };
  }
  if (stored.isRemoved(incoming)) {
    return { outcome: 'removed' };
  }
  const resultSeq = stored.resultSeq(incoming.record.name);
  return resultSeq === undefined
    ? { outcome: 'resultMissing' }
    : { outcome: 'added', resultSeq };
}

/** A run is never replaced by something else. */
function isTaken(row: StoredRow, { object }: IncomingRecord): boolean {
  return row.capture_uid !== null && row.capture_uid !== object.run?.facts.uid;
}

function isSuperseded(row: StoredRow, incoming: IncomingRecord): boolean {
  const { record, object } = incoming;
  if (!record.data) {
    return false;
  }
  const { run } = object;
  if (run && row.run_uid === run.facts.uid) {
    if (hasEnded(row.status)) {
      return false;
    }
    const stored = Number(row.resource_version ?? 0);
    if (stored > 0 && run.resourceVersion > 0) {
      return run.resourceVersion > stored;
    }
  }
  return record.updateTime > fromDbTime(row.update_time);
}

/** The end of an incomplete run is not known. */
function hasEnded(status: string | null): boolean {
  return (
    status !== null &&
    status !== 'incomplete' &&
    isFinished(status as RunStatus)
  );
}
