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

import { createHash } from 'crypto';
import { z } from 'zod';
import type { ResultPosition } from '../../store';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

/** The year 9999: both engines and `Date` can hold it. */
const MAX_TIME_MS = Date.UTC(9999, 11, 31);

const tokenSchema = z.strictObject({
  times: z.array(z.number().int().min(-MAX_TIME_MS).max(MAX_TIME_MS)),
  seq: z.number().int().min(0),
  check: z.string(),
});

/** What a page token belongs to: parent, filter and order of a list. */
export type ListIdentity = Readonly<Record<string, unknown>>;

/** A place in a list as an opaque text, for this list only. */
export function formatPageToken(
  position: ResultPosition,
  list: ListIdentity,
): string {
  const { times, seq } = position;
  const token: z.input<typeof tokenSchema> = {
    times: [...times],
    seq,
    check: checksum(position, list),
  };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/**
 * Reads a page token.
 *
 * @throws ResultsApiError if it is none, was altered, or is of another list
 */
export function parsePageToken(
  text: string,
  list: ListIdentity,
  keys: number,
): ResultPosition {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    json = undefined;
  }
  const parsed = tokenSchema.safeParse(json);
  if (!parsed.success) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      'invalid page token: it is not one of this server',
    );
  }
  const { check, ...position } = parsed.data;
  if (position.times.length !== keys || check !== checksum(position, list)) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      'invalid page token: it belongs to a list with another parent, filter or order, or was altered',
    );
  }
  return position;
}

/** Finds out mistakes; what a caller may see never depends on a token. */
function checksum({ times, seq }: ResultPosition, list: ListIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify([times, seq, list]))
    .digest('base64url')
    .slice(0, 16);
}
