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

/** That a run is kept whatever policies say. */
export interface RunPin {
  /** Who has pinned it: a ref of an entity, or the name of a service. */
  readonly actor: string;
  readonly reason: string;
  /** Milliseconds since 1970 (UTC). */
  readonly since: number;
}

/** A run by its identity. */
export interface PinnedRef {
  readonly cluster: string;
  readonly uid: string;
}

/** Knows which runs are pinned. Failures are StoreErrors. */
export interface PinStore {
  /** Undefined if it is not pinned. */
  get(ref: PinnedRef): Promise<RunPin | undefined>;

  /** Which of some runs, at most 500, are pinned themselves. */
  pinnedAmong(refs: readonly PinnedRef[]): Promise<readonly PinnedRef[]>;

  /** How many stored runs are pinned themselves. */
  count(): Promise<number>;

  /**
   * Pins a run, and with it the runs that go with it. One that is pinned stays as it
   * is: who has pinned it first, and why.
   *
   * @returns the pin; undefined if no such run is stored (any more)
   */
  pin(
    options: PinnedRef & { actor: string; reason: string },
  ): Promise<RunPin | undefined>;

  /**
   * Whether a run is kept: it is pinned, or goes with one that is.
   *
   * @param ref - `namespace`: of the run
   */
  isKept(ref: PinnedRef & { namespace: string }): Promise<boolean>;

  /** @returns the pin that there was, if any */
  unpin(ref: PinnedRef): Promise<RunPin | undefined>;
}
