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

import { performance } from 'perf_hooks';
import type { CapturedRun } from '../../../src/store';
import type { BenchDatabase } from '../database';
import { createUpstreamTable, type UpstreamTable } from '../upstreamTable';

/** Of the runs, so many are noted, with all their states. */
const NOTED_EVERY = 10;
/** Of them: connections are opened meanwhile. */
const WARM_UP_RUNS = 20;
/** As many as the database has connections. */
const WORKERS = 10;

/**
 * States of runs that our watcher stored, to be written by upstream's statements
 * afterwards: not meanwhile, as each would keep the other from its work.
 */
export class UpstreamSample {
  private readonly states = new Map<string, CapturedRun[]>();
  private readonly seen = new Set<string>();

  note(runs: readonly CapturedRun[]): void {
    for (const run of runs) {
      const { uid } = run.facts;
      if (!this.seen.has(uid)) {
        if (this.seen.size % NOTED_EVERY === 0) {
          this.states.set(uid, []);
        }
        this.seen.add(uid);
      }
      this.states.get(uid)?.push(run);
    }
  }

  /**
   * How many states of them upstream's server writes in a second: several runs at
   * once, the states of a run one after the other, without what it takes to bring
   * them there, and without what the cluster notes of the writers of each field.
   */
  async perSecond(database: BenchDatabase): Promise<number> {
    const upstream = await createUpstreamTable(database);
    const runs = [...this.states.values()];
    await writeAll(upstream, runs.splice(0, WARM_UP_RUNS));
    const start = performance.now();
    await writeAll(upstream, runs);
    return (runs.flat().length / (performance.now() - start)) * 1_000;
  }
}

async function writeAll(
  upstream: UpstreamTable,
  runs: readonly CapturedRun[][],
): Promise<void> {
  const left = [...runs];
  const work = async () => {
    for (let states = left.pop(); states; states = left.pop()) {
      for (const state of states) {
        await upstream.upsert(state);
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}
