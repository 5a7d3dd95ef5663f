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
/** What has become of the runs that were seen for the first time. */
export interface RunCounts {
  /** How many were seen. */
  readonly seen: number;
  /** Of how many a state is stored. */
  readonly stored: number;
}

/**
 * Counts runs that are new in a cluster, and those of them that are stored. A run
 * is held only as long as it is neither stored nor set aside, so that a run that is
 * lost on the way would show for good.
 */
export class RunCensus {
  private readonly unstored = new Set<string>();
  private seen = 0;
  private setAside = 0;

  /** How many there were since this was made. */
  get counts(): RunCounts {
    const { seen, setAside, unstored } = this;
    return { seen, stored: seen - setAside - unstored.size };
  }

  /** A run was read that had not been known. */
  saw(uid: string): void {
    if (!this.unstored.has(uid)) {
      this.unstored.add(uid);
      this.seen += 1;
    }
  }

  /** A state of the run is stored. */
  stored(uid: string): void {
    this.unstored.delete(uid);
  }

  /** A state of the run will never be stored; another may be. */
  refused(uid: string): void {
    if (this.unstored.delete(uid)) {
      this.setAside += 1;
    }
  }
}
