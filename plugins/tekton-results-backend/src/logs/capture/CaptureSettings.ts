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

/** What of a cluster's logs is captured, and how. */
export interface CaptureSettings {
  readonly sidecars: boolean;
  readonly initContainers: boolean;
  /** After which time a running step is read for the first time, and again. */
  readonly intervalMs: number;
  /** To which that time grows for a step that runs on. */
  readonly maxIntervalMs: number;
  /** How many TaskRuns are read at once. */
  readonly concurrency: number;
  /** After which time, since a run ended, its logs are given up; absent: never. */
  readonly storeDeadlineMs?: number;
}

export const DEFAULT_CAPTURE_SETTINGS: CaptureSettings = {
  sidecars: false,
  initContainers: false,
  intervalMs: 60_000,
  maxIntervalMs: 5 * 60_000,
  concurrency: 8,
};
