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

/**
 * Why something failed, for the audit log: a class of errors, as the messages of
 * some quote what was asked for.
 */
export function failureReason(error: unknown): Error {
  const status = isError(error) ? statusOf(error) : undefined;
  const reason = new Error(
    status === undefined ? 'failed' : `answered with status ${status}`,
  );
  reason.name = isError(error) ? error.name : 'Error';
  delete reason.stack;
  return reason;
}

function statusOf(error: object): number | undefined {
  for (const key of ['httpStatus', 'statusCode', 'status']) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'number') {
      return value;
    }
  }
  return undefined;
}
