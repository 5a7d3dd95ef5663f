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

/** Strings with their quotes, and what is between them. */
const PARTS = /"(?:[^"\\]|\\.)*"|[^"]+/g;
const AFTER_LINE = /(?<=\\n)/;

/**
 * What JSON texts have in common: the strings, or lines of strings, of the last one
 * that all of the others hold, but for one of them at most. They are taken whole or
 * not at all, so that no string is in it which a single one of them says; and an
 * exception does not take away what the others share.
 *
 * @param texts - of at least four different runs of the same template
 */
export function commonText(texts: readonly string[]): Buffer {
  const others = texts.slice(0, -1).map(text => new Set(unitsOf(text)));
  const needed = others.length - 1;
  const common = unitsOf(texts.at(-1) ?? '')
    .filter(unit => others.filter(units => units.has(unit)).length >= needed)
    .join('');
  return Buffer.from(common).subarray(-MAX_COMMON_BYTES);
}

function unitsOf(text: string): string[] {
  return (text.match(PARTS) ?? []).flatMap(part => part.split(AFTER_LINE));
}
