import { useEffect, useState } from 'react';
import { usePageVisible } from './usePageVisible';

/** The time, kept up to date only while it is needed and the page is visible. */
export function useNow(options: {
  active: boolean;
  everyMs?: number;
}): number {
  const { active, everyMs = 1_000 } = options;
  const visible = usePageVisible();
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    if (!active || !visible) {
      return undefined;
    }
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [active, visible, everyMs]);

  return now;
}
