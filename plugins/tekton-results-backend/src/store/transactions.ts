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
import { findByKeys } from './findByKeys';
import { LeaseLostError } from './Lease';
import { isContention, StoreError } from './StoreError';

const MAX_ATTEMPTS = 5;
const RETRY_DELAY_MS = 50;
/**
 * SQLite's driver waits for locks by itself, for 5 s as a rule, and lets nothing
 * else happen meanwhile: once is enough.
 */
const MAX_BUSY_MS = 2_000;

/**
 * What PostgreSQL answers when two transactions got in each other's way:
 * serialization_failure and deadlock_detected.
 */
const CONFLICT_CODES = /^40001$|^40P01$/;
/** SQLite's names for that. */
const BUSY_CODES = /^SQLITE_(BUSY|LOCKED)/;

/**
 * Runs work that finds what it changes by keys in a transaction, again if it lost
 * against another one.
 *
 * @param options - after `commitWithinMs` nothing is committed any more: who asked
 * may have given up, and gone on with what came later. Absent: no limit
 * @throws StoreError, or LeaseLostError as the work threw it
 */
export async function inStoreTransaction<T>(
  db: Knex,
  work: (tx: Knex.Transaction) => Promise<T>,
  options: { commitWithinMs?: number } = {},
): Promise<T> {
  const { commitWithinMs = Infinity } = options;
  // Of a clock that nobody sets.
  const startedAt = performance.now();
  const commitUntil = startedAt + commitWithinMs;
  const assertInTime = () => {
    if (performance.now() > commitUntil) {
      throw StoreError.unanswered(commitWithinMs);
    }
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(async tx => {
        assertInTime();
        await findByKeys(tx);
        const value = await work(tx);
        assertInTime();
        return value;
      });
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isRetriable(error, startedAt)) {
        return asStoreError(error);
      }
      await sleep(RETRY_DELAY_MS * attempt * (1 + Math.random()));
    }
  }
}

function isRetriable(error: unknown, startedAt: number): boolean {
  const code = isError(error) && error.code;
  if (typeof code !== 'string') {
    return false;
  }
  return BUSY_CODES.test(code)
    ? performance.now() - startedAt < MAX_BUSY_MS
    : isContention(error) || CONFLICT_CODES.test(code);
}

/** Throws what a database driver threw as a {@link StoreError}. */
export function asStoreError(error: unknown): never {
  if (error instanceof LeaseLostError || error instanceof StoreError) {
    throw error;
  }
  throw new StoreError(error);
}
