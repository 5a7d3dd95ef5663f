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
import type { BenchDatabase } from '../database';

interface Statement {
  readonly sql: string;
  readonly bindings: Knex.Value[];
}

/** What sets something, or has no plan, is not what takes the time. */
const WITH_PLAN = /^\s*(select|with)\b(?!.*\bset_config\b)/i;
/** A list that is read piece by piece sends many that are alike. */
const MAX_STATEMENTS = 6;

/**
 * The statements that some work sends, each as the database went about it: on
 * PostgreSQL with times and buffers.
 */
export async function explain(
  { db, engine }: BenchDatabase,
  work: () => Promise<unknown>,
): Promise<string> {
  const statements: Statement[] = [];
  const note = (statement: Statement) => statements.push(statement);
  db.on('query', note);
  try {
    await work();
  } finally {
    db.removeListener('query', note);
  }
  const explained = statements.filter(({ sql }) => WITH_PLAN.test(sql));
  const texts: string[] = [];
  for (const { sql, bindings } of explained.slice(0, MAX_STATEMENTS)) {
    const plan = await planOf(db, engine, { sql, bindings });
    texts.push(`${sql}\n\n${plan}`);
  }
  const left = explained.length - texts.length;
  if (left > 0) {
    texts.push(`… and ${left} statements more`);
  }
  return texts.join('\n\n');
}

async function planOf(
  db: Knex,
  engine: BenchDatabase['engine'],
  { sql, bindings }: Statement,
): Promise<string> {
  const command =
    engine === 'postgres' ? 'explain (analyze, buffers)' : 'explain query plan';
  // The statement as the driver got it: numbered bindings become knex's.
  const result = await db.raw(
    `${command} ${sql.replace(/\$\d+/g, '?')}`,
    bindings,
  );
  const rows: Array<Record<string, string>> =
    engine === 'postgres' ? result.rows : result;
  return rows.map(row => row['QUERY PLAN'] ?? row.detail).join('\n');
}
