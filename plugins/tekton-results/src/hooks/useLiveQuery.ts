import { useCallback, useEffect, useState } from 'react';
import { toError } from '../api';

/** The state of a request that is repeated to stay up to date. */
export interface LiveQuery<T> {
  /** The newest answer; while another thing is being loaded, the old one. */
  readonly value?: T;
  /** Why the last request failed, until one succeeds. */
  readonly error?: Error;
  /** There is nothing to show yet. */
  readonly loading: boolean;
  /** `value` answers an earlier question: its successor is being loaded. */
  readonly stale: boolean;
  /** When `value` arrived, ms. */
  readonly updatedAt?: number;
  readonly retry: () => void;
}

interface Answer<T> {
  /** The question that was asked last, and the one that `value` answers. */
  readonly asked?: Load<T>;
  readonly answered?: Load<T>;
  readonly value?: T;
  readonly error?: Error;
  readonly updatedAt?: number;
}

type Load<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Loads a value and loads it again after a time that depends on it. Nothing is
 * requested while the page is hidden; what fell due meanwhile is made up for at
 * once when it is seen again.
 *
 * @param load - The question: must stay the same function as long as it does.
 * @param intervalMs - Time to the next request, undefined for never. Gets the
 *   last value, if there is one. Must stay the same function.
 */
export function useLiveQuery<T>(
  load: Load<T>,
  intervalMs: (value: T | undefined) => number | undefined,
): LiveQuery<T> {
  const [answer, setAnswer] = useState<Answer<T>>({});
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let due = false;
    let latest: T | undefined;

    async function refresh() {
      due = false;
      try {
        const value = await load(signal);
        if (signal.aborted) {
          return;
        }
        latest = value;
        setAnswer({
          asked: load,
          answered: load,
          value,
          updatedAt: Date.now(),
        });
      } catch (thrown) {
        if (signal.aborted) {
          return;
        }
        setAnswer(old => ({ ...old, asked: load, error: toError(thrown) }));
      }
      const delay = intervalMs(latest);
      if (delay !== undefined) {
        timer = setTimeout(refreshIfSeen, delay);
      }
    }

    function refreshIfSeen() {
      if (document.hidden) {
        due = true;
      } else {
        refresh();
      }
    }

    function onVisibilityChange() {
      if (due && !document.hidden) {
        refresh();
      }
    }

    document.addEventListener('visibilitychange', onVisibilityChange);
    refresh();
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibilityChange);
    };
  }, [load, intervalMs, attempt]);

  const retry = useCallback(() => {
    setAnswer(old => ({ ...old, error: undefined }));
    setAttempt(count => count + 1);
  }, []);

  const { asked, answered, value, updatedAt } = answer;
  const error = asked === load ? answer.error : undefined;
  return {
    value,
    error,
    loading: value === undefined && error === undefined,
    stale: value !== undefined && answered !== load,
    updatedAt,
    retry,
  };
}
