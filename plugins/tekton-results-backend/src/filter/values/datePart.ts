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

import { CelTimestamp } from './CelTimestamp';
import { floorDivide, NANOS_PER_MS } from './nanos';
import { dateInZone } from './timeZones';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What CEL's `get…` functions read out of a date in local time. */
const READERS = {
  FullYear: date => date.getUTCFullYear(),
  Month: date => date.getUTCMonth(),
  Date: date => date.getUTCDate(),
  DayOfMonth: date => date.getUTCDate() - 1,
  DayOfWeek: date => date.getUTCDay(),
  DayOfYear: date => dayOfYear(date),
  Hours: date => date.getUTCHours(),
  Minutes: date => date.getUTCMinutes(),
  Seconds: date => date.getUTCSeconds(),
  Milliseconds: date => date.getUTCMilliseconds(),
} as const satisfies Record<string, (date: Date) => number>;

/**
 * A part of a date, called as in CEL's function for it (`getFullYear`). Counts
 * from 0: `Month` (January), `DayOfMonth`, `DayOfWeek` (Sunday), `DayOfYear`.
 * Counts from 1: `Date`, which is the day of the month too.
 */
export type DatePart = keyof typeof READERS;

/**
 * Reads a part of a date.
 *
 * @param zone - an IANA name or a fixed offset such as `+02:00`; UTC when absent
 * @returns undefined when there is no such zone
 */
export function datePart(
  timestamp: CelTimestamp,
  part: DatePart,
  zone: string = 'UTC',
): bigint | undefined {
  const ms = Number(floorDivide(timestamp.nanos, NANOS_PER_MS));
  const date = dateInZone(ms, zone);
  return date && BigInt(READERS[part](date));
}

function dayOfYear(date: Date): number {
  const newYear = new Date(date);
  newYear.setUTCMonth(0, 1);
  return Math.floor((date.getTime() - newYear.getTime()) / DAY_MS);
}
