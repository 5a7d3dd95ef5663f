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

import { parseLine, shownText } from '../ansi';

/** Takes control sequences out of the text that passes, line by line. */
export function plainText(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  return new TransformStream({
    transform(chunk, controller) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(
        '\n',
      );
      rest = lines.pop() ?? '';
      if (lines.length > 0) {
        const text = lines.map(line => shownText(parseLine(line)));
        controller.enqueue(encoder.encode(`${text.join('\n')}\n`));
      }
    },
    flush(controller) {
      const last = rest + decoder.decode();
      if (last !== '') {
        controller.enqueue(encoder.encode(shownText(parseLine(last))));
      }
    },
  });
}
