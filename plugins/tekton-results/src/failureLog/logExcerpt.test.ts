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

import { logExcerpt } from './logExcerpt';

const excerpt = (texts: readonly string[]) => {
  const { lines, anchor } = logExcerpt(
    texts.map((text, index) => ({ number: index + 1, text })),
  );
  return { numbers: lines.map(({ number }) => number), anchor };
};
const filler = (count: number) => Array.from({ length: count }, () => 'fine');

it('shows what stands around the last error', () => {
  expect(
    excerpt([...filler(10), 'error: no such symbol', ...filler(10)]),
  ).toEqual({ numbers: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14], anchor: 11 });
  expect(excerpt(['Error: first', 'FATAL second', 'fine'])).toEqual({
    numbers: [1, 2, 3],
    anchor: 2,
  });
});

it('shows the end of a log that tells no error', () => {
  expect(excerpt([...filler(12), '0 errors', '', ' '])).toEqual({
    numbers: [7, 8, 9, 10, 11, 12, 13],
    anchor: 13,
  });
});

it('shows nothing of a log without text', () => {
  expect(excerpt([])).toEqual({ numbers: [] });
  expect(excerpt(['', '  '])).toEqual({ numbers: [] });
});
