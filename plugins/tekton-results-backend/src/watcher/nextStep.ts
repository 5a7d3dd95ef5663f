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

import { ClusterError } from '../cluster';

/** What a reflector does after a failure. */
export type NextStep =
  /** Go on from the last stored version. */
  | { readonly kind: 'resume'; readonly afterMs: number }
  /** The last stored version is of no use: list everything and compare. */
  | { readonly kind: 'relist'; readonly afterMs: number }
  /** The credential was refused: read it anew, then go on. */
  | { readonly kind: 'renewCredential'; readonly afterMs: number };

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
/** A missing right or resource is mended by people, not by asking again. */
const PROBE_DELAY_MS = 20_000;

/**
 * Decides how to go on after a failure. Nothing ends a reflector but its signal.
 */
export function nextStep(options: {
  error: unknown;
  /** Failures in a row, this one included. */
  failures: number;
  /** At least 0, below 1. */
  random: number;
}): NextStep {
  const { error, failures, random } = options;
  const backOffMs = delayMs(failures, random);
  if (!(error instanceof ClusterError)) {
    return { kind: 'resume', afterMs: backOffMs };
  }
  switch (error.status) {
    case 410:
      // Expected after a pause or a restart of the server: no need to wait.
      return { kind: 'relist', afterMs: failures > 1 ? backOffMs : 0 };
    case 401:
      return { kind: 'renewCredential', afterMs: backOffMs };
    case 403:
    case 404:
      return { kind: 'resume', afterMs: jittered(PROBE_DELAY_MS, random) };
    default:
      return {
        kind: 'resume',
        afterMs: Math.max(backOffMs, error.retryAfterMs ?? 0),
      };
  }
}

function delayMs(failures: number, random: number): number {
  const exponent = Math.min(failures - 1, 10);
  return jittered(
    Math.min(FIRST_DELAY_MS * 2 ** exponent, MAX_DELAY_MS),
    random,
  );
}

/** Many reflectors that failed together must not come back together. */
function jittered(ms: number, random: number): number {
  return Math.round(ms * (0.75 + random / 2));
}
