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

import type { Knex } from 'knex';
import { chunked } from '../../chunked';
import type { DbPinsRow } from '../tables';
import type { RunTree } from './runTrees';

const UIDS_PER_STATEMENT = 500;

/** Which of the runs of trees are pinned, as keys for {@link isPinned}. */
export async function findPinned(
  db: Knex,
  trees: ReadonlyArray<Pick<RunTree, 'runs'>>,
): Promise<ReadonlySet<string>> {
  const uids = trees.flatMap(({ runs }) =>
    runs.map(({ capture_uid }) => String(capture_uid)),
  );
  const pinned = new Set<string>();
  for (const chunk of chunked(uids, UIDS_PER_STATEMENT)) {
    const rows: Array<Pick<DbPinsRow, 'cluster' | 'run_uid'>> =
      await db<DbPinsRow>('pins')
        .whereIn('run_uid', chunk)
        .select('cluster', 'run_uid');
    rows.forEach(row => pinned.add(keyOf(row.cluster, row.run_uid)));
  }
  return pinned;
}

/** Whether a run of a tree is pinned: then all of it stays. */
export function isPinned(
  { runs }: Pick<RunTree, 'runs'>,
  pinned: ReadonlySet<string>,
): boolean {
  return runs.some(({ cluster, capture_uid }) =>
    pinned.has(keyOf(cluster, capture_uid)),
  );
}

function keyOf(cluster: string, uid: string | null): string {
  return JSON.stringify([cluster, uid]);
}
