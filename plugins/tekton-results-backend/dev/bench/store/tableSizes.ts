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

import type { BenchDatabase } from '../database';
import { UPSTREAM_PREFIX } from '../upstreamTable';

/** What a part of a table takes. */
export interface PartSize {
  readonly owner: 'ours' | 'upstream';
  readonly table: string;
  /** Rows; an index; or long values, which PostgreSQL keeps apart from rows. */
  readonly kind: 'rows' | 'index' | 'toast';
  /** Of the table or of the index. */
  readonly name: string;
  readonly bytes: number;
}

interface SizeRow {
  readonly table: string;
  readonly kind: PartSize['kind'];
  readonly name: string;
  readonly bytes: number | string;
}

const POSTGRES_SIZES = `
  with tables as (
    select c.oid, c.relname, c.reltoastrelid
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm')
      and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  )
  select relname as table, 'rows' as kind, relname as name,
    pg_relation_size(oid) as bytes
  from tables
  union all
  select relname, 'toast', relname, pg_total_relation_size(reltoastrelid)
  from tables where reltoastrelid <> 0
  union all
  select t.relname, 'index', i.relname, pg_relation_size(i.oid)
  from tables as t
  join pg_index as x on x.indrelid = t.oid
  join pg_class as i on i.oid = x.indexrelid`;

const SQLITE_SIZES = `
  select m.tbl_name as "table",
    case m.type when 'table' then 'rows' else 'index' end as kind,
    m.name as name, sum(s.pgsize) as bytes
  from sqlite_master as m
  join dbstat as s on s.name = m.name
  group by m.tbl_name, m.type, m.name`;

/** The sizes of all tables that are in a database, as its catalog tells. */
export async function tableSizes({
  db,
  engine,
}: BenchDatabase): Promise<PartSize[]> {
  const rows: SizeRow[] =
    engine === 'postgres'
      ? (await db.raw(POSTGRES_SIZES)).rows
      : await db.raw(SQLITE_SIZES);
  return rows.map(({ table, kind, name, bytes }) => ({
    owner: table.startsWith(UPSTREAM_PREFIX) ? 'upstream' : 'ours',
    table,
    kind,
    name,
    bytes: Number(bytes),
  }));
}
