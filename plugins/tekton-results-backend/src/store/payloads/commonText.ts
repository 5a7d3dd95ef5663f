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

import { reversed, TextUnits, unitsOf, WORD_END } from './TextUnits';

/** Of a dictionary. */
export const MAX_COMMON_BYTES = 128 * 1024;

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
  const units = unitsOf(texts.at(-1) ?? '');
  const others = texts.slice(0, -1).map(text => new Set(unitsOf(text)));
  const kept = new Set(units.filter(unit => isCommon(unit, others)));
  // What is kept as a whole need not be kept in parts.
  const rest = others.map(
    all => new TextUnits([...all].filter(unit => !kept.has(unit))),
  );
  const parts = new Set<string>();
  const common = units.map(unit => {
    if (kept.has(unit)) {
      return unit;
    }
    // Once is enough: many lines may begin alike.
    const added = commonParts(unit, rest).filter(part => !parts.has(part));
    added.forEach(part => parts.add(part));
    return added.join('');
  });
  return Buffer.from(common.join('')).subarray(-MAX_COMMON_BYTES);
}

function isCommon(
  unit: string,
  others: ReadonlyArray<ReadonlySet<string>>,
): boolean {
  return others.filter(units => units.has(unit)).length >= others.length - 1;
}

/** How it begins and how it ends, in whole words, if others do. */
function commonParts(unit: string, others: readonly TextUnits[]): string[] {
  if (!unit.includes(WORD_END)) {
    return [];
  }
  const needed = others.length - 1;
  const backwards = reversed(unit);
  const start = nthLargest(
    others.map(units => units.commonStart(unit)),
    needed,
  );
  const end = nthLargest(
    others.map(units => units.commonEnd(backwards)),
    needed,
  );
  const first = unit.slice(0, unit.lastIndexOf(WORD_END, start - 1) + 1);
  const last = lastWords(unit, Math.min(end, unit.length - first.length));
  return [first, last].filter(({ length }) => length >= MIN_PART_LENGTH);
}

function lastWords(unit: string, length: number): string {
  const start = unit.indexOf(WORD_END, unit.length - length);
  return start < 0 ? '' : unit.slice(start);
}

function nthLargest(numbers: readonly number[], n: number): number {
  return [...numbers].sort((a, b) => b - a)[n - 1] ?? 0;
}
