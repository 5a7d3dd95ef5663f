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

import { createCipheriv, createDecipheriv, randomBytes } from 'crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Longer than most places: the length of a text would tell how large a number is. */
const PLACE_CHARACTERS = 128;

/**
 * Turns places in lists into texts that tell clients nothing, and back. A place
 * may be that of an object that its reader may not see, and the numbers of objects
 * would tell how many of those there are.
 */
export class PositionSealer {
  private readonly key: Buffer;

  /** @param key - 32 bytes, the same on every replica */
  constructor(key: Buffer) {
    this.key = key;
  }

  /**
   * @param list - what the list is of; its places are none in other lists
   * @param options - `characters`: longer than any place in the list
   */
  seal(
    position: unknown,
    list: unknown,
    { characters = PLACE_CHARACTERS }: { characters?: number } = {},
  ): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, iv);
    cipher.setAAD(identity(list));
    const sealed = Buffer.concat([
      cipher.update(JSON.stringify(position).padEnd(characters), 'utf8'),
      cipher.final(),
    ]);
    return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString(
      'base64url',
    );
  }

  /** Undefined if it is no place in this list, or was altered. */
  open(text: string, list: unknown): unknown {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length <= IV_BYTES + TAG_BYTES) {
      return undefined;
    }
    const decipher = createDecipheriv(
      CIPHER,
      this.key,
      bytes.subarray(0, IV_BYTES),
    );
    decipher.setAAD(identity(list));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const position = Buffer.concat([
        decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)),
        decipher.final(),
      ]);
      return JSON.parse(position.toString('utf8'));
    } catch {
      return undefined;
    }
  }
}

function identity(list: unknown): Buffer {
  return Buffer.from(JSON.stringify(list));
}
