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

const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

const PART = /(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g;

/**
 * A duration as Go writes it (`1h0m0s`) in ms; undefined if it is none. Without a
 * sign: no limit of time is negative.
 */
export function goDurationMs(text: string): number | undefined {
  const parts = [...text.matchAll(PART)];
  const read = parts.map(([part]) => part).join('');
  return parts.length === 0 || read !== text
    ? undefined
    : parts.reduce((sum, [, count, unit]) => sum + +count * UNIT_MS[unit], 0);
}
