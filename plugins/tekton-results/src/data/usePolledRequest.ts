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

import { useCallback, useEffect, useRef, useState } from 'react';
import { toError } from './errors';
import { usePageVisible } from './usePageVisible';

/** How a request stands that is asked again and again. */
export interface PolledRequest<T> {
  /** The last answer, kept while and after another request runs. */
  readonly value?: T;
  /** Whether there is neither an answer nor an error yet. */
  readonly loading: boolean;
  /** Whether the answer belongs to an earlier request than the current one. */
  readonly stale: boolean;
  /** Why the last request failed, if it did. */
  readonly error?: Error;
  /** Asks at once, whatever is being asked. */
  readonly retry: () => void;
}

/** One that can be told that its answer is out of date. */
export interface RefreshableRequest<T> extends PolledRequest<T> {
  /** Asks anew, once what is being asked is answered. */
  readonly refresh: () => void;
}

type Load<T> = (signal: AbortSignal) => Promise<T>;

interface Settled<T> {
  readonly load?: Load<T>;
  readonly value?: T;
  readonly error?: Error;
}

/**
 * Asks at once and whenever `load` changes, then again after `pollMs`. Pauses
 * while nobody sees the page and asks again when it comes back.
 */
export function usePolledRequest<T>(
  load: Load<T>,
  pollMs: (value: T | undefined) => number | undefined,
): RefreshableRequest<T> {
  const visible = usePageVisible();
  const [settled, setSettled] = useState<Settled<T>>({});
  const [round, setRound] = useState(0);
  const answered = useRef<Load<T>>();
  const running = useRef(false);
  const again = useRef(false);
  const retry = useCallback(() => setRound(count => count + 1), []);
  const refresh = useCallback(() => {
    if (running.current) {
      again.current = true;
    } else {
      retry();
    }
  }, [retry]);

  useEffect(() => {
    if (!visible && answered.current === load) {
      return undefined;
    }
    const controller = new AbortController();
    const settle = (outcome: (old: Settled<T>) => Settled<T>) => {
      if (!controller.signal.aborted) {
        answered.current = load;
        running.current = false;
        setSettled(outcome);
        if (again.current) {
          retry();
        }
      }
    };
    running.current = true;
    again.current = false;
    load(controller.signal).then(
      value => settle(() => ({ load, value })),
      reason =>
        settle(old => ({
          load,
          value: old.load === load ? old.value : undefined,
          error: toError(reason),
        })),
    );
    return () => {
      running.current = false;
      controller.abort();
    };
  }, [load, round, visible, retry]);

  const interval = pollMs(settled.value);
  useEffect(() => {
    if (!visible || interval === undefined || settled.load !== load) {
      return undefined;
    }
    const timer = setTimeout(retry, interval);
    return () => clearTimeout(timer);
  }, [visible, interval, settled, load, retry]);

  const stale = settled.load !== load;
  return {
    value: settled.value,
    error: stale ? undefined : settled.error,
    loading: settled.value === undefined && (stale || !settled.error),
    stale,
    retry,
    refresh,
  };
}
