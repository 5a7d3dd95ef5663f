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
import { chunked } from '../chunked';
import {
  StoreError,
  type CapturedRun,
  type CaptureScope,
  type CaptureStore,
} from '../store';
import type { ResourceMonitor } from './CaptureMonitor';
import type { Clock } from './clock';

/** Bounds the transaction, and how long SQLite keeps the event loop busy. */
const RUNS_PER_TRANSACTION = 50;

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;

/**
 * Writes what a reflector saw, however long the database takes.
 *
 * While it is away, calls are repeated and do not return, so that nothing more
 * is read: what has arrived waits here, the rest in the cluster. What the
 * database refuses for good is set aside run by run and reported, as one odd
 * object must not keep all later ones out.
 */
export class Recorder {
  private readonly store: CaptureStore;
  private readonly scope: CaptureScope;
  private readonly monitor: ResourceMonitor;
  private readonly logger: LoggerService;
  private readonly clock: Clock;

  constructor(options: {
    store: CaptureStore;
    scope: CaptureScope;
    monitor: ResourceMonitor;
    logger: LoggerService;
    clock: Clock;
  }) {
    this.store = options.store;
    this.scope = options.scope;
    this.monitor = options.monitor;
    this.logger = options.logger;
    this.clock = options.clock;
  }

  resumePoint(signal: AbortSignal): Promise<string | undefined> {
    return this.persist(signal, () => this.store.resumePoint(this.scope));
  }

  liveRuns(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    return this.persist(signal, () => this.store.liveRuns(this.scope));
  }

  async record(
    runs: readonly CapturedRun[],
    options: { resumePoint?: string; regressed?: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { resumePoint, ...others } = options;
    const batches = [...chunked(runs, RUNS_PER_TRANSACTION)];
    const last = batches.pop() ?? [];
    for (const batch of batches) {
      await this.recordBatch(batch, others);
    }
    await this.recordBatch(last, options);
  }

  async markGone(
    uids: readonly string[],
    options: { resumePoint: string; listVersion: number; signal: AbortSignal },
  ): Promise<void> {
    const { signal, ...mark } = options;
    await this.persist(signal, () =>
      this.store.markGone(this.scope, uids, mark),
    );
  }

  private async recordBatch(
    batch: readonly CapturedRun[],
    options: { resumePoint?: string; regressed?: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { signal, ...rest } = options;
    if (batch.length === 0 && options.resumePoint === undefined) {
      return;
    }
    try {
      await this.persist(signal, () =>
        this.store.record(this.scope, batch, rest),
      );
    } catch (error) {
      if (!isRefused(error) || batch.length === 0) {
        throw error;
      }
      if (batch.length > 1) {
        await this.recordOneByOne(batch, options);
        return;
      }
      const [{ facts }] = batch;
      this.monitor.refused();
      await this.recordBatch([], options);
      this.logger.error(
        `${facts.kind} ${facts.namespace}/${facts.name} (${facts.uid}) cannot be stored`,
        { error: toError(error).message },
      );
    }
  }

  private async recordOneByOne(
    batch: readonly CapturedRun[],
    options: { resumePoint?: string; regressed?: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { resumePoint, ...others } = options;
    for (const run of batch) {
      await this.recordBatch([run], others);
    }
    await this.recordBatch([], options);
  }

  /** Repeats a call until it succeeds, or is refused for good. */
  private async persist<T>(
    signal: AbortSignal,
    call: () => Promise<T>,
  ): Promise<T> {
    for (let failures = 0; ; ) {
      try {
        const value = await call();
        if (failures > 0) {
          this.monitor.storing();
        }
        return value;
      } catch (error) {
        if (isRefused(error)) {
          throw error;
        }
        failures += 1;
        this.monitor.notStoring(error);
        this.logger.error('Storing runs failed; trying again', {
          error: toError(error).message,
        });
        await this.clock.sleep(
          Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), MAX_DELAY_MS),
          signal,
        );
      }
    }
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof StoreError && error.refused;
}
