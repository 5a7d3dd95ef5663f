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

import type { LeafDictionary } from './leafSignature';

/**
 * The compression dictionary whose values are common. Signatures depend on it,
 * so it stays this one also when payloads are compressed with a newer one.
 */
export const LEAF_DICTIONARY_ID = 1;

/** A number or boolean where JSON has values. */
const PLAIN_VALUE = /(?<=[:,[])(?:-?\d[\d.eE+-]*|true|false)(?=[,}\]])/g;

/**
 * The values that a compression dictionary holds, by their text: what stands in
 * it between quotes, numbers and booleans.
 */
export function createLeafDictionary(dictionary: Buffer): LeafDictionary {
  const json = dictionary.toString('utf8');
  const texts = new Set(json.match(PLAIN_VALUE));
  for (
    let start = json.indexOf('"');
    start >= 0;
    start = json.indexOf('"', start + 1)
  ) {
    const text = textAt(json, start);
    if (text !== undefined) {
      texts.add(text);
    }
  }
  return texts;
}

/**
 * The text between a quote and the next that is not escaped. As dictionaries
 * begin anywhere, any quote may be the first of a pair.
 */
function textAt(json: string, start: number): string | undefined {
  let end = start + 1;
  while (end < json.length && json[end] !== '"') {
    end += json[end] === '\\' ? 2 : 1;
  }
  try {
    return JSON.parse(json.slice(start, end + 1));
  } catch {
    return undefined;
  }
}
