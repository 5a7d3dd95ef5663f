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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { TestDatabases } from '@backstage/backend-test-utils';
import { createHash, randomBytes } from 'crypto';
import { readdirSync, readFileSync } from 'fs';
import knexFactory, { type Knex } from 'knex';
import { join } from 'path';

type TestDatabaseId = Parameters<TestDatabases['init']>[0];

const MIGRATIONS = resolvePackagePath(
  'backstage-plugin-tekton-results-backend',
  'migrations',
);

interface SqliteConnection {
  serialize(): Buffer;
}

/**
 * Empty databases with all tables. The migrations run once, for a template that the
 * others are copies of: of a server once for all tests, of SQLite once for each file.
 */
export class MigratedDatabases {
  private readonly opened: Knex[] = [];
  private readonly names: string[] = [];
  private sqlite: Promise<Buffer> | undefined;
  private server: Promise<{ admin: Knex; template: string }> | undefined;

  /**
   * Closes all of them after the tests of a file; so it must be called before
   * `TestDatabases.create`, which closes the servers.
   */
  static create(): MigratedDatabases {
    const databases = new MigratedDatabases();
    afterAll(() => databases.close(), 60_000);
    return databases;
  }

  async init(databases: TestDatabases, id: TestDatabaseId): Promise<Knex> {
    const db = id.startsWith('POSTGRES')
      ? await this.initPostgres(databases, id)
      : await this.initSqlite(databases, id);
    this.opened.push(db);
    return db;
  }

  private async initSqlite(
    databases: TestDatabases,
    id: TestDatabaseId,
  ): Promise<Knex> {
    this.sqlite ??= databases.init(id).then(async template => {
      await migrate(template);
      const connection: SqliteConnection =
        await template.client.acquireConnection();
      const image = connection.serialize();
      template.client.releaseConnection(connection);
      return image;
    });
    return knexFactory({
      client: 'better-sqlite3',
      // The driver takes the image of a database for the path of one.
      connection: { filename: (await this.sqlite) as unknown as string },
      useNullAsDefault: true,
    });
  }

  private async initPostgres(
    databases: TestDatabases,
    id: TestDatabaseId,
  ): Promise<Knex> {
    this.server ??= databases
      .init(id)
      .then(async admin => ({ admin, template: await ensureTemplate(admin) }));
    const { admin, template } = await this.server;
    // Named and written as TestDatabases does: `npm test` counts these statements.
    const name = `db${randomBytes(16).toString('hex')}`;
    await admin.raw('CREATE DATABASE ?? TEMPLATE ??', [name, template]);
    this.names.push(name);
    return openBeside(admin, name);
  }

  private async close(): Promise<void> {
    await Promise.all(this.opened.map(db => db.destroy()));
    const server = await this.server;
    for (const name of this.names) {
      // A test may have left a connection of its own.
      await server?.admin.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [
        name,
      ]);
    }
  }
}

/** @returns the name of a database with the tables of these migrations */
async function ensureTemplate(admin: Knex): Promise<string> {
  const template = `template_${fingerprint()}`;
  const exists = async () =>
    (await admin('pg_database').where({ datname: template })).length > 0;
  if (await exists()) {
    return template;
  }
  // Processes may do this at once, and no lock of PostgreSQL reaches from one database
  // to another: each makes its own, and the first to name it wins.
  const own = `db${randomBytes(16).toString('hex')}`;
  await admin.raw('CREATE DATABASE ??', [own]);
  const db = openBeside(admin, own);
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
  try {
    await admin.raw('ALTER DATABASE ?? RENAME TO ??', [own, template]);
  } catch (error) {
    await admin.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [own]);
    if (!(await exists())) {
      throw error;
    }
  }
  return template;
}

function openBeside(admin: Knex, database: string): Knex {
  const { connection, ...config } = admin.client.config;
  // Knex hides the password, so it must be named.
  const { password } = connection;
  return knexFactory({
    ...config,
    connection: { ...connection, password, database },
  });
}

async function migrate(db: Knex): Promise<void> {
  await db.migrate.latest({ directory: MIGRATIONS });
}

/** Of the migrations: other ones make another template. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS, { recursive: true }).sort()) {
    const path = join(MIGRATIONS, String(file));
    hash.update(`${file}\0`);
    if (/\.\w+$/.test(path)) {
      hash.update(readFileSync(path));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
