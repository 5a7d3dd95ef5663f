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

/** No sooner after an answer is the next question asked. */
const MIN_GAP_MS = 2_000;
/** So far the gap grows while signals tell of other people's runs. */
const MAX_GAP_MS = 10_000;
/** Not all who hear the same signal ask at the same time. */
const JITTER_MS = 1_000;
/** How often to ask although signals tell of changes: they may be lost. */
const SAFETY_MS = 30_000;

/**
 * When to ask which runs have changed: when a signal says that some have, and as often
 * as the backend advises as long as no signals arrive.
 */
export class ChangePace {
  private readonly random: () => number;
  private signalsWork = false;
  private gapMs = MIN_GAP_MS;
  private answeredAt = -Infinity;

  /** @param random - from 0 to 1 */
  constructor(random: () => number = Math.random) {
    this.random = random;
  }

  /** Whether signals tell of changes, as far as is known. */
  get live(): boolean {
    return this.signalsWork;
  }

  /**
   * A signal has arrived.
   *
   * @param now - in ms, of a clock that never jumps
   * @returns in how many ms to ask
   */
  signalled(now: number): number {
    this.signalsWork = true;
    const restMs = Math.max(this.answeredAt + this.gapMs - now, 0);
    return restMs + this.random() * JITTER_MS;
  }

  /**
   * @param answer - `news`: something has changed; `signalled`: it was asked because of
   * a signal; `pollAfterMs`: what the backend advises
   * @returns in how many ms to ask again without a signal
   */
  answered(
    now: number,
    answer: {
      readonly news: boolean;
      readonly signalled: boolean;
      readonly pollAfterMs: number;
    },
  ): number {
    const { news, signalled, pollAfterMs } = answer;
    this.answeredAt = now;
    this.gapMs =
      signalled && !news ? Math.min(this.gapMs * 2, MAX_GAP_MS) : MIN_GAP_MS;
    if (news && !signalled) {
      // A signal would have told, and has not.
      this.signalsWork = false;
    }
    return this.signalsWork ? Math.max(pollAfterMs, SAFETY_MS) : pollAfterMs;
  }

  /** No answer came: whoever is in trouble is not asked at every signal. */
  failed(now: number): void {
    this.answeredAt = now;
    this.gapMs = MAX_GAP_MS;
  }
}
