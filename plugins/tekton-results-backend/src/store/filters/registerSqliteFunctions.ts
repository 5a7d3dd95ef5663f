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

import type { Knex } from 'knex';
import { compileRegex, SQLITE_MATCHES } from '../../filter';

/** Lower case of all letters: that of SQLite knows A to Z. */
export const SQLITE_LOWER = 'tekton_results_lower';

/** What better-sqlite3 offers on a connection. */
interface SqliteConnection {
  function(
    name: string,
    options: { deterministic: boolean; directOnly: boolean },
    implementation: (...values: unknown[]) => number | string | null,
  ): void;
}

/**
 * Gives SQLite what it has none of: regular expressions, with the meaning of RE2,
 * and the lower case of all letters. Must be called for each connection: the one there is and those to come.
 */
export async function registerSqliteFunctions(db: Knex): Promise<void> {
  const register = (connection: SqliteConnection) => {
    const options = { deterministic: true, directOnly: true };
    connection.function(SQLITE_MATCHES, options, matches);
    connection.function(SQLITE_LOWER, options, lower);
  };
  db.client.pool?.on(
    'createSuccess',
    (_id: unknown, connection: SqliteConnection) => register(connection),
  );
  const connection: SqliteConnection = await db.client.acquireConnection();
  try {
    register(connection);
  } finally {
    await db.client.releaseConnection(connection);
  }
}

function matches(pattern: unknown, text: unknown): number | null {
  if (typeof pattern !== 'string' || typeof text !== 'string') {
    return null;
  }
  const regex = compileRegex(pattern);
  return 'test' in regex && regex.test(text) ? 1 : 0;
}

function lower(text: unknown): string | null {
  return typeof text === 'string' ? text.toLowerCase() : null;
}
