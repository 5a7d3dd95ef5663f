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

/** Strings with their quotes, and what is between them. */
const PARTS = /"(?:[^"\\]|\\.)*"|[^"]+/g;
const AFTER_LINE = /(?<=\\n)/;

/** Between words. */
export const WORD_END = ' ';

/** The strings and lines of one text of which parts may be like those of another one. */
export class TextUnits {
  private readonly sorted: readonly string[];
  private readonly sortedBackwards: readonly string[];

  constructor(units: Iterable<string>) {
    const ofWords = [...units].filter(unit => unit.includes(WORD_END));
    this.sorted = [...ofWords].sort();
    this.sortedBackwards = ofWords.map(reversed).sort();
  }

  /** How many characters of it are the beginning of one of them, too. */
  commonStart(unit: string): number {
    return longestStart(this.sorted, unit);
  }

  /** How many characters are the end of one of them, too. */
  commonEnd(backwards: string): number {
    return longestStart(this.sortedBackwards, backwards);
  }
}

/** Texts that begin alike stand beside each other. */
function longestStart(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle] < text) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return Math.max(
    sharedStart(sorted[low - 1] ?? '', text),
    sharedStart(sorted[low] ?? '', text),
  );
}

function sharedStart(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let index = 0;
  while (index < length && one[index] === other[index]) {
    index += 1;
  }
  return index;
}

/** What is taken whole or not at all: strings, lines of them, and what is between. */
export function unitsOf(text: string): string[] {
  return (text.match(PARTS) ?? []).flatMap(part => part.split(AFTER_LINE));
}

/** By UTF-16 units: only for comparing. */
export function reversed(text: string): string {
  return text.split('').reverse().join('');
}
