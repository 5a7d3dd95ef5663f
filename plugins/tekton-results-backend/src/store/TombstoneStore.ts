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
  RunKind,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { FindRunsQuery } from './RunStore';

/** What is left of a run that retention has removed. Times: ms since 1970 (UTC). */
export interface RunTombstone {
  readonly cluster: string;
  readonly uid: string;
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly removedAt: number;
  /** The policy that has removed it. */
  readonly policy: string;
}

/** Tells what became of runs that are not stored any more. */
export interface TombstoneStore {
  /**
   * Tombstones of runs that are looked for, the last removed first. Only those whose
   * runs were certainly within the access: what a filter asked of their objects can
   * not be told any more.
   *
   * @throws StoreError
   */
  find(query: FindRunsQuery, limit: number): Promise<readonly RunTombstone[]>;
}
