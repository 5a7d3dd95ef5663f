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

interface PlannedStatement extends Statement {
  /** What the transaction had set before. */
  readonly settings: readonly Statement[];
}

/** What sets something, or has no plan, is not what takes the time. */
const WITH_PLAN = /^\s*(select|with)\b(?!.*\bset_config\b)/i;
/** What bears upon plans; limits of time would end the explanation. */
const SETS_COST = /^\s*select set_config\('\w+_cost'/i;
const ENDS_TRANSACTION = /^\s*(commit|rollback)\b/i;
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
  const explained = plannedStatements(statements);
  const texts: string[] = [];
  for (const statement of explained.slice(0, MAX_STATEMENTS)) {
    const plan = await planOf(db, engine, statement);
    texts.push(`${statement.sql}\n\n${plan}`);
  }
  const left = explained.length - texts.length;
  if (left > 0) {
    texts.push(`… and ${left} statements more`);
  }
  return texts.join('\n\n');
}

function plannedStatements(
  statements: readonly Statement[],
): PlannedStatement[] {
  const planned: PlannedStatement[] = [];
  let settings: Statement[] = [];
  for (const { sql, bindings } of statements) {
    if (ENDS_TRANSACTION.test(sql)) {
      settings = [];
    } else if (SETS_COST.test(sql)) {
      settings = [...settings, { sql, bindings }];
    } else if (WITH_PLAN.test(sql)) {
      planned.push({ sql, bindings, settings });
    }
  }
  return planned;
}

async function planOf(
  db: Knex,
  engine: BenchDatabase['engine'],
  { sql, bindings, settings }: PlannedStatement,
): Promise<string> {
  if (engine === 'sqlite') {
    return planText(
      await db.raw('explain query plan ?', [again(db, { sql, bindings })]),
    );
  }
  return db.transaction(async tx => {
    for (const setting of settings) {
      await again(tx, setting);
    }
    const { rows } = await tx.raw('explain (analyze, buffers) ?', [
      again(tx, { sql, bindings }),
    ]);
    return planText(rows);
  });
}

/** A statement as our code sent it, with its values: the driver got it with numbers for them. */
function again(db: Knex, { sql, bindings }: Statement): Knex.Raw {
  return db.raw(sql.replace(/\$\d+/g, '?'), bindings);
}

function planText(rows: Array<Record<string, string>>): string {
  return rows.map(row => row['QUERY PLAN'] ?? row.detail).join('\n');
}
