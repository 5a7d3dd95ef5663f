import { useMemo } from 'react';
import { useLanguage } from '../hooks';
import { formatDuration } from './duration';
import { regionalLocale } from './locale';
import { formatRelativeTime } from './relativeTime';

/** Writes numbers and times in the language of the app. */
export interface Format {
  number(value: number): string;
  duration(durationMs: number): string;
  /** To the minute, the year only if it is not this one. With time zone. */
  shortDateTime(time: string): string;
  /** To the second, with time zone. */
  dateTime(time: string): string;
  relative(time: string, now: number): string;
}

/** {@link Format} for the language and region of whoever looks. */
export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => {
    const locale = regionalLocale(language, navigator.languages);
    const minutes: Intl.DateTimeFormatOptions = {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    };
    const full: Intl.DateTimeFormatOptions = { ...minutes, year: 'numeric' };
    const formats = {
      number: new Intl.NumberFormat(locale),
      minutes: new Intl.DateTimeFormat(locale, minutes),
      minutesWithYear: new Intl.DateTimeFormat(locale, full),
      seconds: new Intl.DateTimeFormat(locale, { ...full, second: '2-digit' }),
    };
    return {
      number: value => formats.number.format(value),
      duration: durationMs => formatDuration(durationMs, locale),
      shortDateTime: time => {
        const date = new Date(time);
        return date.getFullYear() === new Date().getFullYear()
          ? formats.minutes.format(date)
          : formats.minutesWithYear.format(date);
      },
      dateTime: time => formats.seconds.format(new Date(time)),
      relative: (time, now) =>
        formatRelativeTime(Date.parse(time), now, locale),
    };
  }, [language]);
}
