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

import { TooManyRequestsError } from './TooManyRequestsError';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

/** How much of what is expensive one caller may ask for. */
export interface ExpensiveRequestLimits {
  readonly perMinute: number;
  /** At the same time. */
  readonly concurrent: number;
}

/**
 * Lets each caller have only so many requests at a time, and a minute, that read
 * many stored objects: others would wait for them. Each replica counts for
 * itself.
 */
export class ExpensiveRequests {
  private readonly rate: RateLimiterMemory;
  private readonly concurrent: number;
  private readonly running = new Map<string, number>();

  constructor({ perMinute, concurrent }: ExpensiveRequestLimits) {
    this.rate = new RateLimiterMemory({
      points: perMinute,
      duration: WINDOW_SECONDS,
    });
    this.concurrent = concurrent;
  }

  /** @throws TooManyRequestsError if the caller has to wait */
  async run<T>(callerId: string, work: () => Promise<T>): Promise<T> {
    const running = this.running.get(callerId) ?? 0;
    if (running >= this.concurrent) {
      throw new TooManyRequestsError(
        `more than ${this.concurrent} expensive requests at a time`,
        1_000,
      );
    }
    this.running.set(callerId, running + 1);
    try {
      await this.count(callerId);
      return await work();
    } finally {
      const left = (this.running.get(callerId) ?? 1) - 1;
      if (left > 0) {
        this.running.set(callerId, left);
      } else {
        this.running.delete(callerId);
      }
    }
  }

  private async count(callerId: string): Promise<void> {
    try {
      await this.rate.consume(callerId);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) {
        throw new TooManyRequestsError(
          `more than ${this.rate.points} expensive requests a minute`,
          refusal.msBeforeNext,
        );
      }
      throw refusal;
    }
  }
}
