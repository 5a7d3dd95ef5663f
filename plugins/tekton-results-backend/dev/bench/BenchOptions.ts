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

import type { BenchReport } from './BenchReport';

/** What a benchmark runs on. */
export interface BenchOptions {
  /** The largest of {@link BenchOptions.sizes}. */
  readonly records: number;
  /** Numbers of records, if some were asked for; ascending. */
  readonly sizes?: readonly number[];
  readonly databases: ReadonlyArray<{
    readonly engine: 'postgres' | 'sqlite';
    /** A URL, or the name of a file. */
    readonly connection: string;
  }>;
  readonly report: BenchReport;
}
