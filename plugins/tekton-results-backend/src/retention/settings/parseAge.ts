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

import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonObject } from '@backstage/types';
import { isObject } from '../../settings';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Of what upstream's parser of durations knows, what is not too small to matter. */
const UNIT_MS = new Map([
  ['h', 60 * 60 * 1000],
  ['m', 60 * 1000],
  ['s', 1000],
  ['ms', 1],
]);

const DAYS = /^(?<days>\d{1,6})d?$/;
const PARTS = /^(?:\d{1,9}(?:h|ms|m|s))+$/;
const PART = /(?<count>\d+)(?<unit>h|ms|m|s)/g;

/** A hundred years: longer ones are mistakes, and too far for dates. */
const MAX_AGE_MS = 36_500 * DAY_MS;

/** What an age may look like, for messages. */
export const AGE_FORMS =
  "a number of days such as 30, or a duration above 0 such as '30d', '36h30m' or { days: 30 }";

/**
 * Reads for how long something is kept: upstream's text (`30`, `30d`, `36h30m`), a
 * number of days, or an object such as `{ days: 30 }`. No other form is taken: `1.5`,
 * which some read as milliseconds, or `30M`, as minutes, would remove what somebody
 * means to keep.
 *
 * @returns milliseconds; undefined if it is none, not above 0, or above 100 years
 */
export function parseAge(value: unknown): number | undefined {
  const ms = ageOf(value);
  return ms !== undefined && ms > 0 && ms <= MAX_AGE_MS ? ms : undefined;
}

function ageOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? value * DAY_MS : undefined;
  }
  if (typeof value === 'string') {
    return textAge(value);
  }
  return isObject(value) ? objectAge(value) : undefined;
}

function textAge(text: string): number | undefined {
  const days = DAYS.exec(text)?.groups?.days;
  if (days !== undefined) {
    return Number(days) * DAY_MS;
  }
  return PARTS.test(text)
    ? [...text.matchAll(PART)].reduce(
        (sum, { groups }) =>
          sum +
          Number(groups?.count) * (UNIT_MS.get(groups?.unit ?? '') ?? NaN),
        0,
      )
    : undefined;
}

function objectAge(value: Record<string, unknown>): number | undefined {
  try {
    return durationToMilliseconds(
      readDurationFromConfig(new ConfigReader({ age: value } as JsonObject), {
        key: 'age',
      }),
    );
  } catch {
    return undefined;
  }
}
