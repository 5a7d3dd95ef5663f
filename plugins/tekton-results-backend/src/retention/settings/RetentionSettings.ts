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

import type { RunKind } from 'backstage-plugin-tekton-results-common';
import type { Filter } from '../../filter';
import type { KeepLast } from '../../store';
import type { Schedule } from '../schedule/Schedule';

/** Which runs a policy is for: those that meet all that is given. */
export interface PolicySelector {
  readonly clusters?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly kinds?: readonly RunKind[];
  /** By the names of pipelines by which runs are known. */
  readonly pipelines?: readonly string[];
  /** Reasons of the first condition, as with upstream. */
  readonly statuses?: readonly string[];
  readonly labels: readonly KeyValues[];
  readonly annotations: readonly KeyValues[];
  readonly filter?: Filter;
}

/** That a label or an annotation has one of some values. */
export interface KeyValues {
  readonly key: string;
  readonly values: readonly string[];
}

/** For ever: nor do limits of space take it. Or an age in ms. */
export type Keeping = 'forever' | number;

/** What `policies[]` says. */
export interface PolicySettings {
  readonly name: string;
  readonly selector: PolicySelector;
  readonly retention: Keeping;
  /** Absent: as long as the run. */
  readonly logsMs?: number;
  readonly eventsMs?: number;
  readonly keepLast?: KeepLast;
}

/** `tektonResults.retention`, checked. */
export interface RetentionSettings {
  readonly schedule: Schedule;
  /** In the order in which they are asked. */
  readonly policies: readonly PolicySettings[];
  /**
   * For runs that no policy matches. Absent: their age does not matter, but limits
   * of space may take them.
   */
  readonly defaultRetention?: Keeping;
  /** Stored bytes. */
  readonly maxBytes: {
    readonly total?: number;
    readonly perNamespace?: number;
  };
  /** For how long it is told why a run is not there any more. */
  readonly tombstonesMs: number;
  /** After which time a job stops. */
  readonly maxDurationMs: number;
  /** Between two batches. */
  readonly pauseMs: number;
  /**
   * After which age runs go whose namespace is not in the cluster any more. Absent:
   * as others.
   */
  readonly deletedNamespacesMs?: number;
}
