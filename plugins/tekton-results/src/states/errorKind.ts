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

import { errorStatus } from '../data';

/** What kind of trouble an error is, as far as it tells the user what to do. */
export type ErrorKind =
  | 'signedOut'
  | 'forbidden'
  | 'request'
  | 'busy'
  | 'server'
  | 'unreachable'
  | 'unknown';

/** Tells what kind of trouble an error of a request is. */
export function errorKind(error: Error): ErrorKind {
  const status = errorStatus(error);
  switch (status) {
    case 400:
      return 'request';
    case 401:
      return 'signedOut';
    case 403:
      return 'forbidden';
    case 429:
    case 503:
      return 'busy';
    default:
  }
  if (status !== undefined && status >= 500) {
    return 'server';
  }
  // That is how `fetch` says that there was no answer.
  return status === undefined && error instanceof TypeError
    ? 'unreachable'
    : 'unknown';
}
