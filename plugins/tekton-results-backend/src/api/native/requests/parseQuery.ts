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
import type { z } from 'zod';

/**
 * Reads the parameters of a request.
 *
 * @throws InputError that names the parameter
 */
export function parseQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) {
    return parsed.data;
  }
  const [issue] = parsed.error.issues.map(reason);
  throw new InputError(
    issue.path.length > 0
      ? `Parameter '${issue.path.join('.')}': ${issue.message}`
      : issue.message,
  );
}

/** What is wrong with a value that may also be a list: of the form that was sent. */
function reason(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') {
    return issue;
  }
  const [inner = issue] = issue.errors.flatMap(issues =>
    issues.filter(({ code }) => code !== 'invalid_type').slice(0, 1),
  );
  return { ...inner, path: issue.path };
}
