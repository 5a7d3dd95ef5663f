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

import type { Filter } from '../../filter';
import type { SummaryGrouping } from '../../store';
import { parseApiFilter } from './parseListQuery';
import { queryParameter } from './queryParameter';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

const ITEMS = [
  'total',
  'succeeded',
  'failed',
  'cancelled',
  'running',
  'others',
  'last_runtime',
  'avg_duration',
  'max_duration',
  'min_duration',
  'total_duration',
] as const;
const NAMES = ['namespace', 'pipeline', 'repository'] as const;
const UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
const TIMES = ['creationTimestamp', 'startTime', 'completionTime'] as const;
const DIRECTIONS = ['asc', 'desc'] as const;

/** What can be asked of a group of Records. */
export type SummaryItem = (typeof ITEMS)[number];

/** What a summary is ordered by. */
export interface SummaryOrder {
  readonly item: SummaryItem;
  readonly direction: (typeof DIRECTIONS)[number];
}

/** The parameters of a summary. */
export interface SummaryQuery {
  readonly items: readonly SummaryItem[];
  readonly filter?: Filter;
  readonly groupBy?: SummaryGrouping;
  readonly order?: SummaryOrder;
}

/**
 * Reads the parameters of a summary. More blanks are taken than by upstream, and
 * both orders of the words of `order_by`: that of its server, and that which it
 * documents.
 *
 * @throws ResultsApiError in upstream's words
 */
export function parseSummaryQuery(
  query: Readonly<Record<string, unknown>>,
): SummaryQuery {
  const items = parseItems(queryParameter(query, 'summary'));
  const groupBy = parseGroupBy(queryParameter(query, 'group_by'));
  const order = queryParameter(query, 'order_by');
  const filter = queryParameter(query, 'filter')?.trim() ?? '';
  return {
    items,
    groupBy,
    // A single group has no order.
    order: groupBy && parseOrder(order, items),
    filter: parseApiFilter(filter, 'records'),
  };
}

function parseItems(text: string | undefined): SummaryItem[] {
  if (!text?.trim()) {
    return ['total'];
  }
  return text.split(',').map(part => {
    const item = oneOf(ITEMS, part.trim());
    if (!item) {
      throw invalid(`invalid aggregate query: ${part.trim()}`);
    }
    return item;
  });
}

function parseGroupBy(text: string | undefined): SummaryGrouping | undefined {
  if (!text?.trim()) {
    return undefined;
  }
  const [first, second, ...more] = words(text);
  const by = oneOf(NAMES, first);
  if (by && second === undefined) {
    return { by };
  }
  const unit = oneOf(UNITS, first);
  if (!unit || more.length > 0) {
    throw invalid(`group_by does not recognize ${text.trim()}`);
  }
  const time = oneOf(TIMES, second ?? 'creationTimestamp');
  if (!time) {
    throw invalid(`group_by does not recognize ${second}`);
  }
  return { by: 'time', unit, time };
}

function parseOrder(
  text: string | undefined,
  items: readonly SummaryItem[],
): SummaryOrder | undefined {
  if (!text?.trim()) {
    return undefined;
  }
  const [first, second, ...more] = words(text);
  const before = oneOf(DIRECTIONS, first.toLowerCase());
  const direction = before ?? oneOf(DIRECTIONS, second?.toLowerCase());
  const name = before ? second : first;
  if (!direction || name === undefined || more.length > 0) {
    throw invalid(`order_by does not recognize ${text.trim()}`);
  }
  const item = oneOf(items, name);
  if (!item) {
    throw invalid(`field name ${name} is not allowed, must be one of summary`);
  }
  return { item, direction };
}

function oneOf<T extends string>(
  values: readonly T[],
  text: string | undefined,
): T | undefined {
  return values.find(value => value === text);
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function invalid(message: string): ResultsApiError {
  return new ResultsApiError(GrpcCode.InvalidArgument, message);
}
