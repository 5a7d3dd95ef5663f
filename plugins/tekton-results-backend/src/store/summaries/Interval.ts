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

/**
 * A span of time as PostgreSQL reckons with it: days and the rest are added and
 * divided apart, so that a sum may have more than 24 hours beside its days.
 */
export interface Interval {
  readonly days: number;
  readonly micros: bigint;
}

export const NO_TIME: Interval = { days: 0, micros: 0n };

const MICROS_PER_SECOND = 1_000_000n;
const MICROS_PER_MINUTE = 60n * MICROS_PER_SECOND;
const MICROS_PER_HOUR = 60n * MICROS_PER_MINUTE;
const MICROS_PER_DAY = 24n * MICROS_PER_HOUR;
const SECONDS_PER_DAY = 86_400;

/** The difference of two times: whole days, and a rest of the same sign. */
export function intervalOf(micros: bigint): Interval {
  return {
    days: Number(micros / MICROS_PER_DAY),
    micros: micros % MICROS_PER_DAY,
  };
}

export function addIntervals(a: Interval, b: Interval): Interval {
  return { days: a.days + b.days, micros: a.micros + b.micros };
}

/** Negative if the first is shorter; a day counts as 24 hours. */
export function compareIntervals(a: Interval, b: Interval): number {
  return Number(lengthOf(a) - lengthOf(b));
}

/**
 * A part of an interval. What is left of the days goes into hours, and all is
 * rounded in the steps in which PostgreSQL does it, so that averages are equal.
 */
export function divideInterval(interval: Interval, by: number): Interval {
  const days = Math.trunc(interval.days / by);
  const secondsLeft =
    roundHalfEven((interval.days / by - days) * SECONDS_PER_DAY * 1e6) / 1e6;
  const moreDays = Math.trunc(secondsLeft / SECONDS_PER_DAY);
  return {
    days: days + moreDays,
    micros: BigInt(
      roundHalfEven(
        Number(interval.micros) / by +
          (secondsLeft - moreDays * SECONDS_PER_DAY) * 1e6,
      ),
    ),
  };
}

/** As PostgreSQL writes it: `00:03:20`, `2 days 05:00:01.25`, `-00:00:10`. */
export function formatInterval({ days, micros }: Interval): string {
  const dayPart = days === 0 ? [] : [`${days} day${days === 1 ? '' : 's'}`];
  if (days !== 0 && micros === 0n) {
    return dayPart[0];
  }
  const size = micros < 0n ? -micros : micros;
  const fraction = String(size % MICROS_PER_SECOND)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const time = [
    size / MICROS_PER_HOUR,
    (size % MICROS_PER_HOUR) / MICROS_PER_MINUTE,
    (size % MICROS_PER_MINUTE) / MICROS_PER_SECOND,
  ]
    .map(part => String(part).padStart(2, '0'))
    .join(':');
  return [
    ...dayPart,
    `${signOf(days, micros)}${time}${fraction && `.${fraction}`}`,
  ].join(' ');
}

/** A plus stands only where it would else be taken for what days are. */
function signOf(days: number, micros: bigint): string {
  if (micros < 0n) {
    return '-';
  }
  return days < 0 ? '+' : '';
}

function lengthOf({ days, micros }: Interval): bigint {
  return BigInt(days) * MICROS_PER_DAY + micros;
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  const isTie = Math.abs(value - Math.trunc(value)) === 0.5;
  return isTie && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
