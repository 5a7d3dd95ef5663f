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

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  { unit: 'day', ms: DAY },
  { unit: 'hour', ms: HOUR },
  { unit: 'minute', ms: MINUTE },
  { unit: 'second', ms: SECOND },
] as const;

type Unit = (typeof UNITS)[number]['unit'] | 'millisecond';

/** A length of time in its two largest units: `1h 4m`, `12s`. */
export function formatDuration(ms: number, locale: string): string {
  let rest = Math.max(0, Math.round(ms / SECOND) * SECOND);
  const parts: string[] = [];
  for (const { unit, ms: size } of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) {
      parts.push(formatUnit(count, unit, locale));
    } else if (parts.length > 0) {
      break;
    }
  }
  return parts.join(' ') || formatUnit(0, 'second', locale);
}

/** How long something took to answer: `12ms`, from a second on as a length of time. */
export function formatLatency(ms: number, locale: string): string {
  return ms < SECOND
    ? formatUnit(Math.round(ms), 'millisecond', locale)
    : formatDuration(ms, locale);
}

/** How long ago, or ahead, a time is: `3 minutes ago`. */
export function formatRelative(
  time: number,
  now: number,
  locale: string,
): string {
  const format = relativeFormat(locale);
  const distance = time - now;
  for (const { unit, ms } of UNITS) {
    if (Math.abs(distance) >= ms) {
      return format.format(Math.trunc(distance / ms), unit);
    }
  }
  return format.format(0, 'second');
}

function formatUnit(count: number, unit: Unit, locale: string): string {
  return unitFormat(unit, locale).format(count);
}

// Browsers are slow to make these, and a table asks for hundreds of times.
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();
const unitFormats = new Map<string, Intl.NumberFormat>();

function relativeFormat(locale: string): Intl.RelativeTimeFormat {
  const format =
    relativeFormats.get(locale) ??
    new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  relativeFormats.set(locale, format);
  return format;
}

function unitFormat(unit: Unit, locale: string): Intl.NumberFormat {
  const key = `${locale} ${unit}`;
  const format =
    unitFormats.get(key) ??
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay: 'narrow',
    });
  unitFormats.set(key, format);
  return format;
}
