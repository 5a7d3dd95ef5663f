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
import type { Request } from 'express';
import type {
  RecordChanges,
  RecordData,
  ResultContent,
  WriteOutcome,
  WriteRefusal,
} from '../../store';
import type { RecordMessage, ResultMessage } from './messages';
import { splitRecordName } from './names';
import { queryParameter } from './queryParameter';
import { decodeJson, parseJson } from './json';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

const MAX_TYPE_BYTES = 768;

/** What a mask may name; of it only data can be changed. */
const MASKABLE = ['name', 'id', 'uid', 'etag', 'data.type', 'data.value'];
const MASKABLE_TIMES = /^(create|created|update|updated)_time$/;

const REFUSALS: Record<WriteRefusal, { code: GrpcCode; message: string }> = {
  missing: { code: GrpcCode.NotFound, message: 'record not found' },
  exists: { code: GrpcCode.AlreadyExists, message: 'name already exists' },
  etagMismatch: {
    code: GrpcCode.FailedPrecondition,
    message: 'the etag mismatches',
  },
  noData: {
    code: GrpcCode.InvalidArgument,
    message: 'data.value: unexpected end of JSON input',
  },
  // As upstream says of all that is not allowed.
  forbidden: { code: GrpcCode.Unauthenticated, message: 'permission denied' },
  // Which run it is may be hidden from the caller.
  pinned: {
    code: GrpcCode.FailedPrecondition,
    message:
      'it belongs to a pinned run: unpin that first, with DELETE /api/tekton-results/v1/runs/{cluster}/{uid}/pin',
  },
};

/** What a client says of a Result, checked. */
export function resultContent(message: ResultMessage): ResultContent {
  const { annotations, summary } = message;
  if (!summary) {
    return { annotations };
  }
  if (!summary.record || !summary.type) {
    throw invalid('record and type fields required for RecordSummary');
  }
  assertRecordName(summary.record);
  assertType(summary.type);
  return {
    annotations,
    summary: {
      record: summary.record,
      type: summary.type,
      startTime: summary.start_time?.ms,
      startMicros: summary.start_time?.micros,
      endTime: summary.end_time?.ms,
      endMicros: summary.end_time?.micros,
      status: summary.status,
      annotations: summary.annotations,
    },
  };
}

/** The object of a new Record: none, or any JSON. */
export function recordData({ data }: RecordMessage): RecordData | undefined {
  if (!data) {
    return undefined;
  }
  assertType(data.type);
  return { type: data.type, ...parsedData(data.value) };
}

/**
 * What an update changes of a Record: what is sent and not empty, unless the
 * mask leaves it out.
 */
export function recordChanges(
  { data }: RecordMessage,
  mask: string | undefined,
): RecordChanges {
  const masked = maskedFields(mask);
  const type = masked('data.type') ? data?.type : undefined;
  const value = masked('data.value') ? data?.value : undefined;
  assertType(type ?? '');
  return {
    type: type || undefined,
    data: value?.length ? parsedData(value) : undefined,
  };
}

/** The etag that an update insists on: of the query, else of the header. */
export function requestedEtag(req: Request): string | undefined {
  const header = req.headers['if-match']?.trim();
  const etag = queryParameter(req.query, 'etag') || header;
  return etag === '*' ? undefined : etag?.replace(/^(?:W\/)?"(.*)"$/, '$1');
}

/** @throws ResultsApiError if nothing was written */
export function written<T>(
  outcome: WriteOutcome<T>,
  messages: Partial<Record<WriteRefusal, string>> = {},
): T {
  if (!outcome.refused) {
    return outcome.written;
  }
  const { code, message } = REFUSALS[outcome.refused];
  throw new ResultsApiError(code, messages[outcome.refused] ?? message);
}

/** Whether a mask, a list of paths in either spelling, has a field. */
function maskedFields(mask: string | undefined): (field: string) => boolean {
  const paths = (mask ?? '')
    .split(',')
    .map(path =>
      path.trim().replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
    )
    .filter(path => path !== '');
  for (const path of paths) {
    const known =
      path === '*' ||
      MASKABLE_TIMES.test(path) ||
      MASKABLE.some(field => covers(path, field));
    if (!known) {
      throw invalid(`invalid path "${path}" in field update_mask`);
    }
  }
  return field =>
    paths.length === 0 ||
    paths.some(path => path === '*' || covers(path, field));
}

function covers(path: string, field: string): boolean {
  return field === path || field.startsWith(`${path}.`);
}

function parsedData(value: Buffer): Pick<RecordData, 'json' | 'payload'> {
  const text = decodeJson(value, 'data.value');
  return { json: value, payload: parseJson(text, 'data.value') as JsonValue };
}

function assertType(type: string): void {
  if (Buffer.byteLength(type) > MAX_TYPE_BYTES) {
    throw invalid(`type must not exceed ${MAX_TYPE_BYTES} characters`);
  }
}

function assertRecordName(name: string): void {
  try {
    splitRecordName(name);
  } catch {
    throw invalid('invalid record format');
  }
}

function invalid(message: string): ResultsApiError {
  return new ResultsApiError(GrpcCode.InvalidArgument, message);
}
