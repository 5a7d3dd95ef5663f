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

/** Of a dictionary. */
export const MAX_COMMON_BYTES = 128 * 1024;

/** Letters and digits with the one character that ends them. */
const WORDS = /[\p{L}\p{N}]*[^\p{L}\p{N}]?/gu;

/**
 * What texts have in common: the words of the last one that all of the others hold,
 * but for one of them at most. So nothing that a single one of them says is in it,
 * and an exception does not take away what the others share.
 *
 * @param texts - of at least four different runs of the same template
 */
export function commonText(texts: readonly string[]): Buffer {
  const others = texts.slice(0, -1).map(text => new Set(wordsOf(text)));
  const needed = others.length - 1;
  const common = wordsOf(texts.at(-1) ?? '')
    .filter(word => others.filter(words => words.has(word)).length >= needed)
    .join('');
  return Buffer.from(common).subarray(-MAX_COMMON_BYTES);
}

function wordsOf(text: string): string[] {
  return text.match(WORDS) ?? [];
}
