const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/**
 * A duration by its two largest units: `1d 2h`, `5m 12s`, `0s`. Kubernetes
 * counts whole seconds, so nothing finer is shown.
 */
export function formatDuration(durationMs: number, locale: string): string {
  let rest = Math.max(0, Math.floor(durationMs / 1000));
  const first = UNITS.findIndex(
    ({ seconds, unit }) => rest >= seconds || unit === 'second',
  );
  const parts: string[] = [];
  for (const { unit, seconds } of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0 || parts.length === 0) {
      parts.push(
        new Intl.NumberFormat(locale, {
          style: 'unit',
          unit,
          unitDisplay: 'narrow',
        }).format(count),
      );
    }
  }
  return new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' }).format(
    parts,
  );
}
