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

import type {
  Amount,
  ExpiryPart,
  NamespaceUsage,
  RetentionCount,
} from '../../store';
import { countTaken } from '../job/countTaken';
import type { Batch, SweepHand } from '../job/sweepAll';
import type { PreviewedLimit } from '../Retention';
import type { Excess } from '../rules/space';
import type { PreviewStore } from './PreviewStore';

/** Stands for the place of a limit of all that is stored. */
const ALL = { cluster: '', namespace: '' };

/** Counts what a job would remove, and removes nothing. */
export class PreviewHand implements SweepHand {
  private readonly store: PreviewStore;
  private readonly over: () => boolean;
  private readonly ofLimits = new Map<string, PreviewedLimit>();
  private counts: readonly RetentionCount[] = [];
  private cut = false;

  constructor(options: { store: PreviewStore; isOver: () => boolean }) {
    this.store = options.store;
    this.over = options.isOver;
  }

  readonly goesOn = async (): Promise<boolean> => {
    this.cut ||= this.over();
    return !this.cut;
  };

  readonly take = async (batch: Batch): Promise<number> => {
    const { policy, part, runs, excess } = batch;
    const bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
    const taken = { policy, part, runs: runs.length, bytes };
    this.counts = countTaken(this.counts, taken);
    this.store.take(batch);
    if (excess) {
      const before = this.limitOf(excess);
      this.ofLimits.set(keyOf(excess.place ?? ALL), {
        ...before,
        expiring: {
          ...before.expiring,
          runs: before.expiring.runs + taken.runs,
          bytes: before.expiring.bytes + bytes,
        },
      });
    }
    return bytes;
  };

  readonly usage = (): Promise<readonly NamespaceUsage[]> => this.store.usage();

  readonly limitUnmet = (excess: Excess, found: { canGo: number }): void => {
    this.ofLimits.set(keyOf(excess.place ?? ALL), {
      ...this.limitOf(excess),
      unmetBytes: found.canGo,
    });
  };

  readonly failed = (_what: string, error: unknown): never => {
    throw error;
  };

  /** What a job would remove under a policy. */
  amountOf(policy: string, part: ExpiryPart): Amount {
    const count = this.counts.find(
      candidate => candidate.policy === policy && candidate.part === part,
    );
    return {
      runs: count?.runs ?? 0,
      bytes: count?.bytes ?? 0,
      exact: !this.cut,
    };
  }

  /** The limits that are exceeded. */
  limits(): PreviewedLimit[] {
    return [...this.ofLimits.values()].map(limit => ({
      ...limit,
      expiring: { ...limit.expiring, exact: !this.cut },
    }));
  }

  private limitOf(excess: Excess): PreviewedLimit {
    const { place, maxBytes, bytes } = excess;
    return (
      this.ofLimits.get(keyOf(place ?? ALL)) ?? {
        ...place,
        maxBytes,
        bytes,
        expiring: { runs: 0, bytes: 0, exact: true },
      }
    );
  }
}

function keyOf({
  cluster,
  namespace,
}: {
  cluster: string;
  namespace: string;
}): string {
  return JSON.stringify([cluster, namespace]);
}
