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

import { isError } from '@backstage/errors';

/** An answer of the JSON API that is no success. */
export class GcsAnswerError extends Error {
  override name = 'GcsAnswerError' as const;
  readonly status: number;

  constructor(status: number, body: string) {
    super(messageIn(body) || 'no message');
    this.status = status;
  }
}

/** Whether it may work a moment later. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof GcsAnswerError) {
    return [408, 429, 500, 502, 503, 504].includes(error.status);
  }
  // What fetch throws for a connection that failed.
  return isError(error) && error.name === 'TypeError';
}

function messageIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    const { error } = Object(parsed) as Record<string, unknown>;
    const { message } = Object(error) as Record<string, unknown>;
    return typeof message === 'string' ? message : '';
  } catch {
    return body;
  }
}
