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

import { setTimeout as sleep } from 'timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LogStorageHealth } from 'backstage-plugin-tekton-results-common';
import type { LogDriver } from 'backstage-plugin-tekton-results-node';

const CHECK_EVERY_MS = 5 * 60_000;
const CHECK_TIMEOUT_MS = 30_000;

/** The driver for new logs; looking it up fails if it could not be made. */
export type CurrentDriver = () => {
  readonly name: string;
  readonly driver: Pick<LogDriver, 'check'>;
};

/** Finds out again and again whether logs can be kept. */
export class LogStorageMonitor {
  private readonly name: string;
  private readonly current: CurrentDriver;
  private readonly logger: LoggerService;
  private readonly now: () => number;
  private health: LogStorageHealth;

  /** @param options - `driver`: the name of the one that is configured */
  constructor(options: {
    driver: string;
    current: CurrentDriver;
    logger: LoggerService;
    now?: () => number;
  }) {
    this.name = options.driver;
    this.current = options.current;
    this.logger = options.logger;
    this.now = options.now ?? Date.now;
    this.health = { driver: this.name, state: 'starting' };
  }

  /** What was found out last. */
  report(): LogStorageHealth {
    return this.health;
  }

  /** @returns A function that stops it. */
  start(): () => Promise<void> {
    const stop = new AbortController();
    const running = this.run(stop.signal);
    return async () => {
      stop.abort();
      await running;
    };
  }

  /** Uses the driver once. */
  async check(signal: AbortSignal): Promise<void> {
    const startedAt = this.now();
    const checkedAt = new Date(startedAt).toISOString();
    const { state: before } = this.health;
    try {
      const { driver } = this.current();
      const timeout = AbortSignal.timeout(CHECK_TIMEOUT_MS);
      await driver.check({ signal: AbortSignal.any([signal, timeout]) });
      this.health = {
        driver: this.name,
        state: 'ok',
        latencyMs: Math.max(this.now() - startedAt, 0),
        checkedAt,
      };
      if (before === 'failing') {
        this.logger.info(`Logs can be stored again with '${this.name}'`);
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const { message } = toError(error);
      this.health = { driver: this.name, state: 'failing', checkedAt, message };
      if (before !== 'failing') {
        this.logger.error(`Logs cannot be stored with '${this.name}'`, {
          error: message,
        });
      }
    }
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.check(signal);
      await sleep(CHECK_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }
}
