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
  RunSort,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';

/** A time in which a cluster was not captured. RFC 3339, UTC. */
export interface ClusterOutage {
  readonly cluster: string;
  readonly from: string;
  readonly until: string;
}

/** What stands in a row. */
export type ListRow =
  | { readonly kind: 'run'; readonly run: RunSummary }
  | { readonly kind: 'outage'; readonly outage: ClusterOutage };

/**
 * The runs of a page with the outages of their clusters where in time they are. A
 * page that is not in the order of time has none, and neither have its ends: what
 * is beyond them is on other pages.
 */
export function placeOutages(
  runs: readonly RunSummary[],
  outages: readonly ClusterOutage[],
  sort: RunSort,
): ListRow[] {
  const rows = runs.map(run => ({ kind: 'run', run } as const));
  if (sort !== '-start' && sort !== 'start') {
    return rows;
  }
  const clusters = new Set(runs.map(({ cluster }) => cluster));
  return [...outages]
    .filter(({ cluster }) => clusters.has(cluster))
    .sort((a, b) => Date.parse(a.until) - Date.parse(b.until))
    .reduce<ListRow[]>(
      (placed, outage) => withOutage(placed, outage, sort),
      rows,
    );
}

function withOutage(
  rows: ListRow[],
  outage: ClusterOutage,
  sort: '-start' | 'start',
): ListRow[] {
  const after = (row: ListRow) => timeOf(row) >= Date.parse(outage.until);
  const index =
    sort === '-start'
      ? rows.findIndex(row => !after(row))
      : rows.findIndex(after);
  return index <= 0
    ? rows
    : [
        ...rows.slice(0, index),
        { kind: 'outage', outage },
        ...rows.slice(index),
      ];
}

function timeOf(row: ListRow): number {
  return Date.parse(
    row.kind === 'run'
      ? row.run.startedAt ?? row.run.createdAt
      : row.outage.until,
  );
}
