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
/** For so long what was measured counts. */
const WINDOW_MS = 15 * 60_000;
/** Of so many at most, the newest: some hundred a second are enough to tell. */
const MAX_LAGS = 1_000;

/** How long changes waited to be stored, of late. */
export class RecentLags {
  private lags: Array<{ readonly at: number; readonly lagMs: number }> = [];

  /** @param at - when it was stored (ms since 1970) */
  add(lagMs: number, at: number): void {
    this.lags.push({ at, lagMs });
    if (this.lags.length >= 2 * MAX_LAGS) {
      this.lags = this.lags.slice(-MAX_LAGS);
    }
  }

  /** That below which 95 of 100 are (ms); undefined if nothing was stored of late. */
  p95(now: number): number | undefined {
    const recent = this.lags
      .slice(-MAX_LAGS)
      .filter(({ at }) => now - at <= WINDOW_MS)
      .map(({ lagMs }) => lagMs)
      .sort((a, b) => a - b);
    return recent[Math.ceil(recent.length * 0.95) - 1];
  }
}
