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

import { compareText } from './compareText';

/**
 * A JSON value as PostgreSQL prints a `jsonb`: keys ordered by length and then
 * by bytes, blanks after commas and colons, numbers without an exponent.
 * Upstream searches in that text, so people's filters count on it.
 */
export function jsonbText(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`;
  const members = Object.entries(value)
    .sort(([left], [right]) => compareKeys(left, right))
    .map(([key, member]) => `${JSON.stringify(key)}: ${jsonbText(member)}`);
  return `{${members.join(', ')}}`;
}

function compareKeys(left: string, right: string): number {
  return (
    Buffer.byteLength(left) - Buffer.byteLength(right) ||
    // Of UTF-8 the bytes have the order of the code points.
    compareText(left, right)
  );
}

/** `1e+21` is a one with 21 zeros, `1e-7` has six after the point. */
function numberText(value: number): string {
  const [digits, exponent] = String(value).split('e');
  if (!exponent) return digits;
  const [, sign, whole, fraction = ''] =
    /^(-?)(\d)(?:\.(\d+))?$/.exec(digits) ?? [];
  const shift = Number(exponent);
  return shift < 0
    ? `${sign}0.${(whole + fraction).padStart(fraction.length - shift, '0')}`
    : `${sign}${(whole + fraction).padEnd(shift + 1, '0')}`;
}
