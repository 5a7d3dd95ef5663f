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

import { plainText } from './plainText';

it('takes control sequences out of what is downloaded', async () => {
  const written = '\u001b[31mred\u001b[0m\n 1%\r99%\nend é';
  const bytes = new TextEncoder().encode(written);
  // Cut within a character and within a sequence.
  const chunks = [bytes.slice(0, 3), bytes.slice(3, -1), bytes.slice(-1)];
  const { readable, writable } = plainText();
  const writer = writable.getWriter();
  const write = async () => {
    for (const chunk of chunks) {
      await writer.write(chunk);
    }
    await writer.close();
  };
  const [text] = await Promise.all([readAll(readable), write()]);
  expect(text).toBe('red\n99%\nend é');
});

async function readAll(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return text + decoder.decode();
    }
    text += decoder.decode(value, { stream: true });
  }
}
