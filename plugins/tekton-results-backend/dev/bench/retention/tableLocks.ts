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

import { setTimeout as sleep } from 'timers/promises';
import type { BenchDatabase } from '../database';

const SAMPLE_EVERY_MS = 25;

/** Those that keep others from reading or writing rows, of tables of ours. */
const STRONG_LOCKS = `
  select distinct c.relname || ' ' || l.mode as lock
  from pg_locks as l
  join pg_class as c on c.oid = l.relation
  join pg_namespace as n on n.oid = c.relnamespace
  join pg_stat_activity as a on a.pid = l.pid
  where l.locktype = 'relation'
    and n.nspname not in ('pg_catalog', 'information_schema')
    -- Autovacuum takes its own, and yields to all others.
    and a.backend_type = 'client backend'
    and l.mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')`;

/** Tells which locks of tables were seen until it is told to stop. */
export async function watchTableLocks(
  { db, engine }: Pick<BenchDatabase, 'db' | 'engine'>,
  signal: AbortSignal,
): Promise<string> {
  if (engine !== 'postgres') {
    return 'there are no locks of tables';
  }
  const seen = new Set<string>();
  let samples = 0;
  while (!signal.aborted) {
    const { rows }: { rows: Array<{ lock: string }> } = await db.raw(
      STRONG_LOCKS,
    );
    rows.forEach(({ lock }) => seen.add(lock));
    samples += 1;
    await sleep(SAMPLE_EVERY_MS);
  }
  return seen.size > 0 ? [...seen].join(', ') : `none in ${samples} samples`;
}
