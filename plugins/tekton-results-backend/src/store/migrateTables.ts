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

import {
  resolvePackagePath,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { Knex } from 'knex';
import { setTimeout as sleep } from 'timers/promises';
import { engineOf } from './filters/engine';

const MIGRATIONS = {
  directory: resolvePackagePath(
    'backstage-plugin-tekton-results-backend',
    'migrations',
  ),
};
/** Knex names both, and keeps one row in the second. */
const DONE_TABLE = 'knex_migrations';
const LOCK_TABLE = `${DONE_TABLE}_lock`;
/** As knex has it, see `lib/migrations/migrate/Migrator.js`. */
const LOCK_ERROR = 'MigrationLocked';

const LOOK_AGAIN_MS = 1_000;
/** The longest of our migrations took seconds for 100,000 Records. */
const GIVEN_UP_MS = 10 * 60_000;

/**
 * Brings the tables up to date. While another process does so, it is waited for: knex
 * has a lock for that, but fails at once if it is taken.
 *
 * @param options - `limitMs`: for how long others are waited for; ten minutes if absent
 * @throws ServiceUnavailableError if the lock is not released until then
 */
export async function migrateTables(options: {
  db: Knex;
  logger?: LoggerService;
  limitMs?: number;
}): Promise<void> {
  const { db, logger, limitMs = GIVEN_UP_MS } = options;
  await prepareLock(db);
  const givenUpAt = performance.now() + limitMs;
  let isTold = false;
  while (!(await isUpToDate(db))) {
    if (!(await isLocked(db)) && (await migrate(db, logger))) {
      return;
    }
    if (performance.now() >= givenUpAt) {
      throw stillLocked(limitMs);
    }
    if (!isTold) {
      logger?.warn(
        'Another process is changing the tables of the database; waiting until it has',
        { waitedAtMostSeconds: limitMs / 1_000 },
      );
      isTold = true;
    }
    await sleep(Math.min(LOOK_AGAIN_MS, limitMs));
  }
}

/**
 * Makes the tables that knex needs. It would do so by itself, but two processes at once
 * fail, or make two locks.
 */
async function prepareLock(db: Knex): Promise<void> {
  await db.transaction(async tx => {
    if (engineOf(db) === 'postgres') {
      await tx.raw('select pg_advisory_xact_lock(hashtext(?))', [LOCK_TABLE]);
    }
    await tx.migrate.currentVersion(MIGRATIONS);
  });
}

async function isUpToDate(db: Knex): Promise<boolean> {
  const [, missing]: [unknown[], unknown[]] = await db.migrate.list(MIGRATIONS);
  return missing.length === 0;
}

/** Asked before knex is, which complains in the log each time. */
async function isLocked(db: Knex): Promise<boolean> {
  return (await db(LOCK_TABLE).where({ is_locked: 1 })).length > 0;
}

/** @returns false if another process was first, or kept this one from it */
async function migrate(db: Knex, logger?: LoggerService): Promise<boolean> {
  try {
    await db.migrate.latest(MIGRATIONS);
    return true;
  } catch (error) {
    // Knex finds out what is missing before it has the lock, so it repeats and fails to do
    // what another process did in between.
    if (isLockError(error) || (await isUpToDate(db))) {
      return false;
    }
    // An earlier version that still writes: what was begun is undone.
    if (isDeadlock(error)) {
      logger?.warn(
        'Another process uses the tables of the database that are to be changed; trying again',
      );
      return false;
    }
    throw error;
  }
}

function isLockError(error: unknown): boolean {
  return isError(error) && error.name === LOCK_ERROR;
}

function isDeadlock(error: unknown): boolean {
  return isError(error) && 'code' in error && error.code === '40P01';
}

function stillLocked(limitMs: number): Error {
  return new ServiceUnavailableError(
    `The tables of the plugin tekton-results are locked by another process that changes them, for more than ${
      limitMs / 1_000
    } s. If none does, as it was killed meanwhile, release the lock in the database of the plugin: UPDATE ${LOCK_TABLE} SET is_locked = 0; what was done is in ${DONE_TABLE}`,
  );
}
