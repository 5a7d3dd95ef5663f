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
import { engineOf, type Engine } from '../filters/engine';
import { inPieces, type PieceSizeOptions } from '../pieces';
import type { DbRecordsRow, DbUnfinishedRunsRow } from '../tables';
import { resultsOf } from './lockTrees';
import { REMOVED_FROM_SQLITE } from './removedRows';
import { seqsOf, type RunTree } from './runTrees';
import { tidyResults } from './tidyResults';

const MAX_KEYS = 400;
const RECORDS_PER_STATEMENT: Readonly<Record<Engine, PieceSizeOptions>> = {
  postgres: { maxRows: 50 },
  sqlite: REMOVED_FROM_SQLITE,
};

/**
 * Removes trees that are locked. With a Record goes what refers to it: its object,
 * attributes and gaps. Its logs are left without a Record, by which the sweeper of
 * logs knows that their bytes are to be deleted.
 *
 * @param options - `now`: ms since 1970 (UTC)
 */
export async function removeTrees(
  tx: Knex.Transaction,
  trees: readonly RunTree[],
  options: { now: number },
): Promise<void> {
  const seqs = [...new Set(trees.flatMap(seqsOf))].sort((a, b) => a - b);
  await inPieces(tx, seqs, {
    ...RECORDS_PER_STATEMENT[engineOf(tx)],
    work: async piece => {
      await tx<DbRecordsRow>('records').whereIn('seq', piece).delete();
    },
  });
  await forgetUnfinished(tx, trees);
  await tidyResults(tx, resultsOf(trees), options);
}

/** Else a state that is older than the Record would become a Record again. */
async function forgetUnfinished(
  tx: Knex.Transaction,
  trees: readonly RunTree[],
): Promise<void> {
  const runs = trees.flatMap(tree => tree.runs);
  for (const cluster of new Set(runs.map(run => run.cluster))) {
    const uids = runs
      .filter(run => run.cluster === cluster)
      .map(({ capture_uid }) => String(capture_uid))
      .sort();
    await inPieces(tx, uids, {
      maxRows: MAX_KEYS,
      work: async piece => {
        await tx<DbUnfinishedRunsRow>('unfinished_runs')
          .where({ cluster })
          .whereIn('capture_uid', piece)
          .delete();
      },
    });
  }
}
