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

/** Of a hundred runs of 8 kB, which take ten times as much once they are parsed. */
const PAGES_AT_ONCE = 3;

/**
 * Bounds how many pages of lists are in memory, however many clusters are listed at
 * once, as after a start: the others wait until they are stored. Nobody who has a turn
 * waits for a cluster, so one that is slow keeps no other one up.
 */
export class PageTurns {
  private free: number;
  private readonly waiting: Array<() => void> = [];

  /** @param atOnce - how many may have a turn; 3 if absent */
  constructor(atOnce = PAGES_AT_ONCE) {
    this.free = atOnce;
  }

  /**
   * Waits for a turn: first come, first served.
   *
   * @returns what gives it back; only its first call counts
   * @throws the reason of the signal if that is aborted before
   */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free -= 1;
    } else {
      await this.wait(signal);
    }
    let isMine = true;
    return () => {
      if (isMine) {
        isMine = false;
        this.pass();
      }
    };
  }

  private async wait(signal: AbortSignal): Promise<void> {
    const given = new AbortController();
    await new Promise<void>((resolve, reject) => {
      const turn = () => {
        given.abort();
        resolve();
      };
      this.waiting.push(turn);
      signal.addEventListener(
        'abort',
        () => {
          this.waiting.splice(this.waiting.indexOf(turn), 1);
          reject(signal.reason);
        },
        { once: true, signal: given.signal },
      );
    });
  }

  private pass(): void {
    const next = this.waiting.shift();
    if (next) {
      next();
    } else {
      this.free += 1;
    }
  }
}
