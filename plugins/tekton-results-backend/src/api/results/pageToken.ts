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

import { z } from 'zod';
import type { ResultPosition } from '../../store';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

/** The year 9999: both engines and `Date` can hold it. */
const MAX_TIME_MS = Date.UTC(9999, 11, 31);

const tokenSchema = z.strictObject({
  scope: z.string(),
  time: z.number().int().min(0).max(MAX_TIME_MS),
  seq: z.number().int().min(0),
});

/** A place in a list as an opaque text. */
export function formatPageToken(
  position: ResultPosition,
  scope: string,
): string {
  const token: z.input<typeof tokenSchema> = { scope, ...position };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** Reads a page token, which must be one of the same parent. */
export function parsePageToken(text: string, scope: string): ResultPosition {
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
  const { scope: tokenScope, ...position } = parsed.data;
  if (tokenScope !== scope) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      `invalid page token: provided parent (${scope}) differs from the parent used in the previous query (${tokenScope})`,
    );
  }
  return position;
}
