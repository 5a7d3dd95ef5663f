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
/** Shorter beginnings and ends of lines are found in other ones anyway. */
const MIN_PART_LENGTH = 12;

/**
 * What JSON texts have in common: the strings, or lines of strings, of the last one
 * that all of the others hold, but for one of them at most. Of other lines it is how
 * they begin and end, in whole words, where as many others have a line that does:
 * often the name of the run stands in it. So nothing is in it that a single one of
 * them says; and an exception does not take away what the others share.
 *
 * @param texts - of at least four different runs of the same template
 */
export function commonText(texts: readonly string[]): Buffer {
  const others = texts.slice(0, -1).map(text => new Units(unitsOf(text)));
  const common = unitsOf(texts.at(-1) ?? '')
    .map(unit => commonPartsOf(unit, others))
    .join('');
  return Buffer.from(common).subarray(-MAX_COMMON_BYTES);
}

function commonPartsOf(unit: string, others: readonly Units[]): string {
  const needed = others.length - 1;
  if (others.filter(units => units.has(unit)).length >= needed) {
    return unit;
  }
  const start = nthLargest(
    others.map(units => units.commonStart(unit)),
    needed,
  );
  const end = nthLargest(
    others.map(units => units.commonEnd(unit)),
    needed,
  );
  return wholeWordsAtStart(unit, start) + wholeWordsAtEnd(unit, end);
}

function wholeWordsAtStart(unit: string, length: number): string {
  const end = unit.lastIndexOf(' ', length - 1) + 1;
  return end < MIN_PART_LENGTH ? '' : unit.slice(0, end);
}

function wholeWordsAtEnd(unit: string, length: number): string {
  const start = unit.indexOf(' ', unit.length - length);
  return start < 0 || unit.length - start < MIN_PART_LENGTH
    ? ''
    : unit.slice(start);
}

function nthLargest(numbers: readonly number[], n: number): number {
  return [...numbers].sort((a, b) => b - a)[n - 1] ?? 0;
}

/** The strings and lines of one text. */
class Units {
  private readonly all: ReadonlySet<string>;
  private readonly sorted: readonly string[];
  private readonly sortedReversed: readonly string[];

  constructor(units: readonly string[]) {
    this.all = new Set(units);
    this.sorted = [...this.all].sort();
    this.sortedReversed = [...this.all].map(reversed).sort();
  }

  has(unit: string): boolean {
    return this.all.has(unit);
  }

  /** How much of it is the beginning of one of them, too, in characters. */
  commonStart(unit: string): number {
    return longestStart(this.sorted, unit);
  }

  /** How much of it is the end of one of them, too, in characters. */
  commonEnd(unit: string): number {
    return longestStart(this.sortedReversed, reversed(unit));
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

/** By UTF-16 units: only for comparing. */
function reversed(text: string): string {
  return text.split('').reverse().join('');
}

function unitsOf(text: string): string[] {
  return (text.match(PARTS) ?? []).flatMap(part => part.split(AFTER_LINE));
}
