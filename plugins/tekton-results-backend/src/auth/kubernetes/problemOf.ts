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

import { isError, toError } from '@backstage/errors';
import { ClusterError } from '../../cluster';

/**
 * Why a cluster did not say what it was asked, for logs. The words of an answer
 * are left out: they may repeat what was sent, and that was a token.
 *
 * @param right - what our account needs, such as `create pods`
 */
export function problemOf(error: unknown, right: string): string {
  if (!(error instanceof ClusterError)) {
    return toError(error).message;
  }
  const { status, cause } = error;
  if (status === 401) {
    return 'it refused our credential';
  }
  if (status === 403) {
    return `our account may not ${right}`;
  }
  if (status !== undefined) {
    return `it answered ${status}`;
  }
  return isError(cause) && cause.name === 'AbortError'
    ? 'it did not answer in time'
    : error.message;
}
