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
  ExpiringRuns,
  ExpiryPosition,
  ExpiryQuery,
  NamespaceUsage,
  RetentionStore,
} from '../../store';
import type { Batch } from '../job/sweepAll';

/** What is read of the store. */
interface ReadStore extends Pick<RetentionStore, 'expiring'> {
  usage(): Promise<readonly NamespaceUsage[]>;
}

/**
 * A store as it would be after what a preview has taken, so that all that comes after
 * finds what a job would find then: runs that are gone neither go again nor count as
 * the last ones of their pipelines, and those of which logs or events are gone have
 * fewer bytes.
 */
export class PreviewStore implements ReadStore {
  private readonly inner: ReadStore;
  private readonly gone = new Set<string>();
  /** Bytes of parts of runs that stay. */
  private readonly goneOfRuns = new Map<string, number>();
  private readonly goneOfPlaces = new Map<string, number>();

  constructor(inner: ReadStore) {
    this.inner = inner;
  }

  async expiring(
    query: ExpiryQuery,
    options: { limit: number; after?: ExpiryPosition },
  ): Promise<ExpiringRuns> {
    const found = await this.inner.expiring(query, {
      ...options,
      isGone: run => this.gone.has(runKey(run)),
    });
    const { having = 'runs' } = query;
    // Of a part the bytes are its own; and no part is taken twice.
    return having === 'runs'
      ? {
          ...found,
          runs: found.runs.map(run => ({
            ...run,
            bytes: run.bytes - (this.goneOfRuns.get(runKey(run)) ?? 0),
          })),
        }
      : found;
  }

  async usage(): Promise<readonly NamespaceUsage[]> {
    return (await this.inner.usage()).map(({ cluster, namespace, bytes }) => ({
      cluster,
      namespace,
      bytes:
        bytes - (this.goneOfPlaces.get(placeKey({ cluster, namespace })) ?? 0),
    }));
  }

  /** Goes on as if this were gone. */
  take({ part, runs }: Pick<Batch, 'part' | 'runs'>): void {
    for (const run of runs) {
      add(this.goneOfPlaces, placeKey(run), run.bytes);
      if (part === 'runs') {
        this.gone.add(runKey(run));
      } else {
        add(this.goneOfRuns, runKey(run), run.bytes);
      }
    }
  }
}

function add(sums: Map<string, number>, key: string, bytes: number): void {
  sums.set(key, (sums.get(key) ?? 0) + bytes);
}

function runKey({ cluster, uid }: { cluster: string; uid: string }): string {
  return JSON.stringify([cluster, uid]);
}

function placeKey(place: { cluster: string; namespace: string }): string {
  return JSON.stringify([place.cluster, place.namespace]);
}
