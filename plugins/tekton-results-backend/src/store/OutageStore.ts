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

/**
 * A time of which a cluster could not tell what happened: runs that began and were
 * deleted in it are missing. Ms since 1970 (UTC).
 */
export interface CaptureOutage {
  readonly cluster: string;
  readonly from: number;
  readonly until: number;
}

/** Knows when clusters were not captured. */
export interface OutageStore {
  /**
   * The last ones of all clusters, newest first. Those of the resources of a
   * cluster that overlap are one.
   */
  recent(): Promise<CaptureOutage[]>;
}
