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

import { createHmac, randomBytes } from 'crypto';
import { LRUCache } from 'lru-cache';

const MAX_ANSWERS = 2_000;
/** What was refused may just have been granted. */
const MAX_REFUSAL_MS = 2_000;

/**
 * Keeps the answers to reviews for a short time. A question is kept only as a
 * hash with a key of this process, as there are tokens in it. The same question
 * is asked once at a time; errors are not kept.
 */
export class ReviewCache<T extends object | true> {
  private readonly answers = new LRUCache<
    string,
    { readonly answer: T | undefined; readonly until: number }
  >({ max: MAX_ANSWERS });
  private readonly underWay = new Map<string, Promise<T | undefined>>();
  private readonly hashKey = randomBytes(32);
  private readonly grantMs: number;
  private readonly now: () => number;

  /** @param options - `lifetimeMs`: for how long an answer is kept */
  constructor(options: { lifetimeMs: number; now: () => number }) {
    this.grantMs = options.lifetimeMs;
    this.now = options.now;
  }

  /** How many answers are kept. */
  get size(): number {
    return this.answers.size;
  }

  /** @param ask - answers undefined for a refusal */
  async get(
    question: unknown,
    ask: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const hash = createHmac('sha256', this.hashKey)
      .update(JSON.stringify(question))
      .digest('base64');
    const known = this.answers.get(hash);
    if (known && this.now() < known.until) {
      return known.answer;
    }
    const underWay = this.underWay.get(hash);
    if (underWay) {
      return underWay;
    }
    const asked = this.ask(hash, ask).finally(() => this.underWay.delete(hash));
    this.underWay.set(hash, asked);
    return asked;
  }

  private async ask(
    hash: string,
    ask: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    // The answer may be as old as the question.
    const askedAt = this.now();
    const answer = await ask();
    const lifetimeMs = answer
      ? this.grantMs
      : Math.min(this.grantMs, MAX_REFUSAL_MS);
    this.answers.set(hash, { answer, until: askedAt + lifetimeMs });
    return answer;
  }
}
