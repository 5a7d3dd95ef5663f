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

const START = Date.UTC(2026, 10, 21, 10);
const CHUNK_LINES = 500;

const WORDS = [
  'added',
  'package',
  'src/cart/cart.test.ts',
  '\u001b[32mok\u001b[0m',
  'warning',
  'unused variable',
  'compiling',
  'module',
  'resolved',
  'in',
];

/** A line as a build writes it, of about 100 bytes. */
function line(index: number): string {
  const words: string[] = [];
  let seed = (index * 2_654_435_761) % 4_294_967_296;
  for (let count = 0; count < 9; count += 1) {
    words.push(WORDS[seed % WORDS.length]);
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  }
  return `${words.join(' ')} ${seed.toString(36)}`;
}

/** What a pod's log endpoint sends: lines with timestamps, in chunks. */
export function logChunks(lines: number): Buffer[] {
  const chunks: Buffer[] = [];
  let chunk: string[] = [];
  for (let index = 0; index < lines; index += 1) {
    const time = new Date(START + index).toISOString().slice(0, -1);
    chunk.push(
      `${time}${String(index % 1_000_000).padStart(6, '0')}Z ${line(index)}\n`,
    );
    if (chunk.length === CHUNK_LINES) {
      chunks.push(Buffer.from(chunk.join('')));
      chunk = [];
    }
  }
  return [...chunks, Buffer.from(chunk.join(''))];
}
