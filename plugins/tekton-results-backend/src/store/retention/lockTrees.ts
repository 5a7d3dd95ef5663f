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
import { inPieces } from '../pieces';
import type { ExpiringRun } from '../RetentionStore';
import type { DbResultsRow } from '../tables';
import {
  isOver,
  narrowToOver,
  narrowToTops,
  readAbandonedSince,
  type AbandonedSince,
} from './expirable';
import { findPinned, isPinned } from './pinnedTrees';
import {
  readTrees,
  TREE_COLUMNS,
  type RunTree,
  type TreeRow,
} from './runTrees';

const MAX_KEYS = 400;

/**
 * Keeps the trees of runs from being changed until the transaction ends, and their
 * Results from getting new Records.
 *
 * Results come first, as with other writers. Then everything is looked at again:
 * it may have changed until it was locked.
 *
 * @param options - `now`: ms since 1970 (UTC)
 * @returns those that may still go
 */
export async function lockTrees(
  tx: Knex.Transaction,
  runs: readonly ExpiringRun[],
  options: { now: number },
): Promise<RunTree[]> {
  const abandoned = await readAbandonedSince(tx, options.now);
  const results = await lockResults(
    tx,
    resultsOf(await readTrees(tx, await selectTops(tx, runs, { abandoned }))),
  );
  const tops = await selectTops(tx, runs, { abandoned, lock: true });
  const trees = await readTrees(tx, tops, { lock: true });
  const pinned = await findPinned(tx, trees);
  return trees.filter(
    tree =>
      isOver(tree, abandoned) &&
      !isPinned(tree, pinned) &&
      resultsOf([tree]).every(seq => results.has(seq)),
  );
}

/** The Results that Records of trees are in, in order. */
export function resultsOf(trees: readonly RunTree[]): number[] {
  const seqs = trees.flatMap(({ runs, copies }) =>
    [...runs, ...copies].map(({ result_seq }) => Number(result_seq)),
  );
  return [...new Set(seqs)].sort((a, b) => a - b);
}

/** Those of the runs that are as they were found. */
async function selectTops(
  tx: Knex.Transaction,
  runs: readonly ExpiringRun[],
  options: { abandoned: AbandonedSince; lock?: boolean },
): Promise<TreeRow[]> {
  const etags = new Map(
    runs.map(({ cluster, uid, etag }) => [keyOf(cluster, uid), etag]),
  );
  const found: TreeRow[] = [];
  for (const cluster of new Set(runs.map(run => run.cluster))) {
    const uids = runs.filter(run => run.cluster === cluster);
    await inPieces(tx, uids, {
      maxRows: MAX_KEYS,
      work: async piece => {
        const select = tx
          .from('records as r')
          .where('r.cluster', cluster)
          .whereIn(
            'r.capture_uid',
            piece.map(({ uid }) => uid),
          )
          .orderBy('r.seq')
          .select(TREE_COLUMNS.map(column => `r.${column}`));
        narrowToTops(select);
        narrowToOver(select, options.abandoned);
        const rows: TreeRow[] = await (options.lock
          ? select.forUpdate('r')
          : select);
        found.push(...rows);
      },
    });
  }
  return found.filter(
    ({ cluster, capture_uid, etag }) =>
      etags.get(keyOf(cluster, String(capture_uid))) === etag,
  );
}

async function lockResults(
  tx: Knex.Transaction,
  seqs: readonly number[],
): Promise<ReadonlySet<number>> {
  const locked = new Set<number>();
  await inPieces(tx, seqs, {
    maxRows: MAX_KEYS,
    work: async piece => {
      const rows: Array<DbResultsRow['seq']> = await tx<DbResultsRow>('results')
        .whereIn('seq', piece)
        .orderBy('seq')
        .forUpdate()
        .pluck('seq');
      rows.forEach(seq => locked.add(Number(seq)));
    },
  });
  return locked;
}

function keyOf(cluster: string, uid: string): string {
  return JSON.stringify([cluster, uid]);
}
