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

import { useApi } from '@backstage/core-plugin-api';
import type {
  RunChange,
  RunSelection,
} from 'backstage-plugin-tekton-results-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { tektonResultsApiRef } from '../api';
import { ChangePace } from './ChangePace';
import { errorStatus, toError } from './errors';
import { usePageVisible } from './usePageVisible';
import { useRunSignals } from './useRunSignals';

/** How soon to ask again after an answer that did not come. */
const RETRY_MS = 15_000;

/** How what is shown is kept up to date. */
export type LiveState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'checking'; readonly everyMs: number }
  /** Signals tell of changes. */
  | { readonly kind: 'live' }
  /** Nobody sees the page. */
  | { readonly kind: 'paused' }
  /** @param since - ms since 1970 */
  | { readonly kind: 'disconnected'; readonly since: number };

/** What {@link useRunChanges} needs to know. */
export interface RunChangesOptions {
  /** False: ask nothing yet. */
  readonly enabled: boolean;
  /** Of whose runs; absent: of all that the user may see. */
  readonly entityRef?: string;
  /** Which runs, at the time of the call; must stay the same function. */
  readonly select: (now: number) => RunSelection;
  /** Something that is or would be on the list has changed. */
  readonly onChange: () => void;
}

const ignore = () => {};

/** Remembers which changes were told already: the backend may tell one twice. */
class News {
  private readonly told = new Map<string, string>();

  has(changes: readonly RunChange[]): boolean {
    let fresh = false;
    for (const { cluster, uid, changedAt } of changes) {
      const key = `${cluster}/${uid}`;
      fresh ||= this.told.get(key) !== changedAt;
      this.told.set(key, changedAt);
    }
    return fresh;
  }
}

/**
 * Asks for what changed, when a signal says that something has, and else as often as the
 * backend advises; not while hidden.
 */
export function useRunChanges(options: RunChangesOptions): {
  readonly state: LiveState;
  readonly retry: () => void;
} {
  const { enabled, entityRef, select, onChange } = options;
  const api = useApi(tektonResultsApiRef);
  const visible = usePageVisible();
  const [state, setState] = useState<LiveState>({ kind: 'starting' });
  const [round, setRound] = useState(0);
  const retry = useCallback(() => setRound(count => count + 1), []);
  const listener = useRef(onChange);
  useEffect(() => {
    listener.current = onChange;
  }, [onChange]);
  /** What to do when a signal comes; nothing while nothing is asked. */
  const signal = useRef(ignore);
  useRunSignals(useCallback(() => signal.current(), []));

  useEffect(() => {
    if (!enabled || !visible) {
      return undefined;
    }
    const controller = new AbortController();
    const news = new News();
    const pace = new ChangePace();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let after: string | undefined;
    let asking = false;
    let signalled = false;

    async function ask() {
      const because = { signalled };
      let nextMs = RETRY_MS;
      signalled = false;
      asking = true;
      try {
        const answer = await api.listChanges(
          { ...select(Date.now()), entityRef, after },
          { signal: controller.signal },
        );
        after = answer.cursor;
        if (!controller.signal.aborted) {
          const { pollAfterMs, more } = answer;
          const changed = news.has(answer.items) || more;
          nextMs = pace.answered(performance.now(), {
            ...because,
            news: changed,
            pollAfterMs,
          });
          setState(
            pace.live
              ? { kind: 'live' }
              : { kind: 'checking', everyMs: nextMs },
          );
          if (changed) {
            listener.current();
          }
        }
      } catch (error) {
        if (controller.signal.aborted) {
          return;
        }
        pace.failed(performance.now());
        setState(old =>
          old.kind === 'disconnected'
            ? old
            : { kind: 'disconnected', since: Date.now() },
        );
        if (errorStatus(toError(error)) === 400) {
          // The cursor is not taken any more, so what it stood for is not told.
          after = undefined;
          listener.current();
        }
      }
      asking = false;
      if (!controller.signal.aborted) {
        askIn(signalled ? pace.signalled(performance.now()) : nextMs);
      }
    }
    function askIn(ms: number) {
      clearTimeout(timer);
      timer = setTimeout(ask, ms);
    }
    signal.current = () => {
      if (!signalled && !asking) {
        askIn(pace.signalled(performance.now()));
      }
      signalled = true;
    };
    ask();
    return () => {
      signal.current = ignore;
      controller.abort();
      clearTimeout(timer);
    };
  }, [api, enabled, visible, entityRef, select, round]);

  return { state: visible ? state : { kind: 'paused' }, retry };
}
