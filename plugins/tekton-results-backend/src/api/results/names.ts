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

import { GrpcCode, ResultsApiError } from './ResultsApiError';

const SEGMENT = /^[a-z0-9_-]{1,63}$/;
const RESULT_RULE =
  'name must match (^[a-z0-9_-]{1,63})/results/([a-z0-9_-]{1,63}$)';
const RECORD_RULE =
  'name must match (^[a-z0-9_-]{1,63})/results/([a-z0-9_-]{1,63})/records/([a-z0-9_-]{1,63}$)';
const LOG_RULE =
  'name must match (^[a-z0-9_-]{1,63})/results/([a-z0-9_-]{1,63})/logs/([a-z0-9_-]{1,63}$)';
/** What upstream says of logs that are read. */
const ANY_LOG_RULE = 'Invalid Name';

/** Stands for all parents, or all Results, in lists. */
const WILDCARD = '-';

type Params = Readonly<Record<string, string | undefined>>;

/**
 * What a part of a name narrows a list to: nothing, if it is the wildcard. As
 * upstream, any text is taken.
 */
export function parseParent(parent: string): string | undefined {
  if (parent.includes('\u0000')) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      'parent must not contain NUL',
    );
  }
  return parent.trim() === WILDCARD ? undefined : parent.trim();
}

/** The name of a Result in a path. */
export function parseResultName(params: Params) {
  const { parent = '', result = '' } = params;
  assertSegments([parent, result], RESULT_RULE);
  return { parent, result };
}

/** The name of a Record in a path. */
export function parseRecordName(params: Params) {
  const { parent = '', result = '', record = '' } = params;
  assertSegments([parent, result, record], RECORD_RULE);
  return { parent, result, record };
}

/** The name, in a path, of a Result whose logs are listed. */
export function parseListedLogsName(params: Params) {
  const { parent = '', result = '' } = params;
  assertSegments([parent, result], ANY_LOG_RULE);
  return { parent, result };
}

/** The name of a log in a path: it has that of the Record that tells of it. */
export function parseLogName(params: Params, rule = ANY_LOG_RULE) {
  const { parent = '', result = '', log = '' } = params;
  assertSegments([parent, result, log], rule);
  return { parent, result, record: log };
}

/** The same of a log that is to be deleted. */
export function parseDeletedLogName(params: Params) {
  return parseLogName(params, LOG_RULE);
}

/** A full name of a Result. */
export function splitResultName(name: string) {
  const [parent, kind, result, ...rest] = name.split('/');
  if (kind !== 'results' || rest.length > 0) {
    throw invalidName(RESULT_RULE);
  }
  return parseResultName({ parent, result });
}

/** A full name of a Record. */
export function splitRecordName(name: string) {
  const [parent, kind, result, kindOfRecord, record, ...rest] = name.split('/');
  if (kind !== 'results' || kindOfRecord !== 'records' || rest.length > 0) {
    throw invalidName(RECORD_RULE);
  }
  return parseRecordName({ parent, result, record });
}

/**
 * The name of a new Result, which must be one of the parent in the path.
 *
 * Upstream takes the wildcard as a name; lists could then not tell them apart.
 */
export function parseNewResultName(name: string, path: Params) {
  const parts = splitResultName(name);
  assertNoWildcard(Object.values(parts));
  assertParent(path.parent === parts.parent);
  return parts;
}

/** The name of a new Record, which must be one of the Result in the path. */
export function parseNewRecordName(name: string, path: Params) {
  const parts = splitRecordName(name);
  assertNoWildcard(Object.values(parts));
  assertParent(path.parent === parts.parent && path.result === parts.result);
  return parts;
}

function assertSegments(parts: string[], rule: string): void {
  if (!parts.every(part => SEGMENT.test(part))) {
    throw invalidName(rule);
  }
}

function assertNoWildcard(parts: string[]): void {
  if (parts.includes(WILDCARD)) {
    throw invalidName(`name must not have a part '${WILDCARD}'`);
  }
}

function assertParent(same: boolean): void {
  if (!same) {
    throw invalidName('requested parent does not match resource name');
  }
}

function invalidName(message: string): ResultsApiError {
  return new ResultsApiError(GrpcCode.InvalidArgument, message);
}
