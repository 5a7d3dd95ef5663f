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

import type { Knex } from 'knex';
import type { AccessFilter } from '../AccessFilter';
import type { FilterContext } from '../filters/filterContext';
import type { Lease } from '../Lease';
import { assertLease, limitSilence } from '../leases/assertLease';
import type { PayloadCodec } from '../payloads';
import type {
  Amount,
  ExpiringRun,
  ExpiringRuns,
  ExpiryPosition,
  ExpiryQuery,
  LookOptions,
  RemovalOptions,
  Removed,
  RetentionCount,
  RetentionJob,
  RetentionJobState,
  RetentionStore,
  RetentionTrigger,
  StoredUsage,
} from '../RetentionStore';
import { namedTo } from '../promotion/nameOldRuns';
import { toDbTime, type DbTombstonesRow } from '../tables';
import { asStoreError, inStoreTransaction } from '../transactions';
import { buryRuns } from './buryRuns';
import { findExpiring } from './findExpiring';
import { lockTrees } from './lockTrees';
import { measureMatching } from './measure';
import { readUsage } from './readUsage';
import { removeEventLists, removeTexts } from './removeParts';
import { removeTrees } from './removeTrees';
import { readJobs, startJob, updateJob } from './retentionJobs';
import type { RunTree } from './runTrees';

/** Removes old runs from the database. */
export class DatabaseRetentionStore implements RetentionStore {
  private readonly context: FilterContext;
  private readonly payloads: PayloadCodec;
  private readonly now: () => number;

  constructor(options: {
    payloads: PayloadCodec;
    context: FilterContext;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.context = options.context;
    this.payloads = options.payloads;
    this.now = options.now ?? Date.now;
  }

  async expiring(
    query: ExpiryQuery,
    options: { limit: number; after?: ExpiryPosition } & LookOptions,
  ): Promise<ExpiringRuns> {
    const now = this.now();
    return findExpiring(this.context, query, { ...options, now }).catch(
      asStoreError,
    );
  }

  async matching(
    within: AccessFilter,
    options: { maxMs: number },
  ): Promise<Amount> {
    return measureMatching(this.context, within, options).catch(asStoreError);
  }

  async usage(): Promise<readonly StoredUsage[]> {
    const { db } = this.context;
    return readUsage(db, { now: this.now() }).catch(asStoreError);
  }

  async remove(
    runs: readonly ExpiringRun[],
    options: RemovalOptions,
  ): Promise<Removed> {
    return this.removeFrom(runs, options, async (tx, trees) => {
      const { policy } = options;
      const now = this.now();
      await buryRuns(tx, trees, { policy, payloads: this.payloads, now });
      await removeTrees(tx, trees, { now });
    });
  }

  async removeLogs(
    runs: readonly ExpiringRun[],
    options: RemovalOptions,
  ): Promise<Removed> {
    return this.removeFrom(runs, options, (tx, trees) =>
      removeTexts(tx, trees, { policy: options.policy, now: this.now() }),
    );
  }

  async removeEvents(
    runs: readonly ExpiringRun[],
    options: RemovalOptions,
  ): Promise<Removed> {
    return this.removeFrom(runs, options, (tx, trees) =>
      removeEventLists(tx, trees, { policy: options.policy, now: this.now() }),
    );
  }

  async removeTombstones(options: {
    before: number;
    limit: number;
    lease?: Lease;
  }): Promise<number> {
    const { before, limit, lease } = options;
    return this.write(lease, tx =>
      tx<DbTombstonesRow>('tombstones')
        .whereIn(
          'seq',
          tx<DbTombstonesRow>('tombstones')
            .where('removal_time', '<', toDbTime(before))
            // Of what is not watched nothing comes back.
            .whereRaw(
              `(gone_time is not null or not exists (
                 select 1 from capture_points as c
                 where c.cluster = tombstones.cluster))`,
            )
            .orderBy(['removal_time', 'seq'])
            .limit(limit)
            .select('seq'),
        )
        .delete(),
    );
  }

  async startJob(options: {
    trigger: RetentionTrigger;
    actor?: string;
    lease?: Lease;
  }): Promise<RetentionJob> {
    const { lease, ...job } = options;
    return this.write(lease, tx => startJob(tx, { ...job, now: this.now() }));
  }

  async updateJob(
    id: number,
    changes: {
      state: Exclude<RetentionJobState, 'interrupted'>;
      counts: readonly RetentionCount[];
      problem?: string;
    },
    options: { lease?: Lease } = {},
  ): Promise<void> {
    await this.write(options.lease, tx =>
      updateJob(tx, id, { ...changes, now: this.now() }),
    );
  }

  async jobs(limit: number): Promise<readonly RetentionJob[]> {
    return readJobs(this.context.db, limit).catch(asStoreError);
  }

  async isNaming(): Promise<boolean> {
    const doneTo = await namedTo(this.context.db).catch(asStoreError);
    return doneTo !== undefined;
  }

  /** Removes something of those trees that may still go. */
  private async removeFrom(
    runs: readonly ExpiringRun[],
    { lease }: RemovalOptions,
    work: (tx: Knex.Transaction, trees: readonly RunTree[]) => Promise<void>,
  ): Promise<Removed> {
    const trees = await this.write(lease, async tx => {
      const locked = await lockTrees(tx, runs, { now: this.now() });
      await work(tx, locked);
      return locked;
    });
    const removed = new Set(trees.map(({ top }) => keyOf(top)));
    const gone = runs.filter(({ cluster, uid }) =>
      removed.has(keyOf({ cluster, capture_uid: uid })),
    );
    return {
      runs: gone.length,
      bytes: gone.reduce((sum, { bytes }) => sum + bytes, 0),
      left: runs.length - gone.length,
    };
  }

  private async write<T>(
    lease: Lease | undefined,
    work: (tx: Knex.Transaction) => Promise<T>,
  ): Promise<T> {
    return inStoreTransaction(this.context.db, async tx => {
      await (lease ? assertLease(tx, lease) : limitSilence(tx));
      return work(tx);
    });
  }
}

function keyOf({
  cluster,
  capture_uid,
}: {
  cluster: string;
  capture_uid: string | null;
}): string {
  return JSON.stringify([cluster, capture_uid]);
}
