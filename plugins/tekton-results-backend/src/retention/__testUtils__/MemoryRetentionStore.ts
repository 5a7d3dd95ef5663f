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

import {
  decideOnPlace,
  type ExpiringRun,
  type ExpiringRuns,
  type ExpiryPosition,
  type ExpiryQuery,
  type LookOptions,
  type RemovalOptions,
  type Removed,
  type RetentionJob,
  type RetentionStore,
  type StoredUsage,
} from '../../store';

/** A run of a test; the rest does not matter. */
export type TestRun = Pick<ExpiringRun, 'namespace' | 'name' | 'endTime'> &
  Partial<ExpiringRun>;

/** What the logs, or the events, of a run take of its bytes. */
const PART_BYTES = 1;

/** A store of runs of which only the place decides. */
export class MemoryRetentionStore implements RetentionStore {
  runs: ExpiringRun[];
  /** The uids of runs that have such a part. */
  readonly having = {
    logs: new Set<string>(),
    events: new Set<string>(),
  };
  readonly history: RetentionJob[] = [];
  /** What was done, in order. */
  readonly calls: string[] = [];
  tombstones = 0;
  naming = false;
  /** Whether somebody holds the lease of jobs. */
  isHeld: () => boolean = () => true;
  /** Called before each write; may throw. */
  beforeWrite: (call: string) => void = () => {};

  constructor(runs: readonly TestRun[] = []) {
    this.runs = runs.map(run => ({
      cluster: 'prod',
      uid: run.name,
      kind: 'PipelineRun',
      status: 'succeeded',
      bytes: 10,
      etag: 'e',
      ...run,
    }));
  }

  async expiring(
    query: ExpiryQuery,
    options: { limit: number; after?: ExpiryPosition } & LookOptions,
  ): Promise<ExpiringRuns> {
    const { within, endedBefore = Infinity, having = 'runs' } = query;
    const { limit, after, isGone = () => false } = options;
    const found = this.runs
      .map((run, seq) => ({ run, seq }))
      .filter(
        ({ run }) =>
          (having === 'runs' || this.having[having].has(run.uid)) &&
          !isGone(run) &&
          decideOnPlace(within, run) === true &&
          run.endTime < endedBefore,
      )
      .sort((left, right) => left.run.endTime - right.run.endTime)
      .filter(({ run }) => !after || run.endTime > after.endTime);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      runs: page.map(({ run }) =>
        having === 'runs' ? run : { ...run, bytes: PART_BYTES },
      ),
      next:
        found.length > limit && last
          ? { endTime: last.run.endTime, seq: last.seq }
          : undefined,
    };
  }

  async matching() {
    return { runs: this.runs.length, bytes: 0, exact: true };
  }

  async usage(): Promise<readonly StoredUsage[]> {
    const usage = new Map<string, StoredUsage>();
    for (const { cluster, namespace, bytes } of this.runs) {
      const key = `${cluster}/${namespace}`;
      const before = usage.get(key);
      const runs = (before?.runs ?? 0) + 1;
      const sum = (before?.bytes ?? 0) + bytes;
      usage.set(key, {
        cluster,
        namespace,
        bytes: sum,
        runs,
        records: runs,
        logs: 0,
        eventLists: 0,
        recordBytes: sum,
        logBytes: 0,
        eventBytes: 0,
        addedBytes: { week: 0, month: 0 },
      });
    }
    return [...usage.values()];
  }

  async remove(
    runs: readonly ExpiringRun[],
    { policy }: RemovalOptions,
  ): Promise<Removed> {
    this.write(`remove ${runs.map(({ name }) => name).join(' ')}: ${policy}`);
    const gone = this.runs.filter(run =>
      runs.some(({ uid }) => uid === run.uid),
    );
    this.runs = this.runs.filter(run => !gone.includes(run));
    return {
      runs: gone.length,
      bytes: gone.reduce((sum, { bytes }) => sum + bytes, 0),
      left: runs.length - gone.length,
    };
  }

  async removeLogs(
    runs: readonly ExpiringRun[],
    options: RemovalOptions,
  ): Promise<Removed> {
    return this.removePart('logs', runs, options);
  }

  async removeEvents(
    runs: readonly ExpiringRun[],
    options: RemovalOptions,
  ): Promise<Removed> {
    return this.removePart('events', runs, options);
  }

  async removeTombstones({ limit }: { limit: number }): Promise<number> {
    this.write('removeTombstones');
    const removed = Math.min(limit, this.tombstones);
    this.tombstones -= removed;
    return removed;
  }

  async startJob(
    options: Parameters<RetentionStore['startJob']>[0],
  ): Promise<RetentionJob> {
    const { trigger, actor } = options;
    this.write('startJob');
    this.history.forEach((job, index) => {
      if (job.state === 'running') {
        this.history[index] = { ...job, state: 'interrupted', endTime: 0 };
      }
    });
    const job: RetentionJob = {
      id: this.history.length + 1,
      trigger,
      ...(actor && { actor }),
      state: 'running',
      startTime: 0,
      counts: [],
    };
    this.history.unshift(job);
    return job;
  }

  async updateJob(
    id: number,
    changes: Parameters<RetentionStore['updateJob']>[1],
  ): Promise<void> {
    this.write(`updateJob ${changes.state}`);
    const index = this.history.findIndex(job => job.id === id);
    this.history[index] = { ...this.history[index], ...changes };
  }

  async jobs(limit: number): Promise<readonly RetentionJob[]> {
    return this.history
      .slice(0, limit)
      .map(job =>
        job.state === 'running' && !this.isHeld()
          ? { ...job, state: 'interrupted' }
          : job,
      );
  }

  async isNaming(): Promise<boolean> {
    return this.naming;
  }

  private removePart(
    part: 'logs' | 'events',
    runs: readonly ExpiringRun[],
    { policy }: RemovalOptions,
  ): Removed {
    this.write(
      `remove ${part} of ${runs.map(({ name }) => name).join(' ')}: ${policy}`,
    );
    runs.forEach(({ uid }) => this.having[part].delete(uid));
    this.runs = this.runs.map(run =>
      runs.some(({ uid }) => uid === run.uid)
        ? { ...run, bytes: run.bytes - PART_BYTES }
        : run,
    );
    return { runs: runs.length, bytes: runs.length * PART_BYTES, left: 0 };
  }

  private write(call: string): void {
    this.beforeWrite(call);
    this.calls.push(call);
  }
}
