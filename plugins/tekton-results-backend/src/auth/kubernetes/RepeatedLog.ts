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

import type { LoggerService } from '@backstage/backend-plugin-api';

const PAUSE_MS = 30_000;

/** Logs a problem when it begins and now and then, not with every request. */
export class RepeatedLog {
  private readonly logger: LoggerService;
  private readonly now: () => number;
  private last: { message: string; at: number } | undefined;

  constructor(options: { logger: LoggerService; now: () => number }) {
    this.logger = options.logger;
    this.now = options.now;
  }

  warn(message: string): void {
    const at = this.now();
    if (this.last?.message === message && at < this.last.at + PAUSE_MS) {
      return;
    }
    this.last = { message, at };
    this.logger.warn(message);
  }
}
