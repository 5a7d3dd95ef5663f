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

const NEWLINE = 0x0a;
const SPACE = 0x20;

/** Where the text of a line begins that is stored with its timestamp. */
export function textStart(stored: Buffer, lineStart: number): number {
  return stored.indexOf(SPACE, lineStart) + 1;
}

/** The timestamp of such a line, if it has one. */
export function timeOf(
  stored: Buffer,
  lineStart: number,
  textAt: number,
): string | undefined {
  return textAt - lineStart > 1
    ? stored.toString('latin1', lineStart, textAt - 1)
    : undefined;
}

/**
 * Takes the timestamps away.
 *
 * @param startsLine - else the text goes on in the middle of a line
 */
export function withoutTimes(stored: Buffer, startsLine: boolean): Buffer {
  return copyLines(stored, startsLine, lineStart =>
    textStart(stored, lineStart),
  );
}

/** Takes away what stands for a timestamp in lines that have none. */
export function withTimes(stored: Buffer, startsLine: boolean): Buffer {
  return copyLines(stored, startsLine, lineStart =>
    stored[lineStart] === SPACE ? lineStart + 1 : lineStart,
  );
}

/** @param from - where to begin with a line */
function copyLines(
  stored: Buffer,
  startsLine: boolean,
  from: (lineStart: number) => number,
): Buffer {
  const text = Buffer.allocUnsafe(stored.length);
  let size = 0;
  let lineStart = 0;
  while (lineStart < stored.length) {
    const newline = stored.indexOf(NEWLINE, lineStart);
    const lineEnd = newline < 0 ? stored.length : newline + 1;
    const start = lineStart > 0 || startsLine ? from(lineStart) : 0;
    size += stored.copy(text, size, start, lineEnd);
    lineStart = lineEnd;
  }
  return text.subarray(0, size);
}
