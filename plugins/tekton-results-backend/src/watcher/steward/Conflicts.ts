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

import type { StewardedRun } from '../../store';

/** What is forgotten is counted anew. */
const MAX_REMEMBERED = 1_000;

/**
 * Counts how often in a row the cluster had another state of a run than the one
 * that is stored. Usually that state is on its way; else it cannot be stored.
 */
export class Conflicts {
  private readonly known = new Map<
    string,
    { version: number; count: number }
  >();

  /** The cluster had another state. Tells how often in a row. */
  met({
    uid,
    resourceVersion: version,
  }: Pick<StewardedRun, 'uid' | 'resourceVersion'>): number {
    const last = this.known.get(uid);
    const count = last?.version === version ? last.count + 1 : 1;
    this.known.delete(uid);
    this.known.set(uid, { version, count });
    if (this.known.size > MAX_REMEMBERED) {
      const [[oldest]] = this.known;
      this.known.delete(oldest);
    }
    return count;
  }

  solved(uid: string): void {
    this.known.delete(uid);
  }
}
