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

import { availableParallelism } from 'os';
import { InputError, isError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { Piscina } from 'piscina';
import { FILTER_TOO_EXPENSIVE } from '../../filter';
import { createThreads } from '../../threads';
import type { PayloadCodec } from '../payloads';
import type { ResidualTask } from './residualTask';
import { evaluateResidual, RESIDUAL_WORKER_FILE } from './residualWorker';

/** Asks filters of objects, away from the thread that serves requests. */
export interface ResidualEvaluator {
  /** Tasks that keep all threads busy. */
  readonly parallelism: number;
  /**
   * 1 for each row that matches.
   *
   * @param db - in a transaction the transaction: there may be one connection only
   */
  evaluate(db: Knex, task: ResidualTask): Promise<Uint8Array>;
}

const MAX_THREADS = 4;
/** One filter on one chunk of rows takes ms; more is a runaway. */
const MAX_TASK_MS = 30_000;
/** Old-generation heap of a thread: a chunk of rows needs a few MB. */
const MAX_HEAP_MB = 256;

/** Threads that start with the first filter that needs them. */
export class ResidualPool implements ResidualEvaluator {
  /** One core is left to the thread that serves requests. */
  readonly parallelism = Math.max(
    1,
    Math.min(MAX_THREADS, availableParallelism() - 1),
  );
  private readonly payloads: PayloadCodec;
  private pool: Piscina | undefined;

  constructor(options: { payloads: PayloadCodec }) {
    this.payloads = options.payloads;
  }

  async evaluate(db: Knex, task: ResidualTask): Promise<Uint8Array> {
    const dictionaries = await this.payloads.dictionariesOf(
      db,
      task.rows.flatMap(({ payload }) => payload?.dictionaryId ?? []),
    );
    try {
      return await this.threads().run(
        { task, dictionaries },
        {
          transferList: [task.bytes.buffer as ArrayBuffer],
          signal: AbortSignal.timeout(MAX_TASK_MS),
        },
      );
    } catch (error) {
      // The name of an error is lost between threads.
      if (
        isError(error) &&
        (error.name === 'AbortError' ||
          error.message.includes(FILTER_TOO_EXPENSIVE))
      ) {
        throw new InputError(FILTER_TOO_EXPENSIVE);
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pool?.destroy();
    this.pool = undefined;
  }

  private threads(): Piscina {
    this.pool ??= createThreads({
      file: RESIDUAL_WORKER_FILE,
      // Named through the function, or a build would leave it out as unused.
      name: evaluateResidual.name,
      maxThreads: this.parallelism,
      maxHeapMb: MAX_HEAP_MB,
    });
    return this.pool;
  }
}
