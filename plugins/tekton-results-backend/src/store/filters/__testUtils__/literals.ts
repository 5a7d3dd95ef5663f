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

import fc from 'fast-check';
import { oneOf, pair, type FilterPair, type Pairs } from './FilterPair';
import {
  COMMON_TEXTS,
  DURATIONS,
  NUMBERS,
  ODD_TEXTS,
  ODD_TIMES,
  PARAM_NAMES,
  PATTERNS,
  PLAIN_TIMES,
  TEXT_PARTS,
  UNSTORABLE_TEXTS,
} from './samples';

/** A text as a literal of CEL, in either kind of quotes. */
export function textLiteral(value: string, quote: '"' | "'" = '"'): string {
  const inner = JSON.stringify(value).slice(1, -1);
  return quote === '"'
    ? `"${inner}"`
    : `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** One of some texts, as a literal. */
export function literals(values: readonly string[]): Pairs {
  return fc
    .tuple(
      fc.constantFrom(...values),
      fc.constantFrom('"' as const, '"' as const, "'" as const),
    )
    .map(([value, quote]) => pair(textLiteral(value, quote)));
}

/** Texts that documents have. */
export const TEXTS: Pairs = fc.oneof(
  { weight: 12, arbitrary: literals(COMMON_TEXTS) },
  { weight: 6, arbitrary: literals(ODD_TEXTS) },
  { weight: 2, arbitrary: literals(PARAM_NAMES) },
  { weight: 1, arbitrary: literals(UNSTORABLE_TEXTS) },
  { weight: 2, arbitrary: literals([...PLAIN_TIMES, ...ODD_TIMES]) },
  { weight: 1, arbitrary: literals(DURATIONS) },
);

export const PARTS: Pairs = fc.oneof(literals(TEXT_PARTS), TEXTS);

export const REGEXES: Pairs = literals(PATTERNS);

export const ORDERS = ['<', '<=', '>', '>='];
export const EQUALITIES = ['==', '!='];

/** Any comparison, equality most often. */
export const COMPARISONS: Pairs = oneOf('==', '==', '==', '!=', ...ORDERS);

/** To be compared with numbers of documents. */
export const COMPARED_NUMBERS: Pairs = oneOf(
  ...NUMBERS.map(String),
  '3.0',
  '5u',
  // Beyond what doubles tell apart: one that is no double, and one that is.
  '9007199254740993',
  '1152921504606846976',
);

/** To be calculated with: our ints may meet doubles, those of CEL may not. */
export const INT_OPERANDS: Pairs = fc.constantFrom(
  pair('1', '1.0'),
  pair('2', '2.0'),
  pair('0', '0.0'),
  pair('-3', '-3.0'),
);

/** Times as arguments of comparisons. The reference reads RFC 3339 only. */
export const TIMES: Pairs = fc.constantFrom(
  ...PLAIN_TIMES.map(timeOf),
  timeOf('2024-05-01T10:00:00.123456Z'),
  timeOf('2024-05-01T12:05:00+02:00'),
  timeOf('2024-05-01T10:00:00.0000005Z'),
  timeOf('9999-12-31T23:59:59Z'),
  pair('timestamp("2024-05-01")', 'timestamp("2024-05-01T00:00:00Z")'),
  // The reference takes ms, against the specification.
  pair('timestamp(1714557600)', 'timestamp("2024-05-01T10:00:00Z")'),
);

/** Times as texts, which are compared as such. */
export const TIME_TEXTS: Pairs = fc.oneof(
  { weight: 3, arbitrary: literals(PLAIN_TIMES) },
  { weight: 1, arbitrary: literals(ODD_TIMES) },
);

/** Lengths of time. */
export const LENGTHS: Pairs = oneOf(
  ...['10m', '0s', '1h30m', '-90s', '1.5h', '300ms', '1us'].map(
    text => `duration("${text}")`,
  ),
);

/** None most often. */
export const ZONES: Pairs = oneOf(
  '',
  '',
  '"UTC"',
  '"+02:00"',
  '"-03:30"',
  '"Europe/Berlin"',
);

/** What is read out of a time, or out of a duration. */
export const GETTERS: Pairs = oneOf(
  'getHours',
  'getMinutes',
  'getSeconds',
  'getMilliseconds',
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
);

/** What it may come to. */
export const DATE_PARTS: Pairs = oneOf(
  ...[10, 0, 1, 23, 59, 5, 4, 2024, 123, 121, 12].map(String),
);

export const SIZES: Pairs = oneOf(...[0, 1, 2, 3, 9].map(String));

function timeOf(text: string): FilterPair {
  return pair(`timestamp("${text}")`);
}
