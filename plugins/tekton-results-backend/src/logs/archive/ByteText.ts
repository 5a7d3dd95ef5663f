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

import { isUtf8 } from 'buffer';

const FIRST_STAND_IN = 0xdc00;
const LAST_STAND_IN = 0xdcff;
/** What no text has that was decoded. */
const STAND_INS = /[\udc00-\udcff]/u;
const FIRST_HIGH_SURROGATE = 0xd800;
const LAST_HIGH_SURROGATE = 0xdbff;
const LAST_SURROGATE = 0xdfff;
/** From here on a character takes two units of a text. */
const FIRST_ASTRAL = 0x10000;
const LAST_CHARACTER = 0x10ffff;
const UNIT_BYTES = 2;
const MAX_BYTES_OF_UNIT = 3;
const LEAD_TWO = 0xc0;
const LEAD_THREE = 0xe0;
const LEAD_FOUR = 0xf0;
const CONTINUATION = 0x80;

/**
 * Decodes UTF-8. Each byte that is none becomes a surrogate without its other
 * half, so that {@link encodeBytes} gives back exactly what there was.
 */
export function decodeBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) {
    return bytes.toString('utf8');
  }
  // Not put together from texts, of which there would be very many.
  const units = Buffer.allocUnsafe(bytes.length * UNIT_BYTES);
  let size = 0;
  let at = 0;
  while (at < bytes.length) {
    const character = characterAt(bytes, at);
    if (character === undefined) {
      size = units.writeUInt16LE(FIRST_STAND_IN + bytes[at], size);
      at += 1;
    } else if (character < FIRST_ASTRAL) {
      size = units.writeUInt16LE(character, size);
      at += sequenceLength(bytes[at]);
    } else {
      size += units.write(String.fromCodePoint(character), size, 'utf16le');
      at += sequenceLength(bytes[at]);
    }
  }
  return units.toString('utf16le', 0, size);
}

/** Turns what {@link decodeBytes} made back into bytes. */
export function encodeBytes(text: string): Buffer {
  if (!STAND_INS.test(text)) {
    return Buffer.from(text, 'utf8');
  }
  const bytes = Buffer.allocUnsafe(text.length * MAX_BYTES_OF_UNIT);
  let size = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < CONTINUATION) {
      size = bytes.writeUInt8(code, size);
    } else if (code >= FIRST_STAND_IN && code <= LAST_STAND_IN) {
      size = bytes.writeUInt8(code - FIRST_STAND_IN, size);
    } else {
      size += bytes.write(character, size, 'utf8');
    }
  }
  return bytes.subarray(0, size);
}

/**
 * Whether a place is in the middle of a character, between its two surrogates.
 * A stand-in is a second one, too, but has no first one before it.
 */
export function splitsCharacter(text: string, place: number): boolean {
  const before = text.charCodeAt(place - 1);
  return before >= FIRST_HIGH_SURROGATE && before <= LAST_HIGH_SURROGATE;
}

/**
 * How many bytes at the end are the beginning of a character, of which the rest
 * may follow.
 */
export function unfinishedBytes(bytes: Buffer): number {
  const most = Math.min(3, bytes.length);
  for (let count = 1; count <= most; count += 1) {
    const byte = bytes[bytes.length - count];
    if (byte >= LEAD_TWO) {
      return sequenceLength(byte) > count ? count : 0;
    }
    if (byte < CONTINUATION) {
      return 0;
    }
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead < LEAD_TWO) {
    return 1;
  }
  if (lead < LEAD_THREE) {
    return 2;
  }
  return lead < LEAD_FOUR ? 3 : 4;
}

const LEAST_OF_LENGTH = [0, 0, 0x80, 0x800, 0x10000];
const LEAD_BITS_OF_LENGTH = [0, 0, 0xc0, 0xe0, 0xf0];
const VALUES_OF_CONTINUATION = 0x40;

/** The character of which the UTF-8 begins there, if that is what it is. */
function characterAt(bytes: Buffer, at: number): number | undefined {
  const lead = bytes[at];
  if (lead < CONTINUATION) {
    return lead;
  }
  const length = sequenceLength(lead);
  let code = lead - LEAD_BITS_OF_LENGTH[length];
  for (let index = at + 1; index < at + length; index += 1) {
    const value = bytes[index] - CONTINUATION;
    if (!(value >= 0 && value < VALUES_OF_CONTINUATION)) {
      return undefined;
    }
    code = code * VALUES_OF_CONTINUATION + value;
  }
  const isCharacter =
    length > 1 &&
    code >= LEAST_OF_LENGTH[length] &&
    code <= LAST_CHARACTER &&
    !(code >= FIRST_HIGH_SURROGATE && code <= LAST_SURROGATE);
  return isCharacter ? code : undefined;
}
