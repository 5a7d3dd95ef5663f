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

import knexFactory, { type Knex } from 'knex';

/** That of the driver. */
const SQLITE_PATIENCE_MS = 5_000;

/** How a process finds a database. */
export interface DatabaseAddress {
  readonly client: 'pg' | 'better-sqlite3';
  readonly connection: Readonly<Record<string, string | number>>;
  /** SQLite: for how long locks of others are waited for; 5 seconds if absent. */
  readonly patienceMs?: number;
}

/** Connects to a database as Backstage does. */
export function openDatabase({
  client,
  connection,
  patienceMs = SQLITE_PATIENCE_MS,
}: DatabaseAddress): Knex {
  return client === 'pg'
    ? knexFactory({
        client,
        connection: { ...connection },
        pool: { min: 0, max: 10 },
        acquireConnectionTimeout: 5_000,
      })
    : knexFactory({
        client,
        connection: { filename: String(connection.filename) },
        useNullAsDefault: true,
        pool: {
          min: 1,
          max: 1,
          afterCreate: (
            raw: { pragma(text: string): unknown },
            done: (error?: Error) => void,
          ) => {
            raw.pragma(`busy_timeout = ${patienceMs}`);
            done();
          },
        },
      });
}
