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

import type { BenchCell } from '../BenchReport';
import type { LoadFigures } from '../loadHistory';
import type { PartSize } from './tableSizes';

/** Who is asked a query. */
export const DOORS = ['screen', 'records', 'upstream'] as const;

/** One of {@link DOORS}. */
export type Door = (typeof DOORS)[number];

/** What people call them. */
export const DOOR_TITLES: Readonly<Record<Door, string>> = {
  screen: 'our screens',
  records: 'our Results API',
  upstream: 'upstream',
};

/** What one size of an archive is like. */
export interface SizeFigures {
  /** As asked for; {@link LoadFigures} tell how many records there are. */
  readonly size: number;
  readonly load: LoadFigures;
  readonly sizes: readonly PartSize[];
  readonly queries: readonly QueryFigures[];
  readonly requests: readonly RequestFigures[];
}

/** What one of all kinds of requests took. */
export interface RequestFigures {
  readonly title: string;
  /** Median, or what it was refused with. */
  readonly ms: number | string;
}

/** What a query took. */
export interface QueryFigures {
  readonly title: string;
  /** Of an answer; a text if upstream's has another number. */
  readonly rows: BenchCell;
  /** Ms, or what it was refused with; absent: it is not asked there. */
  readonly times: Readonly<Partial<Record<Door, number | string>>>;
  readonly blockedMs: number;
}
