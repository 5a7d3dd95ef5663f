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

import { deflateRawSync, gunzipSync, inflateRawSync } from 'zlib';
import { assertError, ForwardedError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import type { Knex } from 'knex';
import type { DbRecordPayloadsRow } from './tables';

const PLAIN = 0;
const GZIP = 1;
const DEFLATE_WITH_DICTIONARY = 2;

/**
 * Most payloads fit into one piece; with the default of 16 kB most of the time
 * would go into making room.
 */
const INFLATE_CHUNK_BYTES = 8 * 1024;

/** What new payloads are compressed with. */
const CURRENT_DICTIONARY_ID = 1;

type EncodedPayload = Omit<DbRecordPayloadsRow, 'record_seq'>;

/**
 * Turns JSON texts into compressed bytes and back. Dictionaries stay in the
 * database for ever, so any payload can be read whatever version wrote it.
 */
export class PayloadCodec {
  static async create(db: Knex): Promise<PayloadCodec> {
    const rows = await db<{ id: number; bytes: Buffer }>(
      'payload_dictionaries',
    ).select('id', 'bytes');
    return new PayloadCodec(new Map(rows.map(row => [row.id, row.bytes])));
  }

  /** For a thread that was handed the dictionaries. */
  static of(dictionaries: ReadonlyMap<number, Uint8Array>): PayloadCodec {
    return new PayloadCodec(
      new Map([...dictionaries].map(([id, bytes]) => [id, Buffer.from(bytes)])),
    );
  }

  private constructor(
    private readonly dictionaries: ReadonlyMap<number, Buffer>,
  ) {}

  /** What {@link PayloadCodec.of} takes. */
  allDictionaries(): ReadonlyMap<number, Uint8Array> {
    return this.dictionaries;
  }

  encode(json: string | Buffer): EncodedPayload {
    return {
      encoding: DEFLATE_WITH_DICTIONARY,
      dictionary_id: CURRENT_DICTIONARY_ID,
      bytes: deflateRawSync(json, {
        dictionary: this.dictionary(CURRENT_DICTIONARY_ID),
      }),
    };
  }

  /** The payload. */
  decode(row: EncodedPayload): JsonValue {
    return readable(() => JSON.parse(this.decompress(row).toString('utf8')));
  }

  /** The JSON text of the payload, byte by byte as it was stored. */
  decodeText(row: EncodedPayload): Buffer {
    return readable(() => this.decompress(row));
  }

  /** The bytes of a compression dictionary. */
  dictionary(id: number | null): Buffer {
    const dictionary = id === null ? undefined : this.dictionaries.get(id);
    if (!dictionary) {
      throw new Error(`compression dictionary ${id} is missing`);
    }
    return dictionary;
  }

  private decompress({ encoding, dictionary_id, bytes }: EncodedPayload) {
    switch (encoding) {
      case PLAIN:
        return bytes;
      case GZIP:
        return gunzipSync(bytes);
      case DEFLATE_WITH_DICTIONARY:
        return inflateRawSync(bytes, {
          dictionary: this.dictionary(dictionary_id),
          chunkSize: INFLATE_CHUNK_BYTES,
        });
      default:
        throw new Error(`unknown encoding ${encoding}`);
    }
  }
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    assertError(error);
    throw new ForwardedError('A stored object cannot be read', error);
  }
}
