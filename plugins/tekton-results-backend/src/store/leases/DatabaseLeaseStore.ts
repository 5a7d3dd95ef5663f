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
import type { Lease, LeaseStore } from '../Lease';
import type { DbLeasesRow } from '../tables';
import { asStoreError, inStoreTransaction } from '../transactions';
import { LEASE_CLOCK as NOW } from './heldLease';

/** Milliseconds from now. */
const LATER: Record<Engine, string> = {
  postgres: `${NOW.postgres} + ? * interval '1 millisecond'`,
  sqlite: `${NOW.sqlite} + cast(? as integer)`,
};

/** Keeps leases in the database. */
export class DatabaseLeaseStore implements LeaseStore {
  private readonly db: Knex;
  private readonly engine: Engine;

  constructor(options: { db: Knex }) {
    this.db = options.db;
    this.engine = engineOf(options.db);
  }

  async acquire(options: {
    name: string;
    holder: string;
    ttlMs: number;
  }): Promise<Lease | undefined> {
    const { name, holder, ttlMs } = options;
    const rows: Array<Pick<DbLeasesRow, 'epoch'>> = await inStoreTransaction(
      this.db,
      tx =>
        tx('leases')
          .insert({
            name,
            holder,
            epoch: 1,
            expire_time: tx.raw(LATER[this.engine], [ttlMs]),
          })
          .onConflict('name')
          .merge({
            holder,
            epoch: tx.raw('leases.epoch + 1'),
            expire_time: tx.raw('excluded.expire_time'),
          })
          .whereRaw(`leases.expire_time <= ${NOW[this.engine]}`)
          .returning('epoch'),
    );
    return rows[0] && { name, holder, epoch: Number(rows[0].epoch) };
  }

  async renew(lease: Lease, options: { ttlMs: number }): Promise<boolean> {
    const updated = await this.held(lease)
      .update({
        expire_time: this.db.raw(LATER[this.engine], [options.ttlMs]),
      })
      .catch(asStoreError);
    return updated > 0;
  }

  async release(lease: Lease): Promise<void> {
    await this.held(lease)
      .update({ expire_time: this.db.raw(NOW[this.engine]) })
      .catch(asStoreError);
  }

  private held({ name, holder, epoch }: Lease): Knex.QueryBuilder {
    return this.db('leases').where({ name, holder, epoch });
  }
}
