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

import { assertError, ForwardedError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import type { DictionaryBytes } from './composeDictionary';
import { decompress } from './compression';
import type { EncodedPayload } from './EncodedPayload';

/** Reads payloads whose dictionaries it was given. */
export class PayloadReader {
  /** @param dictionaries - by id */
  constructor(
    private readonly dictionaries: ReadonlyMap<number, DictionaryBytes>,
  ) {}

  /**
   * The payload.
   *
   * @throws ForwardedError if it cannot be read
   */
  decode(row: EncodedPayload): JsonValue {
    return readable(() => JSON.parse(this.decompress(row).toString('utf8')));
  }

  /**
   * The JSON text of the payload, byte by byte as it was stored.
   *
   * @throws ForwardedError if it cannot be read
   */
  decodeText(row: EncodedPayload): Buffer {
    return readable(() => this.decompress(row));
  }

  private decompress(row: EncodedPayload): Buffer {
    return decompress(row, id => {
      const dictionary = id === null ? undefined : this.dictionaries.get(id);
      if (!dictionary) {
        throw new Error(`compression dictionary ${id} is missing`);
      }
      return dictionary;
    });
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
