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
import { limitSilence } from '../leases/assertLease';
import type { PinnedRef, PinStore, RunPin } from '../PinStore';
import {
  fromDbTime,
  toDbTime,
  type DbPinsRow,
  type DbRecordsRow,
} from '../tables';
import { asStoreError, inStoreTransaction } from '../transactions';
import { areRunsKept } from './keptByPins';

/** Keeps pins in the database. */
export class DatabasePinStore implements PinStore {
  private readonly db: Knex;
  private readonly now: () => number;

  constructor(options: {
    db: Knex;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.db = options.db;
    this.now = options.now ?? Date.now;
  }

  async get(ref: PinnedRef): Promise<RunPin | undefined> {
    return readPin(this.db, ref).catch(asStoreError);
  }

  async pinnedAmong(refs: readonly PinnedRef[]): Promise<readonly PinnedRef[]> {
    const rows: Array<Pick<DbPinsRow, 'cluster' | 'run_uid'>> =
      await this.db<DbPinsRow>('pins')
        .whereIn(
          'run_uid',
          refs.map(({ uid }) => uid),
        )
        .select('cluster', 'run_uid')
        .catch(asStoreError);
    return refs.filter(({ cluster, uid }) =>
      rows.some(row => row.cluster === cluster && row.run_uid === uid),
    );
  }

  async count(): Promise<number> {
    const [{ count }] = await this.db<DbPinsRow>('pins')
      .whereExists(
        this.db<DbRecordsRow>('records')
          .whereRaw('records.capture_uid = pins.run_uid')
          .whereRaw('records.cluster = pins.cluster')
          .select('seq'),
      )
      .count({ count: '*' })
      .catch(asStoreError);
    return Number(count);
  }

  async pin(
    options: PinnedRef & { actor: string; reason: string },
  ): Promise<RunPin | undefined> {
    const { cluster, uid, actor, reason } = options;
    return inStoreTransaction(this.db, async tx => {
      await limitSilence(tx);
      // It cannot be removed before it is pinned.
      const record = await tx<DbRecordsRow>('records')
        .where({ cluster, capture_uid: uid })
        .forKeyShare()
        .first('seq');
      if (!record) {
        return undefined;
      }
      await tx<DbPinsRow>('pins')
        .insert({
          cluster,
          run_uid: uid,
          actor,
          reason,
          create_time: toDbTime(this.now()),
        })
        .onConflict(['run_uid', 'cluster'])
        .ignore();
      return readPin(tx, { cluster, uid });
    });
  }

  async isKept({
    cluster,
    uid,
    namespace,
  }: PinnedRef & { namespace: string }): Promise<boolean> {
    return areRunsKept(this.db, [{ cluster, parent: namespace, uid }]).catch(
      asStoreError,
    );
  }

  async unpin(ref: PinnedRef): Promise<RunPin | undefined> {
    return inStoreTransaction(this.db, async tx => {
      await limitSilence(tx);
      const pin = await readPin(tx, ref);
      await tx<DbPinsRow>('pins')
        .where({ cluster: ref.cluster, run_uid: ref.uid })
        .delete();
      return pin;
    });
  }
}

async function readPin(
  db: Knex,
  { cluster, uid }: PinnedRef,
): Promise<RunPin | undefined> {
  const row = await db<DbPinsRow>('pins')
    .where({ cluster, run_uid: uid })
    .first('*');
  return row && toRunPin(row);
}

function toRunPin({ actor, reason, create_time }: DbPinsRow): RunPin {
  return { actor, reason, since: fromDbTime(create_time) };
}
