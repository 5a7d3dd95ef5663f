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

import { ServiceUnavailableError } from '@backstage/errors';
import type { Engine } from '../filters/engine';
import type { FilterContext } from '../filters/filterContext';
import { isEndedByTime, limitStatements } from '../statementTimeout';

/** So many runs are counted; beyond them, counts are of the newest. */
const COUNTED_RUNS = { postgres: 50_000, sqlite: 10_000 } as const;
/** The same where each run has many values, or where more would take too long. */
const SAMPLED_RUNS = { postgres: 5_000, sqlite: 2_000 } as const;

/**
 * So many runs are counted by one statement; absent: all. SQLite lets nobody else
 * have the process meanwhile; with fifteen labels a run, these take it some 15 ms.
 */
export const RUNS_PER_STATEMENT: Readonly<Record<Engine, number | undefined>> =
  {
    postgres: undefined,
    sqlite: 250,
  };

/**
 * How long a statement of the first attempt may take, and one of that with fewer runs,
 * which takes long only where the database has much else to do.
 */
const MAX_STATEMENT_MS = 700;
const MAX_LAST_STATEMENT_MS = 4_000;

/** In pages that are read one after another. */
const RANDOM_PAGE_COST = 1.1;

/** What of a store the limits are about. */
type Limited = Pick<FilterContext, 'db' | 'engine'>;

/**
 * Counts many runs or, if that takes too long, fewer. On SQLite the numbers alone
 * limit the time.
 *
 * @throws ServiceUnavailableError if even that takes too long
 */
export async function countedInTime<C extends Limited, T>(
  context: C,
  count: (context: C, maxRows: number) => Promise<T>,
): Promise<T> {
  const counted = await countInTime(context, count, {
    statementMs: MAX_STATEMENT_MS,
    maxRows: COUNTED_RUNS[context.engine],
  });
  return counted ? counted.result : sampledInTime(context, count);
}

/**
 * Counts only so many runs as a sample needs.
 *
 * @throws ServiceUnavailableError if even that takes too long
 */
export async function sampledInTime<C extends Limited, T>(
  context: C,
  count: (context: C, maxRows: number) => Promise<T>,
): Promise<T> {
  const sampled = await countInTime(context, count, {
    statementMs: MAX_LAST_STATEMENT_MS,
    maxRows: SAMPLED_RUNS[context.engine],
  });
  if (!sampled) {
    throw new ServiceUnavailableError(
      'To count these runs takes too long; narrow them, such as by time',
    );
  }
  return sampled.result;
}

/**
 * Works with statements that end after a time; on SQLite, where there is no such
 * limit, with any.
 *
 * @returns undefined if a statement took too long
 */
export async function inTime<C extends Limited, T>(
  context: C,
  statementMs: number,
  work: (context: C) => Promise<T>,
): Promise<{ result: T } | undefined> {
  if (context.engine === 'sqlite') {
    return { result: await work(context) };
  }
  try {
    return await context.db.transaction(
      async tx => {
        await limitStatements(tx, statementMs);
        return { result: await work({ ...context, db: tx }) };
      },
      { readOnly: true },
    );
  } catch (error) {
    if (isEndedByTime(error)) {
      return undefined;
    }
    throw error;
  }
}

function countInTime<C extends Limited, T>(
  context: C,
  count: (context: C, maxRows: number) => Promise<T>,
  { statementMs, maxRows }: { statementMs: number; maxRows: number },
): Promise<{ result: T } | undefined> {
  return inTime(context, statementMs, async limited => {
    await preferIndexes(limited);
    return count(limited, maxRows);
  });
}

/**
 * Lets PostgreSQL rather look runs up one by one, until the transaction ends. By itself it
 * expects each row that an index leads to to be read from a disk with moving parts, and
 * reads the whole table as soon as that holds a million Records.
 */
async function preferIndexes({ db, engine }: Limited): Promise<void> {
  if (engine === 'postgres') {
    await db.raw(
      `select set_config('random_page_cost', cast(least(
         cast(current_setting('random_page_cost') as float8),
         ? * cast(current_setting('seq_page_cost') as float8)
       ) as text), true)`,
      [RANDOM_PAGE_COST],
    );
  }
}
