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
import type { Knex } from 'knex';

/** What PostgreSQL answers when its time limit ends a statement. */
const QUERY_CANCELED = '57014';

/**
 * Lets no statement of a transaction on PostgreSQL take longer. `set local` takes no
 * bound values, so its function is called.
 */
export async function limitStatements(
  tx: Knex.Transaction,
  timeoutMs: number,
): Promise<void> {
  await tx.raw(`select set_config('statement_timeout', ?, true)`, [
    String(timeoutMs),
  ]);
}

/** Whether a statement was ended by {@link limitStatements}. */
export function isEndedByTime(error: unknown): boolean {
  return isError(error) && error.code === QUERY_CANCELED;
}
