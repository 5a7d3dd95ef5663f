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

/** When a schedule strikes, by what a clock on the wall shows. */
export interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  /** From 1. */
  readonly months: ReadonlySet<number>;
  /** From 0, Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** Whether one of both days is enough: if both are restricted. */
  readonly eitherDay: boolean;
}

interface FieldRange {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

const FIELDS: readonly FieldRange[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  // Upstream knows no 7, although its own default has one; elsewhere it is Sunday.
  { name: 'day of week', min: 0, max: 7, names: WEEKDAYS },
];

const WORDS = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

const ITEM =
  /^(?:(?<all>[*?])|(?<first>\w+)(?:-(?<last>\w+))?)(?:\/(?<step>\d{1,4}))?$/;

/**
 * Reads a schedule of cron as upstream does: five fields, or a word such as `@daily`.
 *
 * @returns what is wrong with it, if it is none
 */
export function parseCron(text: string): CronFields | string {
  const parts = (WORDS.get(text) ?? text).trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return `must have five fields (${FIELDS.map(({ name }) => name).join(
      ', ',
    )}), or be a word such as @daily`;
  }
  const sets: Array<ReadonlySet<number>> = [];
  for (const [index, range] of FIELDS.entries()) {
    const values = fieldValues(parts[index], range);
    if (!values) {
      return `has '${parts[index]}' as its ${range.name}, which must be within ${range.min} and ${range.max}`;
    }
    sets.push(values);
  }
  const [minutes, hours, days, months, weekdays] = sets;
  return {
    minutes,
    hours,
    days,
    months,
    weekdays: new Set([...weekdays].map(day => day % WEEKDAYS.length)),
    eitherDay: isRestricted(parts[2]) && isRestricted(parts[4]),
  };
}

/** A step of more than one restricts, too; `getRange` of robfig/cron v3 says so. */
function isRestricted(part: string): boolean {
  return !part.split(',').some(item => /^[*?](?:\/0*1)?$/.test(item));
}

function fieldValues(
  part: string,
  range: FieldRange,
): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const item of part.split(',')) {
    const groups = ITEM.exec(item)?.groups;
    if (!groups) {
      return undefined;
    }
    const { all, first, last, step } = groups;
    const from = all ? range.min : valueOf(first, range);
    // A step without an end goes on to the greatest value.
    const open =
      all !== undefined || (last === undefined && step !== undefined);
    const to = open ? range.max : valueOf(last ?? first, range);
    const by = step === undefined ? 1 : Number(step);
    if (from === undefined || to === undefined || from > to || by < 1) {
      return undefined;
    }
    for (let value = from; value <= to; value += by) {
      values.add(value);
    }
  }
  return values;
}

function valueOf(text: string, { min, max, names }: FieldRange) {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) {
    return min + named;
  }
  const value = /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  return value >= min && value <= max ? value : undefined;
}
