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

/** Older than any version that a cluster gives. */
const UNKNOWN_STATE = -1;

/**
 * Which runs are in the cluster, in which version they were last read: what it
 * takes to tell what changed and what is gone when everything is listed anew.
 * Nothing else is kept of a run that is stored, so that watching many costs
 * little: about 150 bytes each.
 */
export class KnownRuns {
  private versions: Map<string, number>;
  /** The runs that the list which is being read has shown so far. */
  private listed: Map<string, number> | undefined;
  private readonly onNew: (uid: string) => void;

  constructor(
    versions: ReadonlyMap<string, number> = new Map(),
    options: {
      /** A run was read that was not known. */
      onNew?: (uid: string) => void;
    } = {},
  ) {
    this.versions = new Map(versions);
    this.onNew = options.onNew ?? (() => {});
  }

  get size(): number {
    return this.versions.size + (this.listed?.size ?? 0);
  }

  /** A run was read. */
  set(uid: string, resourceVersion: number): void {
    this.tellIfNew(uid);
    if (this.listed) {
      this.versions.delete(uid);
    }
    (this.listed ?? this.versions).set(uid, resourceVersion);
  }

  /** A run is no longer in the cluster. */
  delete(uid: string): void {
    this.versions.delete(uid);
    this.listed?.delete(uid);
  }

  /** What was read of these runs is lost: the next list must take them anew. */
  forgetStates(uids: Iterable<string>): void {
    for (const uid of uids) {
      const versions = this.listed?.has(uid) ? this.listed : this.versions;
      if (versions.has(uid)) {
        versions.set(uid, UNKNOWN_STATE);
      }
    }
  }

  /** The cluster counts anew: no version that was read tells anything. */
  forgetAllStates(): void {
    this.forgetStates([...this.versions.keys()]);
  }

  /** Begins a list. One that was begun before and not ended is given up. */
  beginList(): void {
    for (const [uid, version] of this.listed ?? []) {
      this.versions.set(uid, version);
    }
    this.listed = new Map();
  }

  /**
   * The list holds a run.
   *
   * @returns whether it is in another version than the one that was read last
   */
  list(uid: string, resourceVersion: number): boolean {
    this.tellIfNew(uid);
    const changed = this.version(uid) !== resourceVersion;
    // Moved rather than copied: two whole maps would double the memory.
    this.versions.delete(uid);
    this.listed?.set(uid, resourceVersion);
    return changed;
  }

  /** Ends a list that was read as a whole; gives the runs that it did not hold. */
  endList(): string[] {
    const gone = [...this.versions.keys()];
    this.versions = this.listed ?? new Map();
    this.listed = undefined;
    return gone;
  }

  private tellIfNew(uid: string): void {
    if (this.version(uid) === undefined) {
      this.onNew(uid);
    }
  }

  private version(uid: string): number | undefined {
    return this.listed?.get(uid) ?? this.versions.get(uid);
  }
}
