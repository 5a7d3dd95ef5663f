import { useEffect, useState } from 'react';

/**
 * The time now in ms, kept up to date while the page is seen.
 *
 * @param intervalMs - How often; undefined if the time need not move.
 */
export function useNow(intervalMs: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    if (intervalMs === undefined) {
      return undefined;
    }
    const tick = () => {
      if (!document.hidden) {
        setNow(Date.now());
      }
    };
    const timer = setInterval(tick, intervalMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [intervalMs]);

  return now;
}
