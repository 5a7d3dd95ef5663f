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
import {
  RUN_KINDS,
  RUN_STATUSES,
  type ListRunsRequest,
} from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import { MAX_FILTER_BYTES } from '../../filter';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

/** PostgreSQL refuses NUL in a text. */
const text = z
  .string()
  .min(1)
  .max(1024)
  .refine(value => !value.includes('\u0000'), 'must not contain NUL')
  .optional();

/** A parameter that may be repeated. */
function repeated<T extends z.ZodType<string>>(item: T) {
  return z
    .union([item.transform(value => [value]), z.array(item).max(50)])
    .optional();
}

const querySchema = z.strictObject({
  cluster: text,
  namespace: text,
  kind: repeated(z.enum(RUN_KINDS)),
  status: repeated(z.enum(RUN_STATUSES)),
  includeOwned: z
    .enum(['true', 'false'])
    .transform(value => value === 'true')
    .optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: text,
  filter: z.string().max(MAX_FILTER_BYTES).optional(),
});

/**
 * Reads the parameters of a list of runs.
 *
 * @throws InputError that names the parameter
 */
export function parseListRunsQuery(
  query: unknown,
): ListRunsRequest & { limit: number } {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      issue.path.length > 0
        ? `Parameter '${issue.path.join('.')}': ${issue.message}`
        : issue.message,
    );
  }
  const { kind, status, ...others } = parsed.data;
  return { ...others, kinds: kind, statuses: status };
}
