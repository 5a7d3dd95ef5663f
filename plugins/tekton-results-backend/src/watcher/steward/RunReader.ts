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

import type { StewardedRun, StewardStore } from '../../store';

interface Reading {
  readonly uids: Set<string>;
  readonly runs: Promise<ReadonlyMap<string, StewardedRun>>;
}

/**
 * Reads runs of the store, in one statement for all who ask while another is under
 * way: many hands must not take the connections from those who store runs.
 */
export class RunReader {
  private readonly store: Pick<StewardStore, 'liveRuns'>;
  private readonly cluster: string;
  /** Of the read that is under way. */
  private current: Promise<unknown> = Promise.resolve();
  /** The read that comes after it, to which may be added. */
  private next: Reading | undefined;

  constructor(options: {
    store: Pick<StewardStore, 'liveRuns'>;
    cluster: string;
  }) {
    this.store = options.store;
    this.cluster = options.cluster;
  }

  /**
   * The runs that are in the cluster as far as is stored, in no order.
   *
   * @throws StoreError
   */
  async read(uids: readonly string[]): Promise<StewardedRun[]> {
    this.next ??= this.readAfter(this.current);
    const { next } = this;
    uids.forEach(uid => next.uids.add(uid));
    const runs = await next.runs;
    return uids.flatMap(uid => runs.get(uid) ?? []);
  }

  private readAfter(last: Promise<unknown>): Reading {
    const uids = new Set<string>();
    const runs = last.then(async () => {
      this.next = undefined;
      // Not with what was read, which would be kept until somebody reads again.
      this.current = runs.then(
        () => {},
        () => {},
      );
      const read = await this.store.liveRuns(this.cluster, [...uids]);
      return new Map(read.map(run => [run.uid, run]));
    });
    return { uids, runs };
  }
}
