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
  RunSelection,
} from 'backstage-plugin-tekton-results-common';
import { startOfDay } from './days';
import type { FilterField, Period, RunFilter, Span } from './RunFilter';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const SPAN_MS: Record<Span, number> = {
  '1h': HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
};

/**
 * What to ask the backend for.
 *
 * @param now - ms since 1970, which a span reaches back from
 */
export function toSelection(filter: RunFilter, now: number): RunSelection {
  const { search, statuses, period, values } = filter;
  const fields: Partial<Record<FilterField, string[]>> = {};
  for (const { field, value } of values) {
    fields[field] = [...(fields[field] ?? []), value];
  }
  const { kind, label, ...others } = fields;
  return {
    ...others,
    ...(kind && { kinds: kind as RunKind[] }),
    ...(label && { labels: label }),
    ...(statuses.length > 0 && { statuses }),
    ...(search.trim() && { search: search.trim() }),
    ...timesOf(period, now),
  };
}

function timesOf(
  period: Period,
  now: number,
): Pick<RunSelection, 'from' | 'to'> {
  switch (period.kind) {
    case 'last': {
      const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
      return { from: new Date(minute - SPAN_MS[period.span]).toISOString() };
    }
    case 'days':
      return {
        ...(period.from && { from: startOfDay(period.from) }),
        ...(period.to && { to: startOfDay(period.to, 1) }),
      };
    default:
      return {};
  }
}
