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

import { setTimeout as sleep } from 'timers/promises';
import { isError } from '@backstage/errors';
import type { Knex } from 'knex';
import { LeaseLostError } from './Lease';
import { StoreError } from './StoreError';

const MAX_ATTEMPTS = 5;
const RETRY_DELAY_MS = 50;

/** What PostgreSQL answers when two transactions got in each other's way. */
const RETRIABLE_CODES = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '23505', // unique_violation: the other one was first, which is seen next time
]);

/**
 * Runs work in a transaction, again if it lost against another one.
 *
 * @throws StoreError, or LeaseLostError as the work threw it
 */
export async function inStoreTransaction<T>(
  db: Knex,
  work: (tx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isRetriable(error)) {
        return asStoreError(error);
      }
      await sleep(RETRY_DELAY_MS * attempt * (1 + Math.random()));
    }
  }
}

function isRetriable(error: unknown): boolean {
  return (
    isError(error) &&
    'code' in error &&
    typeof error.code === 'string' &&
    RETRIABLE_CODES.has(error.code)
  );
}

/** Throws what a database driver threw as a {@link StoreError}. */
export function asStoreError(error: unknown): never {
  if (error instanceof LeaseLostError) {
    throw error;
  }
  throw new StoreError(error);
}
