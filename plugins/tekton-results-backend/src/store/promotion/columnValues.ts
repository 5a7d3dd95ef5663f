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

/** PostgreSQL indexes texts of up to about 2,700 bytes. */
const MAX_TEXT_BYTES = 1024;

/**
 * RFC 3339 as Kubernetes writes `metav1.Time`. In this one spelling the order of
 * texts is that of times, and the text can be told from the time.
 */
const EXACT_TIME = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** Times that both engines and every client hold without trouble. */
const MIN_TIME_MS = Date.UTC(1900, 0, 1);
const MAX_TIME_MS = Date.UTC(2200, 0, 1);

/**
 * Columns are for finding and showing: overlong text is cut, the payload keeps
 * the whole. PostgreSQL refuses NUL in a text.
 */
export function columnText(value: string | undefined): string | null {
  if (value === undefined) {
    return null;
  }
  const whole = value.slice(0, MAX_TEXT_BYTES).replaceAll('\u0000', '\uFFFD');
  const bytes = Buffer.from(whole);
  return bytes.length <= MAX_TEXT_BYTES
    ? whole
    : // A character that is cut in two decodes as U+FFFD.
      bytes.toString('utf8', 0, MAX_TEXT_BYTES).replace(/\uFFFD$/, '');
}

/** A text without what PostgreSQL refuses in JSON. */
export function storableText(value: string): string {
  return value.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD');
}

/** Whether a text comes back from both engines as it was written. */
export function isStorableText(value: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(value);
}

/**
 * Milliseconds since 1970 (UTC) of a time as Kubernetes writes it; undefined if
 * it is written otherwise, or if the columns would not hold just this time.
 */
export function exactTimeMs(text: string): number | undefined {
  const match = EXACT_TIME.exec(text);
  if (!match) {
    return undefined;
  }
  // Date takes the 30th of February for the 2nd of March.
  const [, date] = match;
  const day = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(date)) {
    return undefined;
  }
  const ms = Date.parse(text);
  return ms >= MIN_TIME_MS && ms < MAX_TIME_MS ? ms : undefined;
}
