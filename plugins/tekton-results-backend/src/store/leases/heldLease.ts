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
import { engineOf, type Engine } from '../filters/engine';

/** The clock of the database, which all replicas share. */
export const LEASE_CLOCK: Readonly<Record<Engine, string>> = {
  postgres: 'clock_timestamp()',
  sqlite: `cast((julianday('now') - 2440587.5) * 86400000 as integer)`,
};

/** Whether somebody holds a lease, to be selected: 1 or 0. */
export function heldLease(db: Knex, name: string): Knex.Raw {
  return db.raw(
    `case when exists (
       select 1 from leases
       where name = ? and expire_time > ${LEASE_CLOCK[engineOf(db)]}
     ) then 1 else 0 end`,
    [name],
  );
}
