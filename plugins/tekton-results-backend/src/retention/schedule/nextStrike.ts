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

import { dateInZone } from '../../filter';
import type { CronFields } from './parseCron';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** February 29 comes again after at most eight years. */
const MAX_DAYS = 9 * 366;
/** Clocks are never changed by more. */
const MAX_CHANGE_MS = 3 * HOUR_MS;

/**
 * When a schedule strikes for the first time after a moment, by the clocks of a
 * time zone. What a clock skips when it is put forward does not strike that day;
 * what it shows twice strikes once.
 *
 * @param after - ms since 1970 (UTC), as is the result
 * @returns undefined if it never does, such as on February 30
 */
export function nextStrike(
  fields: CronFields,
  options: { zone: string; after: number },
): number | undefined {
  const { zone, after } = options;
  const wall = wallTime(after, zone);
  const today = wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS);
  for (let number = 0; number < MAX_DAYS; number += 1) {
    const day = today + number * DAY_MS;
    const times = isDayOf(fields, new Date(day)) ? timesOfDay(fields) : [];
    for (const time of times) {
      const mayBeLater = day + time > wall - MAX_CHANGE_MS;
      const moment = mayBeLater ? momentOf(day + time, zone) : undefined;
      if (moment !== undefined && moment > after) {
        return moment;
      }
    }
  }
  return undefined;
}

function isDayOf(fields: CronFields, date: Date): boolean {
  const day = fields.days.has(date.getUTCDate());
  const weekday = fields.weekdays.has(date.getUTCDay());
  return (
    fields.months.has(date.getUTCMonth() + 1) &&
    (fields.eitherDay ? day || weekday : day && weekday)
  );
}

function timesOfDay({ hours, minutes }: CronFields): number[] {
  return [...hours]
    .flatMap(hour =>
      [...minutes].map(minute => hour * HOUR_MS + minute * MINUTE_MS),
    )
    .sort((left, right) => left - right);
}

/** What a clock shows, as ms since what it showed in 1970. */
function wallTime(moment: number, zone: string): number {
  const date = dateInZone(moment, zone);
  if (!date) {
    throw new Error(`There is no time zone ${zone}`);
  }
  return date.getTime();
}

/** When a clock shows a time for the first time; undefined if it skips it. */
function momentOf(wall: number, zone: string): number | undefined {
  const aheadAt = (moment: number) => wallTime(moment, zone) - moment;
  return [wall - DAY_MS, wall + DAY_MS]
    .map(near => wall - aheadAt(near))
    .filter(moment => wallTime(moment, zone) === wall)
    .sort((left, right) => left - right)[0];
}
