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

import fc from 'fast-check';
import { logBytes } from './logBytes';

/** As upstream's gateway sends a log, cut anywhere. */
function sent(text: Buffer, cutEvery: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let start = 0; start < text.length; start += 32_768) {
    chunks.push(text.subarray(start, start + 32_768), Buffer.from('\n'));
  }
  const all = Buffer.concat(chunks);
  const parts: Buffer[] = [];
  for (let start = 0; start < all.length; start += cutEvery) {
    parts.push(all.subarray(start, start + cutEvery));
  }
  return parts;
}

async function read(parts: Buffer[], size: number | undefined) {
  const bytes: Uint8Array[] = [];
  const source = (async function* once() {
    yield* parts;
  })();
  for await (const part of logBytes(source, size)) {
    bytes.push(part);
  }
  return Buffer.concat(bytes);
}

describe('the bytes of a log of upstream', () => {
  it('come without the newlines that it adds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 100, 32_767, 32_768, 32_769, 65_536, 100_000),
        fc.constantFrom(1_000, 32_768, 32_769, 70_000),
        fc.constantFrom('x', '\n', 'x\n'),
        async (size, cutEvery, pattern) => {
          const text = Buffer.alloc(size, pattern);
          expect((await read(sent(text, cutEvery), size)).equals(text)).toBe(
            true,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keep what is no such newline', async () => {
    const text = Buffer.alloc(70_000, 'x');
    expect((await read([text], text.length)).equals(text)).toBe(true);
    expect((await read([text], undefined)).equals(text)).toBe(true);
  });
});
