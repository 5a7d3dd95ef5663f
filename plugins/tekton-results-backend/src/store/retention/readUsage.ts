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
import { EVENT_LIST_TYPE } from '../dataTypes';
import { engineOf, type Engine } from '../filters/engine';
import { PieceSize } from '../pieces';
import type { StoredUsage } from '../RetentionStore';
import { toDbTime, type DbInteger } from '../tables';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Rows of one statement, on SQLite at most. On PostgreSQL too few would make it read
 * whole tables for each.
 */
const ROWS_PER_STATEMENT: Readonly<Record<Engine, number>> = {
  postgres: 50_000,
  sqlite: 4_000,
};

/** What a statement finds of a namespace; sums of nothing are null. */
interface UsageRow {
  readonly cluster: string;
  readonly parent: string;
  readonly runs?: DbInteger;
  readonly records?: DbInteger;
  readonly logs?: DbInteger;
  readonly event_lists?: DbInteger;
  readonly record_bytes?: DbInteger | null;
  readonly event_bytes?: DbInteger | null;
  readonly log_bytes?: DbInteger | null;
  readonly week_bytes: DbInteger | null;
  readonly month_bytes: DbInteger | null;
}

/** Some rows by their key: from the first, to before the second. */
interface KeyRange {
  readonly from: number;
  readonly before: number;
}

/**
 * See {@link RetentionStore.usage}. Reads the keys and sizes of all that is stored,
 * once, in pieces; what is written meanwhile may be counted or not.
 *
 * @param options - `now`: ms since 1970 (UTC). `rowsPerStatement`: on SQLite
 * at most; by engine if absent
 */
export async function readUsage(
  db: Knex,
  options: { now: number; rowsPerStatement?: number },
): Promise<StoredUsage[]> {
  const { now, rowsPerStatement = ROWS_PER_STATEMENT[engineOf(db)] } = options;
  const usage = new Map<string, StoredUsage>();
  for (const { table, key, read } of [
    { table: 'records', key: 'seq', read: readObjects },
    { table: 'log_segments', key: 'id', read: readLogs },
  ]) {
    const size = new PieceSize(engineOf(db), { maxRows: rowsPerStatement });
    const keys = await keysOf(db, { table, key });
    for (let { from } = keys; from < keys.before; ) {
      const range = { from, before: from + size.rows };
      for (const row of await size.time(() => read(db, { range, now }))) {
        const place = JSON.stringify([row.cluster, row.parent]);
        usage.set(place, plus(usage.get(place) ?? nothingIn(row), row));
      }
      from = range.before;
      size.next();
    }
  }
  return [...usage.values()];
}

/** From the first key to behind the last. */
async function keysOf(
  db: Knex,
  { table, key }: { table: string; key: string },
): Promise<KeyRange> {
  const [{ first, last }] = await db(table)
    .min({ first: key })
    .max({ last: key });
  return first === null
    ? { from: 0, before: 0 }
    : { from: Number(first), before: Number(last) + 1 };
}

async function readObjects(
  db: Knex,
  { range: { from, before }, now }: { range: KeyRange; now: number },
): Promise<UsageRow[]> {
  const bytes = 'coalesce(length(p.bytes), 0)';
  return (
    db('records as r')
      // Both by their keys: else PostgreSQL reads all payloads each time.
      .leftJoin('record_payloads as p', join =>
        join
          .on('p.record_seq', 'r.seq')
          .andOnVal('p.record_seq', '>=', from)
          .andOnVal('p.record_seq', '<', before),
      )
      .where('r.seq', '>=', from)
      .where('r.seq', '<', before)
      .groupBy('r.cluster', 'r.parent')
      .select(
        'r.cluster',
        'r.parent',
        db.raw('count(*) as records'),
        db.raw(
          'sum(case when r.capture_uid is not null and r.root = 1 then 1 else 0 end) as runs',
        ),
        db.raw(
          'sum(case when r.data_type = ? then 1 else 0 end) as event_lists',
          [EVENT_LIST_TYPE],
        ),
        db.raw(
          `sum(case when r.data_type = ? then 0 else ${bytes} end) as record_bytes`,
          [EVENT_LIST_TYPE],
        ),
        db.raw(
          `sum(case when r.data_type = ? then ${bytes} else 0 end) as event_bytes`,
          [EVENT_LIST_TYPE],
        ),
        ...addedBytes(db, bytes, now),
      )
  );
}

async function readLogs(
  db: Knex,
  { range: { from, before }, now }: { range: KeyRange; now: number },
): Promise<UsageRow[]> {
  return db('log_segments as s')
    .join('step_logs as l', 'l.id', 's.log_id')
    .join('records as r', 'r.seq', 'l.record_seq')
    .where('s.id', '>=', from)
    .where('s.id', '<', before)
    .where('s.lost', false)
    .groupBy('r.cluster', 'r.parent')
    .select(
      'r.cluster',
      'r.parent',
      // Once each, whatever statements its segments are in.
      db.raw('sum(case when s.number = 0 then 1 else 0 end) as logs'),
      db.raw('sum(s.stored_bytes) as log_bytes'),
      ...addedBytes(db, 's.stored_bytes', now),
    );
}

function addedBytes(db: Knex, bytes: string, now: number): Knex.Raw[] {
  return [
    ['week_bytes', 7],
    ['month_bytes', 30],
  ].map(([name, days]) =>
    db.raw(
      `sum(case when r.create_time >= ? then ${bytes} else 0 end) as ${name}`,
      [toDbTime(now - Number(days) * DAY_MS)],
    ),
  );
}

function nothingIn({ cluster, parent }: UsageRow): StoredUsage {
  return {
    cluster,
    namespace: parent,
    bytes: 0,
    runs: 0,
    records: 0,
    logs: 0,
    eventLists: 0,
    recordBytes: 0,
    logBytes: 0,
    eventBytes: 0,
    addedBytes: { week: 0, month: 0 },
  };
}

function plus(usage: StoredUsage, row: UsageRow): StoredUsage {
  const recordBytes = Number(row.record_bytes ?? 0);
  const eventBytes = Number(row.event_bytes ?? 0);
  const logBytes = Number(row.log_bytes ?? 0);
  return {
    ...usage,
    bytes: usage.bytes + recordBytes + eventBytes + logBytes,
    runs: usage.runs + Number(row.runs ?? 0),
    records: usage.records + Number(row.records ?? 0),
    logs: usage.logs + Number(row.logs ?? 0),
    eventLists: usage.eventLists + Number(row.event_lists ?? 0),
    recordBytes: usage.recordBytes + recordBytes,
    logBytes: usage.logBytes + logBytes,
    eventBytes: usage.eventBytes + eventBytes,
    addedBytes: {
      week: usage.addedBytes.week + Number(row.week_bytes ?? 0),
      month: usage.addedBytes.month + Number(row.month_bytes ?? 0),
    },
  };
}
