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

import { floorDivide, parseTimestamp } from '../../filter';
import {
  PROMOTED_PATHS,
  valueAt,
  type PromotedPathColumn,
} from '../promotion/promotedPaths';
import { fromDbTime, type DbRecordsRow } from '../tables';

/** What a summary asks of an object. Times are microseconds since 1970 (UTC). */
export interface ObjectFacts {
  readonly reason?: string;
  readonly namespace?: string;
  readonly pipeline?: string;
  readonly repository?: string;
  readonly creationTimestamp?: bigint;
  readonly startTime?: bigint;
  readonly completionTime?: bigint;
}

/** The columns that say what the objects say, in rows that are exact. */
export const FACT_COLUMNS = {
  reason: 'reason',
  namespace: 'namespace',
  pipeline: 'label_pipeline',
  repository: 'annotation_repository',
  creationTimestamp: 'run_created_time',
  startTime: 'status_start_time',
  completionTime: 'run_completion_time',
} as const satisfies Record<keyof ObjectFacts, PromotedPathColumn>;

/** A row with {@link FACT_COLUMNS}. */
export type FactsRow = Pick<
  DbRecordsRow,
  (typeof FACT_COLUMNS)[keyof ObjectFacts]
>;

const NANOS_PER_MICRO = 1_000n;
const MICROS_PER_MS = 1_000n;

/** The facts of an exact row. */
export function factsOfColumns(row: FactsRow): ObjectFacts {
  const text = (fact: 'reason' | 'namespace' | 'pipeline' | 'repository') =>
    row[FACT_COLUMNS[fact]] ?? undefined;
  const time = (fact: 'creationTimestamp' | 'startTime' | 'completionTime') => {
    const value = row[FACT_COLUMNS[fact]];
    return value === null
      ? undefined
      : BigInt(fromDbTime(value)) * MICROS_PER_MS;
  };
  return {
    reason: text('reason'),
    namespace: text('namespace'),
    pipeline: text('pipeline'),
    repository: text('repository'),
    creationTimestamp: time('creationTimestamp'),
    startTime: time('startTime'),
    completionTime: time('completionTime'),
  };
}

/** The facts of any JSON value; a time that cannot be read is none. */
export function factsOfPayload(payload: unknown): ObjectFacts {
  const text = (fact: keyof ObjectFacts) => textAt(payload, fact);
  const time = (fact: keyof ObjectFacts) => microsOf(text(fact));
  return {
    reason: text('reason'),
    namespace: text('namespace'),
    pipeline: text('pipeline'),
    repository: text('repository'),
    creationTimestamp: time('creationTimestamp'),
    startTime: time('startTime'),
    completionTime: time('completionTime'),
  };
}

/** Where an object says a fact. */
function pathOf(fact: keyof ObjectFacts) {
  const found = PROMOTED_PATHS.find(
    ({ column }) => column === FACT_COLUMNS[fact],
  );
  return found?.path ?? [];
}

/** As PostgreSQL's `->>`, which has a text for any value. */
function textAt(payload: unknown, fact: keyof ObjectFacts): string | undefined {
  const value = valueAt(payload, pathOf(fact));
  if (typeof value === 'string') {
    return value;
  }
  return typeof value === 'symbol' ? undefined : JSON.stringify(value);
}

function microsOf(text: string | undefined): bigint | undefined {
  const time = text === undefined ? undefined : parseTimestamp(text);
  return (
    time && floorDivide(time.nanos + NANOS_PER_MICRO / 2n, NANOS_PER_MICRO)
  );
}
