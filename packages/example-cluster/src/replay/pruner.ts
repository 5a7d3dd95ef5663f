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
  asText,
  KubernetesObject,
  RESOURCES,
  ResourceType,
} from '../kubernetes';
import { succeededCondition } from '../recording';
import { ObjectStore } from '../store';

/** Which finished top-level runs are deleted. A run must be beyond every limit that is given. */
export interface PruneOptions {
  /** Since completion. */
  afterMs?: number;
  /** The newest so many of each pipeline and namespace stay. */
  keep?: number;
  /** How often the pruner looks; default 1 s. */
  intervalMs?: number;
}

const DEFAULT_INTERVAL_MS = 1_000;
const RUN_TYPES: ResourceType[] = [
  RESOURCES.pipelineruns,
  RESOURCES.taskruns,
  RESOURCES.customruns,
];

/** Deletes finished runs from time to time, as the pruner of Tekton does; their children go with them. */
export class Pruner {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: ObjectStore,
    private readonly options: PruneOptions,
  ) {}

  start(): void {
    this.timer = setInterval(
      () => this.prune(),
      this.options.intervalMs ?? DEFAULT_INTERVAL_MS,
    );
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Deletes what is due now; tells how many runs. */
  prune(limits: PruneOptions = this.options): number {
    let pruned = 0;
    for (const type of RUN_TYPES) {
      const due = runsToPrune(this.store.list(type), {
        ...limits,
        nowMs: this.store.now(),
      });
      for (const { metadata } of due) {
        this.store.delete(type, metadata.namespace, metadata.name, {
          uid: metadata.uid,
          propagation: 'Background',
        });
      }
      pruned += due.length;
    }
    return pruned;
  }
}

/** The finished runs without owner that are beyond the limits and not being deleted yet. */
export function runsToPrune(
  runs: readonly KubernetesObject[],
  limits: { nowMs: number; afterMs?: number; keep?: number },
): KubernetesObject[] {
  const finished = runs
    .filter(
      run =>
        !run.metadata.ownerReferences?.length &&
        !run.metadata.deletionTimestamp &&
        completedAt(run) !== undefined,
    )
    .sort((a, b) => (completedAt(b) ?? 0) - (completedAt(a) ?? 0));
  const newer = new Map<string, number>();
  return finished.filter(run => {
    const group = groupOf(run);
    const rank = newer.get(group) ?? 0;
    newer.set(group, rank + 1);
    const age = limits.nowMs - (completedAt(run) ?? 0);
    return (
      (limits.keep === undefined || rank >= limits.keep) &&
      (limits.afterMs === undefined || age >= limits.afterMs)
    );
  });
}

function completedAt(run: KubernetesObject): number | undefined {
  const { status } = succeededCondition(run);
  const time = asText(run.status?.completionTime);
  return time && (status === 'True' || status === 'False')
    ? Date.parse(time)
    : undefined;
}

function groupOf({ metadata }: KubernetesObject): string {
  const labels = metadata.labels ?? {};
  const name = labels['tekton.dev/pipeline'] ?? labels['tekton.dev/task'] ?? '';
  return `${metadata.namespace}/${name}`;
}
