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

import { CustomErrorBase } from '@backstage/errors';

/** A caller who has to wait. */
export class TooManyRequestsError extends CustomErrorBase {
  override name = 'TooManyRequestsError' as const;
  readonly statusCode = 429;
  readonly retryAfterMs: number;

  constructor(excess: string, retryAfterMs: number) {
    super(`Too many requests: ${excess}; try again later`);
    this.retryAfterMs = retryAfterMs;
  }

  /** Value of the header `Retry-After`. */
  get retryAfter(): string {
    return String(Math.max(1, Math.ceil(this.retryAfterMs / 1_000)));
  }
}
