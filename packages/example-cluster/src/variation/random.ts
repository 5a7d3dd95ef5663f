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

/** Chance that gives the same results for the same seed. */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = Math.trunc(seed) % 2 ** 32;
  }

  /** At least 0, less than 1 (the mulberry32 generator). */
  next(): number {
    /* eslint-disable no-bitwise -- the generator is made of them */
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    /* eslint-enable no-bitwise */
  }

  /** A whole number from 0 to below the limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** Picks with the chance of each item in proportion to its weight. */
  pickWeighted<T extends { weight: number }>(items: readonly T[]): T {
    let at = this.next() * items.reduce((sum, { weight }) => sum + weight, 0);
    for (const item of items) {
      at -= item.weight;
      if (at < 0) {
        return item;
      }
    }
    return items[items.length - 1];
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) {
      text += this.below(2 ** 28)
        .toString(16)
        .padStart(7, '0');
    }
    return text.slice(0, digits);
  }

  /** In the form of a random uuid. */
  uuid(): string {
    const digits = this.hex(31);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(12, 15)}`,
      `${'89ab'[this.below(4)]}${digits.slice(15, 18)}`,
      digits.slice(18, 30),
    ].join('-');
  }
}
