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
import { lengthOf, windowTo, type DictionaryBytes } from './composeDictionary';
import type { EncodedPayload } from './EncodedPayload';
import { isLong, piecesOf } from './pieces';

const PLAIN = 0;
const GZIP = 1;
const DEFLATE_WITH_DICTIONARY = 2;
/**
 * The length of the text, then for each of its pieces how long it is compressed, all
 * in 4 bytes, big-endian; then the compressed pieces.
 */
const PIECES_WITH_DICTIONARY = 3;

const NUMBER_BYTES = 4;
/**
 * Most payloads fit into one piece; with the default of 16 kB most of the time
 * would go into making room.
 */
const INFLATE_CHUNK_BYTES = 8 * 1024;

/** A dictionary with the id that payloads name it by. */
export interface Dictionary {
  readonly id: number;
  readonly bytes: DictionaryBytes;
}

/** Compresses the JSON text of a payload. */
export function compress(
  json: string | Buffer,
  { id, bytes: dictionary }: Dictionary,
): EncodedPayload {
  const text = typeof json === 'string' ? Buffer.from(json) : json;
  const whole = deflate(text, dictionary, lengthOf(dictionary));
  const pieces = isLong(text.length)
    ? compressPieces(text, dictionary)
    : undefined;
  const [encoding, bytes] =
    pieces && pieces.length < whole.length
      ? [PIECES_WITH_DICTIONARY, pieces]
      : [DEFLATE_WITH_DICTIONARY, whole];
  return { encoding, dictionary_id: id, bytes: ownCopy(bytes) };
}

/**
 * The JSON text of a payload, byte by byte as it was stored.
 *
 * @param dictionaryOf - the bytes of a dictionary
 */
export function decompress(
  { encoding, dictionary_id, bytes }: EncodedPayload,
  dictionaryOf: (id: number | null) => DictionaryBytes,
): Buffer {
  switch (encoding) {
    case PLAIN:
      return bytes;
    case GZIP:
      return gunzipSync(bytes);
    case DEFLATE_WITH_DICTIONARY: {
      const dictionary = dictionaryOf(dictionary_id);
      return inflate(bytes, dictionary, lengthOf(dictionary));
    }
    case PIECES_WITH_DICTIONARY:
      return decompressPieces(bytes, dictionaryOf(dictionary_id));
    default:
      throw new Error(`unknown encoding ${encoding}`);
  }
}

function compressPieces(text: Buffer, dictionary: DictionaryBytes): Buffer {
  const pieces = piecesOf(text.length, lengthOf(dictionary)).map(
    ({ start, end, dictionaryEnd }) =>
      deflate(text.subarray(start, end), dictionary, dictionaryEnd),
  );
  const header = Buffer.alloc(NUMBER_BYTES * (1 + pieces.length));
  header.writeUInt32BE(text.length);
  pieces.forEach(({ length }, index) =>
    header.writeUInt32BE(length, NUMBER_BYTES * (1 + index)),
  );
  return Buffer.concat([header, ...pieces]);
}

function decompressPieces(bytes: Buffer, dictionary: DictionaryBytes): Buffer {
  const pieces = piecesOf(bytes.readUInt32BE(), lengthOf(dictionary));
  let start = NUMBER_BYTES * (1 + pieces.length);
  return Buffer.concat(
    pieces.map(({ dictionaryEnd }, index) => {
      const end = start + bytes.readUInt32BE(NUMBER_BYTES * (1 + index));
      const piece = bytes.subarray(start, end);
      start = end;
      return inflate(piece, dictionary, dictionaryEnd);
    }),
  );
}

function deflate(
  text: Buffer,
  dictionary: DictionaryBytes,
  end: number,
): Buffer {
  return deflateRawSync(text, { dictionary: windowTo(dictionary, end) });
}

/**
 * What zlib returns is a small part of a large buffer, which would be kept as a whole
 * until the row is written, or for as long as something is learned from it. What is
 * joined of pieces is a part of the pool of Node.
 */
function ownCopy(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

function inflate(
  bytes: Buffer,
  dictionary: DictionaryBytes,
  end: number,
): Buffer {
  return inflateRawSync(bytes, {
    dictionary: windowTo(dictionary, end),
    chunkSize: INFLATE_CHUNK_BYTES,
  });
}
