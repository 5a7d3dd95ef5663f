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
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at]);
    const sequence = bytes.subarray(at, at + length);
    if (sequence.length === length && isUtf8(sequence)) {
      text += sequence.toString('utf8');
      at += length;
    } else {
      text += String.fromCharCode(FIRST_STAND_IN + bytes[at]);
      at += 1;
    }
  }
  return text;
}

/** Turns what {@link decodeBytes} made back into bytes. */
export function encodeBytes(text: string): Buffer {
  if (!STAND_INS.test(text)) {
    return Buffer.from(text, 'utf8');
  }
  return Buffer.concat(
    [...text].map(character => {
      const code = character.charCodeAt(0);
      return character.length === 1 &&
        code >= FIRST_STAND_IN &&
        code <= LAST_STAND_IN
        ? Buffer.from([code - FIRST_STAND_IN])
        : Buffer.from(character, 'utf8');
    }),
  );
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
