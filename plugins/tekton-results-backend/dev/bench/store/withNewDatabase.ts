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

import { rm } from 'fs/promises';
import knexFactory from 'knex';
import { openBenchDatabase, type BenchDatabase } from '../database';

/** Does something with a database that has nothing, and goes afterwards. */
export async function withNewDatabase(
  server: { engine: BenchDatabase['engine']; connection: string },
  name: string,
  work: (database: BenchDatabase) => Promise<void>,
): Promise<void> {
  return server.engine === 'postgres'
    ? withNewPostgres(server.connection, name, work)
    : withNewFile(`${server.connection}.${name}`, work);
}

async function withNewPostgres(
  connection: string,
  name: string,
  work: (database: BenchDatabase) => Promise<void>,
): Promise<void> {
  const admin = knexFactory({
    client: 'pg',
    connection,
    pool: { min: 0, max: 1 },
  });
  try {
    await admin.raw('drop database if exists ?? with (force)', [name]);
    await admin.raw('create database ??', [name]);
    const url = new URL(connection);
    url.pathname = `/${name}`;
    try {
      await withDatabase('postgres', url.toString(), work);
    } finally {
      await admin.raw('drop database ?? with (force)', [name]);
    }
  } finally {
    await admin.destroy();
  }
}

async function withNewFile(
  file: string,
  work: (database: BenchDatabase) => Promise<void>,
): Promise<void> {
  await removeFile(file);
  try {
    await withDatabase('sqlite', file, work);
  } finally {
    await removeFile(file);
  }
}

async function removeFile(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    await rm(`${file}${suffix}`, { force: true });
  }
}

async function withDatabase(
  engine: BenchDatabase['engine'],
  connection: string,
  work: (database: BenchDatabase) => Promise<void>,
): Promise<void> {
  const database = await openBenchDatabase(engine, connection);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
