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

/** A piece of a body, and whether the body ends with it. @public */
export interface LogBodyPart {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/**
 * Cuts a body into parts of one size, but for the last, which may be empty. The
 * bytes of a part are there until the next is asked for: with one piece of memory
 * for all of them, little of it waits for the garbage collector.
 */
export async function* partsOf(
  body: AsyncIterable<Uint8Array>,
  partBytes: number,
): AsyncGenerator<LogBodyPart, void, undefined> {
  // Short bodies need no piece of memory of that size.
  const chunks: Uint8Array[] = [];
  let part: Buffer | undefined;
  let length = 0;
  for await (const chunk of body) {
    let rest = chunk;
    // A part is given away only when it is known whether another follows.
    while (length + rest.length > partBytes) {
      part ??= beginPart(chunks.splice(0), partBytes);
      part.set(rest.subarray(0, partBytes - length), length);
      yield { bytes: part, isLast: false };
      rest = rest.subarray(partBytes - length);
      length = 0;
    }
    if (part) {
      part.set(rest, length);
    } else {
      chunks.push(rest);
    }
    length += rest.length;
  }
  const bytes = part ?? Buffer.concat(chunks, length);
  yield { bytes: bytes.subarray(0, length), isLast: true };
}

function beginPart(chunks: readonly Uint8Array[], partBytes: number): Buffer {
  const part = Buffer.alloc(partBytes);
  let length = 0;
  for (const chunk of chunks) {
    part.set(chunk, length);
    length += chunk.length;
  }
  return part;
}
