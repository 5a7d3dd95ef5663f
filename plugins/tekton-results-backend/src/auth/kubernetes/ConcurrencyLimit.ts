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

/** Lets so many tasks run at once, and so many wait. */
export class ConcurrencyLimit {
  private readonly maxRunning: number;
  private readonly maxWaiting: number;
  private readonly waiting = new Set<() => void>();
  private running = 0;

  constructor(options: { maxRunning: number; maxWaiting: number }) {
    this.maxRunning = options.maxRunning;
    this.maxWaiting = options.maxWaiting;
  }

  /**
   * Runs a task as soon as it may.
   *
   * @param patience - ends the waiting, not the task
   * @throws if too many wait, or the waiting is ended
   */
  async run<T>(task: () => Promise<T>, patience: AbortSignal): Promise<T> {
    await this.enter(patience);
    try {
      return await task();
    } finally {
      this.leave();
    }
  }

  private async enter(patience: AbortSignal): Promise<void> {
    if (this.running < this.maxRunning) {
      this.running += 1;
      return;
    }
    if (this.waiting.size >= this.maxWaiting) {
      throw new Error('too many requests wait for it');
    }
    await new Promise<void>((resolve, reject) => {
      this.waiting.add(resolve);
      patience.addEventListener(
        'abort',
        () => {
          if (this.waiting.delete(resolve)) {
            reject(new Error('requests to it wait too long'));
          }
        },
        { once: true },
      );
    });
  }

  /** Hands the place on, so that nobody gets in between. */
  private leave(): void {
    const [next] = this.waiting;
    if (next) {
      this.waiting.delete(next);
      next();
    } else {
      this.running -= 1;
    }
  }
}
