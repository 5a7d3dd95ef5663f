const STEPS = [
  { unit: 'year', seconds: 31_536_000 },
  { unit: 'month', seconds: 2_592_000 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;

/** How long ago something was: `3 minutes ago`. Never in the future, as clocks differ. */
export function formatRelativeTime(
  time: number,
  now: number,
  locale: string,
): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const age = Math.max(0, (now - time) / 1000);
  const step = STEPS.find(({ seconds }) => age >= seconds);
  return step
    ? format.format(-Math.floor(age / step.seconds), step.unit)
    : format.format(-Math.floor(age), 'second');
}
