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

/** A time as upstream keeps it. */
export interface Timestamp {
  /** Milliseconds since 1970 (UTC). */
  readonly ms: number;
  /** Microseconds beyond that. */
  readonly micros: number;
}

const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

const MIN_MS = Date.parse('0001-01-01T00:00:00Z');
const MAX_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads an RFC 3339 time with any offset. What is finer than microseconds is cut
 * off. Undefined if it is none, or not within the years 1 to 9999.
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const [, date, time, fraction = '', zone] = RFC_3339.exec(text) ?? [];
  if (!date || !isDay(date)) {
    return undefined;
  }
  const digits = fraction.padEnd(6, '0');
  const ms = Date.parse(`${date}${time}${zone}`) + Number(digits.slice(0, 3));
  return ms >= MIN_MS && ms <= MAX_MS
    ? { ms, micros: Number(digits.slice(3, 6)) }
    : undefined;
}

/** RFC 3339 in UTC with as many digits as are exact: 0, 3 or 6. */
export function formatTimestamp({ ms, micros }: Timestamp): string {
  const text = new Date(ms).toISOString();
  return micros === 0
    ? text.replace('.000Z', 'Z')
    : text.replace('Z', `${String(micros).padStart(3, '0')}Z`);
}

/** Date takes the 30th of February for the 2nd of March. */
function isDay(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}
