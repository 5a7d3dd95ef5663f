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
import { deflateRawSync, inflateRawSync } from 'zlib';
import type { Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import { toDbTime, type DbPayloadDictionariesRow } from '../tables';
import type { Dictionary } from './compression';
import { MAX_COMMON_BYTES } from './commonText';
import { composeDictionary, type DictionaryBytes } from './composeDictionary';

/** Of what was learned, some 10 kB of each template; shared with all threads. */
const MAX_CACHED_BYTES = 12 * 1024 * 1024;
/** Of a dictionary beside that. */
const ENTRY_BYTES = 500;
const IDS_PER_STATEMENT = 400;
/** Below are those that come with migrations. */
const FIRST_LEARNED_ID = 1_000;
const IDS = 2 ** 31 - FIRST_LEARNED_ID;

/** One that was learned, whether it is kept or not. */
interface LearnedDictionary extends Dictionary {
  readonly baseId: number;
  /** As it is stored. */
  readonly packed: Buffer;
}

/**
 * Dictionaries in the database. They are never changed and never removed, so any
 * payload can be read, whatever version and whichever replica wrote it.
 */
export class DictionaryStore {
  static async create(db: Knex): Promise<DictionaryStore> {
    const rows = await db<DbPayloadDictionariesRow>('payload_dictionaries')
      .where('id', '<', FIRST_LEARNED_ID)
      .select('id', 'bytes');
    return new DictionaryStore(
      new Map(rows.map(({ id, bytes }) => [id, composeDictionary(bytes)])),
    );
  }

  private readonly learned = new LRUCache<number, DictionaryBytes>({
    maxSize: MAX_CACHED_BYTES,
    sizeCalculation: ({ learned }) => learned.length + ENTRY_BYTES,
  });

  private constructor(
    /** Those that come with migrations, by id. */
    private readonly shipped: ReadonlyMap<number, DictionaryBytes>,
  ) {}

  /** One that came with a migration. */
  get(id: number): Dictionary {
    const bytes = this.shipped.get(id);
    if (!bytes) {
      throw new Error(`compression dictionary ${id} is missing`);
    }
    return { id, bytes };
  }

  /**
   * Those of these that exist.
   *
   * @param db - in a transaction the transaction: there may be one connection only
   */
  async load(
    db: Knex,
    ids: Iterable<number | null>,
  ): Promise<ReadonlyMap<number, DictionaryBytes>> {
    const found = new Map<number, DictionaryBytes>();
    const missing: number[] = [];
    for (const id of new Set(ids)) {
      if (id !== null) {
        const bytes = this.shipped.get(id) ?? this.learned.get(id);
        if (bytes) {
          found.set(id, bytes);
        } else {
          missing.push(id);
        }
      }
    }
    for (let start = 0; start < missing.length; start += IDS_PER_STATEMENT) {
      const rows: DbPayloadDictionariesRow[] =
        await db<DbPayloadDictionariesRow>('payload_dictionaries')
          .whereIn('id', missing.slice(start, start + IDS_PER_STATEMENT))
          .select('*');
      for (const row of rows) {
        const bytes = this.composed(row);
        this.learned.set(row.id, bytes);
        found.set(row.id, bytes);
      }
    }
    return found;
  }

  /**
   * The ids of the newest dictionaries of templates, of those that have one.
   *
   * @param db - in a transaction the transaction
   */
  async newest(
    db: Knex,
    templates: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    const newest = new Map<string, number>();
    for (let start = 0; start < templates.length; start += IDS_PER_STATEMENT) {
      const rows: Array<Pick<DbPayloadDictionariesRow, 'id' | 'template'>> =
        await db<DbPayloadDictionariesRow>('payload_dictionaries')
          .whereIn(
            'template',
            templates.slice(start, start + IDS_PER_STATEMENT),
          )
          .orderBy(['create_time', 'id'])
          .select('id', 'template');
      for (const { id, template } of rows) {
        newest.set(String(template), id);
      }
    }
    return newest;
  }

  /** What was learned as a dictionary that can be tried, and added. */
  prepare(learned: Buffer, baseId: number): LearnedDictionary {
    const { base } = this.get(baseId).bytes;
    return {
      id: idOf(learned),
      bytes: composeDictionary(base, learned),
      baseId,
      packed: deflateRawSync(learned, { dictionary: base }),
    };
  }

  /**
   * Keeps what was learned of a template.
   *
   * @param options - `now`: ms since 1970 (UTC)
   * @returns false if another dictionary has its id
   */
  async add(
    db: Knex,
    { id, bytes, baseId, packed }: LearnedDictionary,
    { template, now }: { template: string; now: number },
  ): Promise<boolean> {
    await db<DbPayloadDictionariesRow>('payload_dictionaries')
      .insert({
        id,
        bytes: packed,
        base_id: baseId,
        template,
        create_time: toDbTime(now),
      })
      .onConflict('id')
      .ignore();
    const stored = await db<DbPayloadDictionariesRow>('payload_dictionaries')
      .where({ id, base_id: baseId })
      .first('bytes');
    if (!stored?.bytes.equals(packed)) {
      return false;
    }
    this.learned.set(id, bytes);
    return true;
  }

  private composed({
    base_id,
    bytes,
  }: DbPayloadDictionariesRow): DictionaryBytes {
    if (base_id === null) {
      return composeDictionary(bytes);
    }
    const { base } = this.get(base_id).bytes;
    return composeDictionary(
      base,
      inflateRawSync(bytes, {
        dictionary: base,
        maxOutputLength: MAX_COMMON_BYTES,
      }),
    );
  }
}

/**
 * Of its content: whoever remembers an id never takes something else for it, even
 * after a database was restored.
 */
function idOf(learned: Buffer): number {
  const digest = createHash('sha256').update(learned).digest();
  return FIRST_LEARNED_ID + (digest.readUInt32BE(0) % IDS);
}
