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

import type { ImportedRecord, ImportedResult } from '../../store';
import { parseRecordMessage, parseResultMessage } from './messages';
import {
  parseNewRecordName,
  parseNewResultName,
  splitRecordName,
  splitResultName,
} from './names';
import { ResultsApiError } from './ResultsApiError';
import type { Timestamp } from './timestamp';
import { recordData, resultContent } from './writeRequests';

/**
 * What a server has sent, or what is wrong with it, in words that follow a name
 * and never quote what was sent.
 */
export type Sent<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

const MAX_OBJECT_MIB = 16;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a Result as a server of the Results API sends it. */
export function readSentResult(json: unknown): Sent<ImportedResult> {
  const message = understood(() => parseResultMessage(json));
  const identity = message && sentIdentity(message);
  if (!identity) {
    return { problem: 'is not written as the Results API has it' };
  }
  const name = understood(() =>
    parseNewResultName(message.name, splitResultName(message.name)),
  );
  if (!name) {
    return { problem: 'has a name that the Results API does not have' };
  }
  const content = understood(() => resultContent(message));
  return content
    ? { value: { ...identity, name, content } }
    : { problem: 'has a summary that the Results API does not have' };
}

/** Reads a Record as a server of the Results API sends it. */
export function readSentRecord(json: unknown): Sent<ImportedRecord> {
  const message = understood(() => parseRecordMessage(json));
  const identity = message && sentIdentity(message);
  if (!identity) {
    return { problem: 'is not written as the Results API has it' };
  }
  const name = understood(() =>
    parseNewRecordName(message.name, splitRecordName(message.name)),
  );
  if (!name) {
    return { problem: 'has a name that the Results API does not have' };
  }
  if ((message.data?.value.length ?? 0) > MAX_OBJECT_MIB * 1024 * 1024) {
    return { problem: `holds an object of more than ${MAX_OBJECT_MIB} MiB` };
  }
  const object = understood(() => ({ data: recordData(message) }));
  return object
    ? { value: { ...identity, name, ...object } }
    : { problem: 'holds an object that is not JSON, or of an overlong type' };
}

/** Older servers send the deprecated fields alone. */
function sentIdentity(message: {
  uid?: string;
  id?: string;
  etag?: string;
  create_time?: Timestamp;
  created_time?: Timestamp;
  update_time?: Timestamp;
  updated_time?: Timestamp;
}) {
  const createTime = message.create_time ?? message.created_time;
  if (!createTime) {
    return undefined;
  }
  const updateTime = message.update_time ?? message.updated_time ?? createTime;
  const uid = (message.uid ?? message.id ?? '').toLowerCase();
  return {
    uid: UUID.test(uid) ? uid : undefined,
    etag: message.etag,
    createTime: createTime.ms,
    updateTime: updateTime.ms,
  };
}

/** Undefined instead of an error, whose words quote what was sent. */
function understood<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ResultsApiError) {
      return undefined;
    }
    throw error;
  }
}
