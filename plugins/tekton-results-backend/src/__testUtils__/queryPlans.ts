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

/** Statements that have no plan. */
const WITHOUT_PLAN =
  /^(begin|commit|rollback|set|select set_config|explain)\b/i;

/** The statements that a call sends, as the database would go about them. */
export async function plansOf(
  db: Knex,
  call: () => Promise<unknown>,
): Promise<string[]> {
  const statements: Array<{ sql: string; bindings: Knex.Value[] }> = [];
  const note = (query: { sql: string; bindings: Knex.Value[] }) =>
    statements.push(query);
  db.on('query', note);
  await call();
  db.removeListener('query', note);

  const isPostgres = db.client.config.client === 'pg';
  const plans: string[] = [];
  for (const { sql, bindings } of statements) {
    if (WITHOUT_PLAN.test(sql)) {
      continue;
    }
    // The statement as the driver got it: numbered bindings become knex's.
    const result = await db.raw(
      `explain ${isPostgres ? '' : 'query plan '}${sql.replace(/\$\d+/g, '?')}`,
      bindings,
    );
    const rows: Array<Record<string, string>> = isPostgres
      ? result.rows
      : result;
    plans.push(rows.map(row => row['QUERY PLAN'] ?? row.detail).join('\n'));
  }
  return plans;
}
