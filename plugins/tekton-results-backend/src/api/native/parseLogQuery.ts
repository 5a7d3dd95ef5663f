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

import { InputError } from '@backstage/errors';
import type { LogSearchRequest } from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';

const MAX_LINES = 2_000;
const MAX_QUERY_LENGTH = 1_000;

const lineNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const flag = z
  .enum(['true', 'false'])
  .transform(value => value === 'true')
  .default(false);
const text = z.string().min(1).max(1_024).optional();
const attempt = z.coerce.number().int().min(1).max(100_000);

const refSchema = z.object({
  cluster: z.string(),
  uid: z.string(),
  attempt,
  container: z.string(),
});

export const linesRequest = z.strictObject({
  from: lineNumber.default(1),
  to: lineNumber.optional(),
});

const rangeSchema = linesRequest
  .transform(({ from, to }) => ({
    from,
    to: to ?? from + MAX_LINES - 1,
    isOpen: to === undefined,
  }))
  .refine(({ from, to }) => to >= from && to - from < MAX_LINES, {
    path: ['to'],
    message: `must not be before 'from', and with it make at most ${MAX_LINES} lines`,
  });

export const searchRequest = z.strictObject({
  q: z.string().min(1).max(MAX_QUERY_LENGTH),
  regex: flag,
  case: flag,
  task: text,
  step: text,
  attempt: attempt.optional(),
  container: text,
  from: lineNumber.optional(),
  before: lineNumber.optional(),
});

export const followRequest = z.strictObject({ from: lineNumber.default(1) });
export const downloadRequest = z.strictObject({ timestamps: flag });

/** Which log a path names; undefined if it can be none. */
export function parseLogRef(params: unknown) {
  return refSchema.safeParse(params).data;
}

/**
 * Lines of which at most so many are given at once; `isOpen` if all from the first
 * one on are asked for.
 *
 * @throws InputError that names the parameter
 */
export function parseLineRange(query: unknown) {
  return parse(rangeSchema, query);
}

/** A single line of a path; undefined if it can be none. */
export function parseLineNumber(value: unknown): number | undefined {
  return lineNumber.safeParse(value).data;
}

/** @throws InputError that names the parameter */
export function parseLogSearch(query: unknown): LogSearchRequest {
  const { q, case: caseSensitive, ...others } = parse(searchRequest, query);
  return { query: q, caseSensitive, ...others };
}

/** @throws InputError that names the parameter */
export function parseFollow(query: unknown) {
  return parse(followRequest, query);
}

/** @throws InputError that names the parameter */
export function parseDownload(query: unknown) {
  return parse(downloadRequest, query);
}

function parse<T extends z.ZodType>(schema: T, query: unknown): z.output<T> {
  const parsed = schema.safeParse(query);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(
      path.length > 0 ? `Parameter '${path.join('.')}': ${message}` : message,
    );
  }
  return parsed.data;
}
