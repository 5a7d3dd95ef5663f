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

const MINUTE_MS = 60_000;

/** `+02:00`, `-3:30`, and without a sign `02:00`. */
const FIXED_OFFSET = /^(?<sign>[+-]?)(?<hours>\d{1,2}):(?<minutes>\d\d)$/;

/**
 * The shape of names in the IANA database. `Intl` also takes offsets, among
 * them some that are none in CEL and that PostgreSQL reads the other way round.
 */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

/** Making a formatter takes much longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether CEL can tell the time there: an IANA name or a fixed offset. */
export function isValidZone(zone: string): boolean {
  return fixedOffsetMinutes(zone) !== undefined || Boolean(zoneFormat(zone));
}

/** Minutes ahead of UTC where they never change; undefined elsewhere. */
export function fixedOffsetMinutes(zone: string): number | undefined {
  if (zone === 'UTC') return 0;
  const parts = FIXED_OFFSET.exec(zone)?.groups;
  if (!parts) return undefined;
  const hours = Number(parts.hours);
  const minutes = Number(parts.minutes);
  if (hours > 23 || minutes > 59) return undefined;
  const ahead = hours * 60 + minutes;
  return parts.sign === '-' && ahead > 0 ? -ahead : ahead;
}

/**
 * A date whose UTC fields are what clocks in the zone show.
 *
 * @param ms - since 1970 in UTC
 */
export function dateInZone(ms: number, zone: string): Date | undefined {
  const offset = fixedOffsetMinutes(zone);
  if (offset !== undefined) return new Date(ms + offset * MINUTE_MS);
  const format = zoneFormat(zone);
  if (!format) return undefined;
  const fields: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const part of format.formatToParts(ms)) fields[part.type] = part.value;
  const year = Number(fields.year);
  // The year before 1 is 1 BC: there, west of Greenwich, CEL's time begins.
  const date = new Date(0);
  date.setUTCFullYear(
    fields.era === 'BC' ? 1 - year : year,
    Number(fields.month) - 1,
    Number(fields.day),
  );
  date.setUTCHours(
    Number(fields.hour),
    Number(fields.minute),
    Number(fields.second),
    new Date(ms).getUTCMilliseconds(),
  );
  return date;
}

function zoneFormat(zone: string): Intl.DateTimeFormat | undefined {
  if (!ZONE_NAME.test(zone)) return undefined;
  const key = zone.toLowerCase();
  let format = formats.get(key);
  if (!format) {
    format = createFormat(zone);
    // Only zones that exist are kept, so there is an end to them.
    if (format) formats.set(key, format);
  }
  return format;
}

function createFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
