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

import { createHash } from 'crypto';
import type { Knex } from 'knex';
import type { CapturedRun } from '../../src/store';
import type { BenchDatabase } from './database';

/**
 * The tables of tektoncd/results, with their indexes: objects are `jsonb` on
 * PostgreSQL, and a text on SQLite, where upstream runs in its tests only.
 */
export interface UpstreamTable {
  /** With their Results, all in one transaction: some dozens. */
  insert(runs: readonly CapturedRun[]): Promise<void>;
  /** For each record two transactions: its Result unless it is there, and the record. */
  insertEach(runs: readonly CapturedRun[]): Promise<void>;
  /**
   * As its server does for what its watcher asks when a run has changed that nobody owns:
   * looks for the Result and the record, makes what is not there, and else writes the
   * Result anew if the run has ended since, and the record in any case.
   */
  upsert(run: CapturedRun): Promise<void>;
  /**
   * As its retention agent does with its default policy: all Results with a PipelineRun
   * that was written before, in one statement; then those of TaskRuns alone, and of
   * CustomRuns.
   */
  removeBefore(time: Date): Promise<void>;
  /** A page of a list as upstream asks for it: newest first. */
  list(where: string, bindings?: readonly string[]): Promise<number>;
}

/** What its tables are told from ours by. */
export const UPSTREAM_PREFIX = 'upstream_';

/** Its Records. */
export const UPSTREAM_RECORDS = `${UPSTREAM_PREFIX}records`;

const UPSTREAM_RESULTS = `${UPSTREAM_PREFIX}results`;
const PIPELINE_RUN = 'tekton.dev/v1.PipelineRun';
const TASK_RUN = 'tekton.dev/v1.TaskRun';
const CUSTOM_RUN = 'tekton.dev/v1beta1.CustomRun';
const PAGE_ROWS = 51;

/** Makes the tables unless they are there. */
export async function createUpstreamTable({
  db,
  engine,
}: BenchDatabase): Promise<UpstreamTable> {
  const isPostgres = engine === 'postgres';
  if (!(await db.schema.hasTable(UPSTREAM_RECORDS))) {
    await createResults(db, isPostgres);
    await createRecords(db, isPostgres);
  }
  return {
    async insert(runs) {
      await db.transaction(async tx => {
        await insertResults(tx, runs);
        await tx(UPSTREAM_RECORDS).insert(runs.map(recordRow));
      });
    },
    async insertEach(runs) {
      for (const run of runs) {
        await db.transaction(tx => insertResults(tx, [run]));
        await db.transaction(tx => tx(UPSTREAM_RECORDS).insert(recordRow(run)));
      }
    },
    async upsert(run) {
      await upsertResult(db, run);
      await upsertRecord(db, run);
    },
    async removeBefore(time) {
      await removeResults(db, time, { type: PIPELINE_RUN });
      await removeResults(db, time, { type: TASK_RUN, without: PIPELINE_RUN });
      await removeResults(db, time, {
        type: CUSTOM_RUN,
        without: PIPELINE_RUN,
      });
    },
    async list(where, bindings = []) {
      const rows = await page(db, where, bindings);
      return rows.length;
    },
  };
}

async function createResults(db: Knex, isPostgres: boolean): Promise<void> {
  await db.schema.createTable(UPSTREAM_RESULTS, table => {
    table.string('parent', 64).notNullable();
    table.string('id', 64).notNullable();
    table.string('name', 64);
    json(table, 'annotations', isPostgres);
    table.timestamp('created_time', { useTz: true });
    table.timestamp('updated_time', { useTz: true });
    table.string('recordsummary_record', 256);
    table.string('recordsummary_type', 768);
    table.timestamp('recordsummary_start_time', { useTz: true });
    table.timestamp('recordsummary_end_time', { useTz: true });
    table.integer('recordsummary_status');
    json(table, 'recordsummary_annotations', isPostgres);
    table.string('etag', 128);
    table.primary(['parent', 'id']);
    table.unique(['parent', 'name']);
  });
}

async function createRecords(db: Knex, isPostgres: boolean): Promise<void> {
  await db.schema.createTable(UPSTREAM_RECORDS, table => {
    table.string('parent', 64).notNullable();
    table.string('result_id', 64).notNullable();
    table.string('result_name', 64);
    table.string('id', 64).notNullable();
    table.string('name', 64);
    table.string('type', 768);
    json(table, 'data', isPostgres);
    table.timestamp('created_time', { useTz: true });
    table.timestamp('updated_time', { useTz: true });
    table.string('etag', 128);
    table.primary(['parent', 'result_id', 'id']);
    table.unique(['parent', 'result_name', 'name']);
    table
      .foreign(['parent', 'result_id'])
      .references(['parent', 'id'])
      .inTable(UPSTREAM_RESULTS)
      .onUpdate('cascade')
      .onDelete('cascade');
  });
}

function json(
  table: Knex.CreateTableBuilder,
  column: string,
  isPostgres: boolean,
): void {
  if (isPostgres) {
    table.jsonb(column);
  } else {
    table.text(column);
  }
}

function page(
  db: Knex,
  where: string,
  bindings: readonly string[],
): Knex.QueryBuilder {
  return db(UPSTREAM_RECORDS)
    .whereRaw(where, [...bindings])
    .orderBy([
      { column: 'created_time', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(PAGE_ROWS)
    .select('*');
}

async function insertResults(
  db: Knex,
  runs: readonly CapturedRun[],
): Promise<void> {
  // The run at its root comes before the others of a Result.
  const first = new Map<string, CapturedRun>();
  for (const run of runs) {
    if (!first.has(run.group.result)) {
      first.set(run.group.result, run);
    }
  }
  await db(UPSTREAM_RESULTS)
    .insert([...first.values()].map(resultRow))
    .onConflict(['parent', 'id'])
    .ignore();
}

async function upsertResult(db: Knex, run: CapturedRun): Promise<void> {
  const { parent, result: name } = run.group;
  const read = (from: Knex): Promise<Array<{ end: Date | number }>> =>
    from(UPSTREAM_RESULTS)
      .where({ parent, name })
      .limit(1)
      .select('*', 'recordsummary_end_time as end');
  const [found] = await read(db);
  if (!found) {
    await db.transaction(tx => insertResults(tx, [run]));
    return;
  }
  const row = resultRow(run);
  if (Number(found.end) !== Number(row.recordsummary_end_time)) {
    await db.transaction(async tx => {
      await read(tx);
      const { id } = row;
      await tx(UPSTREAM_RESULTS).where({ parent, id }).update(row);
    });
  }
}

async function upsertRecord(db: Knex, run: CapturedRun): Promise<void> {
  const { parent, result: result_name, record: name } = run.group;
  // Its server does not parse the object, as the driver here would.
  const read = (from: Knex): Promise<unknown[]> =>
    from(UPSTREAM_RECORDS)
      .where({ parent, result_name, name })
      .limit(1)
      .select('id', 'type', 'etag', db.raw('cast(data as text) as data'));
  const [found] = await read(db);
  const row = recordRow(run);
  await db.transaction(async tx => {
    if (!found) {
      await tx(UPSTREAM_RECORDS).insert(row);
      return;
    }
    await read(tx);
    const { result_id, id } = row;
    await tx(UPSTREAM_RECORDS).where({ parent, result_id, id }).update(row);
  });
}

async function removeResults(
  db: Knex,
  time: Date,
  { type, without }: { type: string; without?: string },
): Promise<void> {
  const old = db(`${UPSTREAM_RECORDS} as r`)
    .where('r.type', type)
    .where('r.updated_time', '<', time)
    .select('r.parent', 'r.result_id');
  if (without) {
    old.whereNotExists(
      db(`${UPSTREAM_RECORDS} as p`)
        .where('p.type', without)
        .whereRaw('p.parent = r.parent and p.result_id = r.result_id')
        .select(db.raw('1')),
    );
  }
  await db(UPSTREAM_RESULTS).whereIn(['parent', 'id'], old).delete();
}

function resultRow({ group, facts, dataType }: CapturedRun) {
  const time = new Date(facts.createdAt);
  return {
    parent: group.parent,
    id: group.result,
    name: group.result,
    annotations: 'null',
    created_time: time,
    updated_time: time,
    recordsummary_record: `${group.parent}/results/${group.result}/records/${group.record}`,
    recordsummary_type: dataType,
    recordsummary_start_time: time,
    recordsummary_end_time: new Date(facts.completedAt ?? facts.createdAt),
    recordsummary_status: 1,
    recordsummary_annotations: 'null',
    etag: madeUpUid('etag', group.parent, group.result),
  };
}

function recordRow(run: CapturedRun) {
  const time = new Date(run.facts.completedAt ?? run.facts.createdAt);
  return {
    parent: run.group.parent,
    result_id: run.group.result,
    result_name: run.group.result,
    id: madeUpUid('id', run.group.parent, run.group.record),
    name: run.group.record,
    type: run.dataType,
    data: JSON.stringify(run.payload),
    created_time: time,
    updated_time: time,
    etag: madeUpUid('etag', run.group.parent, run.group.record),
  };
}

/** As random as its server's, and the same in each run. */
function madeUpUid(...parts: readonly string[]): string {
  return createHash('sha256')
    .update(parts.join('/'))
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
