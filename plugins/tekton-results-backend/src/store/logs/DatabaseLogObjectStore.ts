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
import type { LogObjectStore } from '../LogObjectStore';
import {
  fromDbTime,
  toDbTime,
  type DbLogBlobsRow,
  type DbLogObjectsRow,
} from '../tables';
import { asStoreError, inStoreTransaction } from '../transactions';

const PARTS_PER_STATEMENT = 32;
const MAX_ABANDONED = 100;

/** Comes after every character that a key may have. */
const AFTER_ALL = '~';

/** Keeps bytes in the database. */
export class DatabaseLogObjectStore implements LogObjectStore {
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

  async begin(): Promise<number> {
    const [{ id }]: Array<Pick<DbLogObjectsRow, 'id'>> =
      await this.db<DbLogObjectsRow>('log_objects')
        .insert({ modified_time: toDbTime(this.now()) })
        .returning('id')
        .catch(asStoreError);
    return Number(id);
  }

  async addPart(
    id: number,
    options: { number: number; bytes: Buffer },
  ): Promise<void> {
    await this.db<DbLogBlobsRow>('log_blobs')
      .insert({ object_id: id, ...options })
      .catch(asStoreError);
  }

  async finish(
    id: number,
    options: { key: string; size: number },
  ): Promise<boolean> {
    const { key, size } = options;
    const replaced = await inStoreTransaction(this.db, async tx => {
      const isThere = await tx<DbLogObjectsRow>('log_objects')
        .where({ id })
        .whereNull('key')
        .forUpdate()
        .first('id');
      if (!isThere) {
        return undefined;
      }
      const hidden = await hide(tx, key);
      await tx<DbLogObjectsRow>('log_objects')
        .where({ id })
        .update({ key, size, modified_time: toDbTime(this.now()) });
      return hidden;
    });
    await this.remove(replaced ?? []);
    return replaced !== undefined;
  }

  async abandon(id: number): Promise<void> {
    await this.remove([id]);
  }

  async abandonOlder(before: number): Promise<void> {
    const ids: Array<DbLogObjectsRow['id']> = await this.db<DbLogObjectsRow>(
      'log_objects',
    )
      .whereNull('key')
      .where('modified_time', '<', toDbTime(before))
      .limit(MAX_ABANDONED)
      .pluck('id')
      .catch(asStoreError);
    await this.remove(ids);
  }

  async find(key: string): Promise<{ id: number; size: number } | undefined> {
    const row: Pick<DbLogObjectsRow, 'id' | 'size'> | undefined =
      await this.db<DbLogObjectsRow>('log_objects')
        .where({ key })
        .first('id', 'size')
        .catch(asStoreError);
    return row && { id: Number(row.id), size: Number(row.size) };
  }

  async readPart(
    id: number,
    options: { number: number; start: number; end: number },
  ): Promise<Buffer | undefined> {
    const { number, start, end } = options;
    const rows: Array<Pick<DbLogBlobsRow, 'bytes'>> = await this.db('log_blobs')
      .where({ object_id: id, number })
      .select(
        this.db.raw(
          'substr(bytes, cast(? as integer), cast(? as integer)) as bytes',
          [start + 1, end - start],
        ),
      )
      .catch(asStoreError);
    return rows[0]?.bytes;
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.remove(await hide(this.db, key).catch(asStoreError));
    }
  }

  async list(options: {
    prefix?: string;
    after?: string;
    limit: number;
  }): Promise<Array<{ key: string; size: number; modifiedAt: number }>> {
    const { prefix = '', after = '', limit } = options;
    const query = this.db<DbLogObjectsRow>('log_objects')
      .where('key', '>=', prefix)
      .where('key', '<', prefix + AFTER_ALL)
      .where('key', '>', after)
      .orderBy('key')
      .limit(limit)
      .select('key', 'size', 'modified_time');
    const rows: Array<Omit<DbLogObjectsRow, 'id'>> = await query.catch(
      asStoreError,
    );
    return rows.map(row => ({
      key: String(row.key),
      size: Number(row.size),
      modifiedAt: fromDbTime(row.modified_time),
    }));
  }

  /** In small steps, as other writes wait on SQLite. */
  private async remove(
    ids: ReadonlyArray<DbLogObjectsRow['id']>,
  ): Promise<void> {
    for (const id of ids) {
      const parts = () => this.db<DbLogBlobsRow>('log_blobs');
      const last = await parts()
        .where({ object_id: id })
        .max<{ last: number | null }>('number as last')
        .first()
        .catch(asStoreError);
      for (let end = last?.last ?? -1; end >= 0; end -= PARTS_PER_STATEMENT) {
        await parts()
          .where({ object_id: id })
          .where('number', '>', end - PARTS_PER_STATEMENT)
          .delete()
          .catch(asStoreError);
      }
      await this.db<DbLogObjectsRow>('log_objects')
        .where({ id })
        .whereNull('key')
        .delete()
        .catch(asStoreError);
    }
  }
}

/** What is left if the process ends before it is removed is old, so abandoned. */
async function hide(
  db: Knex,
  key: string,
): Promise<Array<DbLogObjectsRow['id']>> {
  const rows: Array<Pick<DbLogObjectsRow, 'id'>> = await db<DbLogObjectsRow>(
    'log_objects',
  )
    .where({ key })
    .update({ key: null, modified_time: toDbTime(0) })
    .returning('id');
  return rows.map(({ id }) => id);
}
