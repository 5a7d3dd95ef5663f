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

/** Errors have causes, which may go in a circle. */
const MAX_CAUSES = 5;

/** A code as Node.js and libraries give them, such as `ENOTFOUND`. */
const CODE = /^[A-Z][A-Z0-9_]*$/;

/**
 * What kind of an error it is, such as `TypeError, ENOTFOUND`: names, codes and HTTP
 * statuses of it and its causes. Of its message nothing, as that may quote a
 * credential.
 */
export function errorKind(error: unknown): string {
  const kinds: string[] = [];
  let current = error;
  for (let i = 0; i < MAX_CAUSES && isError(current); i++) {
    const { name, code, status, statusCode, cause } = current;
    const found = [name, code].filter(
      (text): text is string =>
        typeof text === 'string' && (text === name || CODE.test(text)),
    );
    const statuses = [status, statusCode].filter(Number.isInteger).map(String);
    kinds.push(...found, ...statuses);
    current = cause;
  }
  const [first, ...others] = [...new Set(kinds)];
  return [first ?? 'no error', ...others.filter(kind => kind !== 'Error')].join(
    ', ',
  );
}
