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

import type { AccessFilter } from '../AccessFilter';
import type { FilterContext } from '../filters/filterContext';
import type { ScanPosition } from '../filters/scanRows';
import type { Amount } from '../RetentionStore';
import { readTrees } from './runTrees';
import { hasIndex, prepareScan, scanTops } from './scanTops';
import { sizesOf } from './sizes';

/** Working out the trees of so many is no longer than a turn. */
const ROWS_PER_PAGE = 200;
const BY_START = { column: 'r.list_time', direction: 'desc' } as const;

/** See {@link RetentionStore.matching}. */
export async function measureMatching(
  context: FilterContext,
  within: AccessFilter,
  { maxMs }: { maxMs: number },
): Promise<Amount> {
  const stopAt = performance.now() + maxMs;
  const scan = await prepareScan(context, within);
  let runs = 0;
  let bytes = 0;
  let after: ScanPosition | undefined;
  do {
    const page = await scanTops(context, {
      scan,
      order: BY_START,
      narrow: () => {},
      group: hasIndex(scan)
        ? undefined
        : select => select.whereNotNull('r.capture_uid'),
      limit: ROWS_PER_PAGE,
      after,
    });
    const trees = await readTrees(context.db, page.rows);
    const sizes = await sizesOf(context.db, trees, 'runs');
    runs += trees.length;
    bytes += sizes.reduce((sum, size) => sum + size, 0);
    after = page.next;
  } while (after && performance.now() < stopAt);
  return { runs, bytes, exact: after === undefined };
}
