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

import type { LogLine } from '../LogArchive';

const NEWLINE = 0x0a;
const DEFAULT_MAX_LINE_BYTES = 1024 * 1024;

/** A line of which a part has arrived. */
class GrowingLine {
  private readonly maxBytes: number;
  private parts: Buffer[] = [];
  private kept = 0;
  length = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  add(bytes: Buffer): void {
    const room = bytes.subarray(0, Math.max(0, this.maxBytes - this.kept));
    if (room.length > 0) {
      // A copy: whoever made the part may use its memory again.
      this.parts.push(Buffer.from(room));
    }
    this.kept += room.length;
    this.length += bytes.length;
  }

  take(): { text: Buffer; bytes: number } {
    const line = { text: Buffer.concat(this.parts), bytes: this.length };
    this.parts = [];
    this.kept = 0;
    this.length = 0;
    return line;
  }
}

/**
 * The lines of a text, without times. A last line may have no end; of long lines
 * there is the beginning.
 */
export async function* splitLines(
  source: AsyncIterable<Uint8Array>,
  maxLineBytes = DEFAULT_MAX_LINE_BYTES,
): AsyncIterable<LogLine> {
  const line = new GrowingLine(maxLineBytes);
  let number = 0;
  for await (const part of source) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    let start = 0;
    let end = bytes.indexOf(NEWLINE);
    while (end !== -1) {
      line.add(bytes.subarray(start, end));
      number += 1;
      yield { number, ...line.take() };
      start = end + 1;
      end = bytes.indexOf(NEWLINE, start);
    }
    line.add(bytes.subarray(start));
  }
  if (line.length > 0) {
    yield { number: number + 1, ...line.take() };
  }
}
