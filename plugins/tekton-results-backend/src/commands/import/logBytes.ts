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

/** How much upstream sends of a log at a time; it can be set to something else. */
const CHUNK_BYTES = 32_768;
const NEWLINE = 0x0a;

/**
 * The text of a log as upstream's gateway sends it, which adds a newline to each
 * piece of it, without those newlines.
 *
 * @param size - of the text, if it is known
 */
export async function* logBytes(
  source: AsyncIterable<Uint8Array>,
  size: number | undefined,
): AsyncIterable<Uint8Array> {
  const end = size ?? Infinity;
  let passed = 0;
  let removedAt = 0;
  for await (const part of source) {
    let start = 0;
    while (start < part.length) {
      const isAfterPiece = passed % CHUNK_BYTES === 0 || passed === end;
      if (isAfterPiece && removedAt < passed && part[start] === NEWLINE) {
        removedAt = passed;
        start += 1;
      }
      const toEnd = passed < end ? end - passed : Infinity;
      const room = Math.min(CHUNK_BYTES - (passed % CHUNK_BYTES), toEnd);
      const piece = part.subarray(start, start + room);
      passed += piece.length;
      start += piece.length;
      if (piece.length > 0) {
        yield piece;
      }
    }
  }
}
