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

/** The right to do what only one process may do at a time. */
export interface Lease {
  /** Such as `watch/prod`. */
  readonly name: string;
  /** The process that holds it. */
  readonly holder: string;
  /** Higher with each new holder. */
  readonly epoch: number;
}

/**
 * Leases in the database, by whose clock they expire. A lease that has expired
 * is its holder's until another takes it; then it is lost for good.
 */
export interface LeaseStore {
  /**
   * Takes a lease that nobody holds, or whose time is over.
   *
   * @returns undefined if another process holds it
   * @throws StoreError
   */
  acquire(options: {
    name: string;
    holder: string;
    ttlMs: number;
  }): Promise<Lease | undefined>;
  /**
   * Holds a lease for longer.
   *
   * @returns false if another process has taken it
   * @throws StoreError
   */
  renew(lease: Lease, options: { ttlMs: number }): Promise<boolean>;
  /**
   * Lets others take a lease at once.
   *
   * @throws StoreError
   */
  release(lease: Lease): Promise<void>;
}

/** A write under a lease that another process has taken meanwhile. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError' as const;

  constructor(lease: Lease) {
    super(`Another process has taken the lease ${lease.name}`);
  }
}
