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

import { isValidZone } from '../../filter';
import { parseAge } from '../settings/parseAge';
import { nextStrike } from './nextStrike';
import { parseCron, type CronFields } from './parseCron';

/** When jobs start: at moments, or in intervals. */
export type Schedule = {
  /** As it was written, for people. */
  readonly text: string;
} & (
  | {
      readonly kind: 'cron';
      readonly fields: CronFields;
      readonly zone: string;
    }
  | { readonly kind: 'interval'; readonly ms: number }
);

const MIN_INTERVAL_MS = 60 * 1000;
const ZONE = /^(?:CRON_)?TZ=(?<zone>\S+)\s+/;
const EVERY = /^@every\s+/;

/**
 * Reads a schedule: cron as upstream understands it, with `CRON_TZ=<zone>` before it
 * or `@every <duration>`; or a duration.
 *
 * @returns what is wrong with it, if it is none
 */
export function parseSchedule(value: unknown): Schedule | string {
  if (typeof value !== 'string') {
    return intervalOf(value, JSON.stringify(value));
  }
  const text = value.trim();
  const words = text.split(/\s+/).length;
  if (EVERY.test(text) || (words === 1 && !text.startsWith('@'))) {
    return intervalOf(text.replace(EVERY, ''), text);
  }
  const zone =
    ZONE.exec(text)?.groups?.zone ??
    Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isValidZone(zone)) {
    return `has '${zone}', which is no time zone`;
  }
  const fields = parseCron(text.replace(ZONE, ''));
  if (typeof fields === 'string') {
    return fields;
  }
  return nextStrike(fields, { zone, after: 0 }) === undefined
    ? 'never comes'
    : { kind: 'cron', text, fields, zone };
}

/** When a schedule comes next after a moment; both in ms since 1970 (UTC). */
export function nextTime(schedule: Schedule, after: number): number {
  return schedule.kind === 'interval'
    ? after + schedule.ms
    : nextStrike(schedule.fields, { zone: schedule.zone, after }) ?? Infinity;
}

function intervalOf(value: unknown, text: string): Schedule | string {
  const ms = typeof value === 'number' ? undefined : parseAge(value);
  return ms !== undefined && ms >= MIN_INTERVAL_MS
    ? { kind: 'interval', text, ms }
    : "must be a schedule of cron such as '5 5 * * *', or a duration of a minute or more such as '12h'";
}
