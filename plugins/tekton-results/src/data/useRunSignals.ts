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
import { signalApiRef, type SignalApi } from '@backstage/plugin-signals-react';
import { RUNS_CHANGED_CHANNEL } from 'backstage-plugin-tekton-results-common';
import { useEffect, useRef } from 'react';

/**
 * Who listens, by what brings the signals. There is one subscription, which stays: the
 * connection closes with the last one, and would open anew with each screen.
 */
const listeners = new WeakMap<SignalApi, Set<() => void>>();

function listenersOf(signals: SignalApi): Set<() => void> {
  const known = listeners.get(signals);
  if (known) {
    return known;
  }
  const added = new Set<() => void>();
  listeners.set(signals, added);
  signals.subscribe(RUNS_CHANGED_CHANNEL, () =>
    added.forEach(listener => listener()),
  );
  return added;
}

/** Calls when runs have changed, in apps in which signals are installed. */
export function useRunSignals(onSignal: () => void): void {
  const signals = useApiHolder().get(signalApiRef);
  const listener = useRef(onSignal);
  useEffect(() => {
    listener.current = onSignal;
  }, [onSignal]);

  useEffect(() => {
    if (!signals) {
      return undefined;
    }
    const tell = () => listener.current();
    const all = listenersOf(signals);
    all.add(tell);
    return () => {
      all.delete(tell);
    };
  }, [signals]);
}
