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
import { toError } from '@backstage/errors';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { RUNS_CHANGED_CHANNEL } from 'backstage-plugin-tekton-results-common';

/** No more than one signal in that time. */
const MIN_GAP_MS = 1_000;

/**
 * Tells whoever looks at runs that some have changed. Not which: the signal reaches
 * everybody, and the API, which they ask then, knows what each of them may see.
 *
 * The first change is told at once, those of the second after it together when it is
 * over. Where nobody spreads signals, they are lost, and the screens ask by themselves
 * every now and then.
 */
export class ChangeSignals {
  private readonly signals: SignalsService;
  private readonly logger: LoggerService;
  private timer: NodeJS.Timeout | undefined;
  private publishedAt = -Infinity;
  private failing = false;
  private closed = false;

  constructor(options: { signals: SignalsService; logger: LoggerService }) {
    this.signals = options.signals;
    this.logger = options.logger;
  }

  /** Some run has changed. */
  changed(): void {
    if (this.closed || this.timer) {
      return;
    }
    const elapsedMs = performance.now() - this.publishedAt;
    this.timer = setTimeout(
      () => this.publish(),
      Math.max(MIN_GAP_MS - elapsedMs, 0),
    );
    this.timer.unref();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private async publish(): Promise<void> {
    this.timer = undefined;
    this.publishedAt = performance.now();
    try {
      await this.signals.publish({
        channel: RUNS_CHANGED_CHANNEL,
        recipients: { type: 'broadcast' },
        message: {},
      });
      this.failing = false;
    } catch (error) {
      if (!this.failing && !this.closed) {
        this.logger.warn(
          'Signals of changed runs are not sent; the screens notice changes later',
          toError(error),
        );
      }
      this.failing = true;
    }
  }
}
