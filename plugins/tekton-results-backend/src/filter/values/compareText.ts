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

/**
 * Compares by code point, as CEL and PostgreSQL's `COLLATE "C"` do. The
 * operators of JavaScript compare UTF-16 units: for them an emoji, which takes
 * two units of U+D800 and above, comes before U+FFFD.
 *
 * @returns a negative number, zero or a positive number, as for sorting
 */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const end = Math.min(left.length, right.length);
  for (let index = 0; index < end; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** The number of code points. */
export function textSize(text: string): number {
  let size = text.length;
  for (let index = 1; index < text.length; index++) {
    if (isLowSurrogate(text, index) && isHighSurrogate(text, index - 1)) size--;
  }
  return size;
}

/** Moves the surrogates above all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function isHighSurrogate(text: string, index: number): boolean {
  return Math.floor(text.charCodeAt(index) / 0x400) === 0xd800 / 0x400;
}

function isLowSurrogate(text: string, index: number): boolean {
  return Math.floor(text.charCodeAt(index) / 0x400) === 0xdc00 / 0x400;
}
