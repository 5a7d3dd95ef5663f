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

import type { JsonObject } from '@backstage/types';
import type { RunFacts } from 'backstage-plugin-tekton-results-common';

/**
 * One state of a run as its cluster sent it, ready to be stored.
 */
export interface CapturedRun {
  readonly facts: RunFacts;
  /** Of two states of a run the one with the higher version is the newer. */
  readonly resourceVersion: number;
  /**
   * - `listed`: seen in a list, so it existed at that time
   * - `changed`: reported by a watch; may arrive late or twice
   * - `deleted`: reported by a watch as deleted
   */
  readonly sighting: 'listed' | 'changed' | 'deleted';
  /** The pod of the last attempt of a TaskRun. */
  readonly podName?: string;
  readonly payload: JsonObject;
  /** `apiVersion` + `.` + `kind`. */
  readonly dataType: string;
  /** Where a run that is new goes; one that is stored stays where it is. */
  readonly group: {
    readonly parent: string;
    readonly result: string;
    readonly record: string;
  };
  readonly resultAnnotations: Readonly<Record<string, string>>;
  readonly summaryAnnotations: Readonly<Record<string, string>>;
}
