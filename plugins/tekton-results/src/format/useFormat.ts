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

import { useApiHolder } from '@backstage/core-plugin-api';
import { appLanguageApiRef } from '@backstage/core-plugin-api/alpha';
import { useMemo } from 'react';
import {
  formatDuration,
  formatLatency,
  formatRelative,
} from './formatDuration';

/** Numbers and times as the user writes them. */
export interface Format {
  number(value: number): string;
  /** Length of time in ms. */
  duration(ms: number): string;
  /** How long something took to answer, in ms, which may be less than a second. */
  latency(ms: number): string;
  /** Date, time and time zone. */
  dateTime(time: string): string;
  /** Short enough for a table: no zone, and no year as long as that is the current one. */
  shortDateTime(time: string, now: number): string;
  /** The time of day, to the second. */
  time(time: string): string;
  /** Hours and minutes alone. */
  timeOfDay(time: string): string;
  /** The day alone. */
  day(time: string): string;
  /** A share from 0 to 1. */
  percent(share: number): string;
  /** Date and time to the second, with the time zone. */
  exactTime(time: string): string;
  relative(time: string, now: number): string;
  /** Facts one after the other. */
  list(values: readonly string[]): string;
}

/** Formats in the language of the app, as spoken where the browser is. */
export function useFormat(): Format {
  const language = useApiHolder()
    .get(appLanguageApiRef)
    ?.getLanguage().language;
  const locale = useMemo(() => localeFor(language), [language]);

  return formatFor(locale);
}

/** One for all: a table has hundreds, and what browsers format with is slow to make. */
const formats = new Map<string, Format>();

function formatFor(locale: string): Format {
  const known = formats.get(locale);
  if (known) {
    return known;
  }
  const format = createFormat(locale);
  formats.set(locale, format);
  return format;
}

function createFormat(locale: string): Format {
  const short = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const zoned = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const shortest = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  const exact = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'long',
  });
  const timeOfDay = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const list = new Intl.ListFormat(locale, { type: 'unit' });
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
  });
  return {
    number: value => number.format(value),
    duration: ms => formatDuration(ms, locale),
    latency: ms => formatLatency(ms, locale),
    dateTime: value => zoned.format(new Date(value)),
    shortDateTime: (value, now) => {
      const date = new Date(value);
      const thisYear = date.getFullYear() === new Date(now).getFullYear();
      return (thisYear ? shortest : short).format(date);
    },
    time: value => time.format(new Date(value)),
    timeOfDay: value => timeOfDay.format(new Date(value)),
    day: value => day.format(new Date(value)),
    percent: share => percent.format(share),
    exactTime: value => exact.format(new Date(value)),
    relative: (value, now) => formatRelative(Date.parse(value), now, locale),
    list: values => list.format(values),
  };
}

/** `en` says nothing of dates: the browser tells whether it is `en-GB`. */
function localeFor(language = 'en'): string {
  return (
    navigator.languages?.find(
      locale => locale === language || locale.startsWith(`${language}-`),
    ) ?? language
  );
}
