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

/*
 * A Bloom filter over the scalar values of a payload. It tells, without reading
 * the payload, that a value does not stand at a path, for all paths alike.
 *
 * Signatures are stored: a change in this file that changes any signature makes
 * stored Records unfindable. `leafSignature.test.ts` pins them.
 */

/** The columns of `records` that hold a signature, 64 bits each. */
export const SIGNATURE_COLUMNS = [
  'sig0',
  'sig1',
  'sig2',
  'sig3',
  'sig4',
  'sig5',
  'sig6',
  'sig7',
] as const;

type SignatureColumn = (typeof SIGNATURE_COLUMNS)[number];

/** A signature of a payload: 512 bits, as signed 64-bit integers. */
export type LeafSignature = Record<SignatureColumn, bigint>;

/** The bits that these columns must all have. */
export type LeafMask = ReadonlyArray<{
  readonly column: SignatureColumn;
  /** As a signed 64-bit integer. */
  readonly mask: bigint;
}>;

/**
 * Texts of values that are so common that a signature leaves them out: they
 * would fill it and select nothing.
 */
export interface LeafDictionary {
  has(text: string): boolean;
}

/** Beyond this the filter would be full anyway. */
const MAX_LEAVES = 2_000;
/** Deeper than any object of Kubernetes; keeps the walk within the stack. */
const MAX_DEPTH = 200;

/** A position is 9 bits of a hash of 32, so one hash gives all three. */
const POSITIONS_PER_LEAF = 3;
const POSITION_BITS = 9;
const WORD_BITS = 32;
const WORDS = 2 ** POSITION_BITS / WORD_BITS;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Marks of what comes next; no character has such a code. */
const ITEM = 0x10001;
const KEY = 0x10002;
const VALUE = 0x10003;

/**
 * Signs the leaves of a payload: every text, number and boolean in it, along
 * with its path. Array indexes do not count: all items of an array are alike.
 *
 * A payload with too many leaves has all bits set: it may hold anything.
 */
export function leafSignature(
  payload: unknown,
  dictionary: LeafDictionary,
): LeafSignature {
  const words = new Uint32Array(WORDS);
  let leaves = 0;

  /** @returns false if there are too many */
  const sign = (value: unknown, path: number, depth: number): boolean => {
    if (value === undefined || value === null) {
      return true;
    }
    if (typeof value !== 'object') {
      leaves += 1;
      const text = String(value);
      if (!dictionary.has(text)) {
        setBits(words, leafHash(path, text));
      }
      return leaves <= MAX_LEAVES;
    }
    if (depth === MAX_DEPTH) {
      return false;
    }
    if (Array.isArray(value)) {
      const items = mix(path, ITEM);
      return value.every(item => sign(item, items, depth + 1));
    }
    return Object.entries(value).every(([key, child]) =>
      sign(child, mixText(mix(path, KEY), key), depth + 1),
    );
  };

  if (!sign(payload, FNV_OFFSET, 0)) {
    words.fill(0xffffffff);
  }
  return columnsOf(words);
}

/**
 * The bits that are set in the signature of every payload in which a value
 * stands at a path; undefined if signatures leave the value out.
 *
 * @param path - keys as texts, and any number for an array index
 */
export function leafMask(
  path: ReadonlyArray<string | number>,
  value: string | number | boolean,
  dictionary: LeafDictionary,
): LeafMask | undefined {
  const text = String(value);
  if (dictionary.has(text)) {
    return undefined;
  }
  const place = path.reduce<number>(
    (hash, part) =>
      typeof part === 'number'
        ? mix(hash, ITEM)
        : mixText(mix(hash, KEY), part),
    FNV_OFFSET,
  );
  const words = new Uint32Array(WORDS);
  setBits(words, leafHash(place, text));
  const bits = columnsOf(words);
  return SIGNATURE_COLUMNS.filter(column => bits[column] !== 0n).map(
    column => ({ column, mask: bits[column] }),
  );
}

function leafHash(path: number, text: string): number {
  return avalanche(mixText(mix(path, VALUE), text));
}

/** A step of FNV-1a. */
function mix(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, FNV_PRIME);
}

/** FNV-1a over UTF-16 code units. */
function mixText(hash: number, text: string): number {
  let mixed = hash;
  for (let index = 0; index < text.length; index += 1) {
    mixed = mix(mixed, text.charCodeAt(index));
  }
  return mixed;
}

/** The end of MurmurHash3: every bit of the hash depends on every other. */
function avalanche(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function setBits(words: Uint32Array, hash: number): void {
  for (let index = 0; index < POSITIONS_PER_LEAF; index += 1) {
    const position =
      (hash >>> (index * POSITION_BITS)) & (WORDS * WORD_BITS - 1);
    words[position >>> 5] |= 1 << (position & 31);
  }
}

/** Two words make a column, the first its lower half. */
function columnsOf(words: Uint32Array): LeafSignature {
  return Object.fromEntries(
    SIGNATURE_COLUMNS.map((column, index) => [
      column,
      BigInt.asIntN(
        64,
        (BigInt(words[2 * index + 1]) << 32n) | BigInt(words[2 * index]),
      ),
    ]),
  ) as LeafSignature;
}
