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
import type { FilterValidation } from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import { FilterError, locate, parseFilter } from '../../filter';
import type { FilterAdvisor } from '../../store';

export const validateFilterRequest = z.strictObject({
  filter: z.string(),
  subject: z.enum(['records', 'results']).default('records'),
});

/**
 * Says what is wrong with a filter, or how it would be answered, without running
 * anything.
 *
 * @throws InputError if the request has another form
 */
export function validateFilter(
  body: unknown,
  advisor: FilterAdvisor,
): FilterValidation {
  const parsed = validateFilterRequest.safeParse(body);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(
      path.length > 0
        ? `Field '${path.join('.')}': ${message}`
        : 'The body must be a JSON object with the field "filter"',
    );
  }
  const { filter: text, subject } = parsed.data;
  try {
    const filter = parseFilter(text, subject);
    const { indexed, parts } = filter
      ? advisor(filter)
      : { indexed: true, parts: [] };
    return {
      valid: true,
      indexed,
      parts: parts.map(({ range, access }) => ({
        text: text.slice(range.start, range.end),
        ...locate(text, range),
        access,
      })),
    };
  } catch (error) {
    if (error instanceof FilterError) {
      return { valid: false, errors: [error.mistake] };
    }
    throw error;
  }
}
