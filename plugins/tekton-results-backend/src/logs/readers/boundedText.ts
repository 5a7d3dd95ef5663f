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

import { LogUnavailableError } from '../LogUnavailableError';

/**
 * Lines as bytes, each with its end, up to a length.
 *
 * @throws LogUnavailableError when there is more
 */
export async function* boundedText(
  pages: AsyncIterable<readonly string[]>,
  options: { maxBytes: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  let length = 0;
  for await (const lines of pages) {
    if (lines.length > 0) {
      const bytes = Buffer.from(lines.map(withEnd).join(''));
      length += bytes.length;
      if (length > options.maxBytes) {
        throw new LogUnavailableError(
          `The log is longer than ${options.maxBytes} bytes: raise maxBytes of the reader`,
        );
      }
      yield bytes;
    }
  }
}

function withEnd(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n`;
}
