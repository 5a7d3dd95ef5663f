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
import { EVENT_LIST_TYPE, LOG_TYPES } from '../dataTypes';
import { eventListName, logName } from '../derivedNames';
import { inPieces } from '../pieces';
import type { DbInteger, DbRecordsRow, DbResultsRow } from '../tables';

const MAX_KEYS = 400;

/** What is read of a run that may go. */
export const TREE_COLUMNS = [
  'seq',
  'cluster',
  'parent',
  'name',
  'result_seq',
  'data_type',
  'etag',
  'update_time',
  'capture_uid',
  'run_uid',
  'owner_run_uid',
  'resource_version',
  'gone_time',
  'last_seen_time',
  'kind',
  'run_name',
  'status',
  'pipeline',
  'label_pipeline',
  'task',
  'source_branch',
  'source_repository',
  'list_time',
  'run_created_time',
  'run_start_time',
  'run_completion_time',
] as const satisfies ReadonlyArray<keyof DbRecordsRow>;

export type TreeRow = Pick<DbRecordsRow, (typeof TREE_COLUMNS)[number]>;

/** A Record that tells of a run, and goes with it. */
export type BesideRow = Pick<
  DbRecordsRow,
  'seq' | 'result_seq' | 'data_type'
> & {
  /** The run that it tells of. */
  readonly about: DbRecordsRow['run_uid'];
};

/** A run that no stored run owns, with all that goes with it. */
export interface RunTree {
  readonly top: TreeRow;
  /** The run, and those that it owns, at any depth. */
  readonly runs: readonly TreeRow[];
  /** Other Records of the same runs. */
  readonly copies: readonly TreeRow[];
  /** Logs and lists of events. */
  readonly beside: readonly BesideRow[];
}

/** All Records of a tree. */
export function seqsOf({ runs, copies, beside }: RunTree): number[] {
  const rows = [...runs, ...copies, ...beside];
  return [...new Set(rows.map(({ seq }) => Number(seq)))];
}

/**
 * Reads the trees of runs. What a client says that a run of another namespace owns
 * is no part of its tree: it must neither go with it nor keep it.
 *
 * @param options - `lock`: all Records are kept from being changed until the
 * transaction ends
 */
export async function readTrees(
  db: Knex,
  tops: readonly TreeRow[],
  options: { lock?: boolean } = {},
): Promise<RunTree[]> {
  const { lock = false } = options;
  const trees = tops.map(top => ({
    top,
    runs: [top],
    copies: [] as TreeRow[],
    beside: [] as BesideRow[],
  }));
  const treeByRun = new Map(trees.map(tree => [ownKey(tree.top), tree]));
  for (let level = [...tops]; level.length > 0; ) {
    const owned = await rowsOf(db, level, { column: 'owner_run_uid', lock });
    const found: TreeRow[] = [];
    for (const row of owned) {
      const tree = treeByRun.get(keyOf(row, row.owner_run_uid));
      // Whoever posts runs that own each other makes no loop here.
      if (tree && row.capture_uid !== null && !treeByRun.has(ownKey(row))) {
        treeByRun.set(ownKey(row), tree);
        tree.runs.push(row);
        found.push(row);
      }
    }
    level = found;
  }
  const runs = trees.flatMap(tree => tree.runs);
  for (const row of await rowsOf(db, runs, { column: 'run_uid', lock })) {
    treeByRun.get(keyOf(row, row.run_uid))?.copies.push(row);
  }
  await addBeside(db, trees, lock);
  return trees;
}

type GrowingTree = RunTree & { readonly beside: BesideRow[] };

/**
 * Records of which a column holds the uid of one of the runs: with `run_uid`, those
 * that do not stand for the run.
 */
async function rowsOf(
  db: Knex,
  runs: readonly TreeRow[],
  options: { column: 'owner_run_uid' | 'run_uid'; lock: boolean },
): Promise<TreeRow[]> {
  const found: TreeRow[] = [];
  for (const cluster of new Set(runs.map(run => run.cluster))) {
    const uids = runs
      .filter(run => run.cluster === cluster)
      .map(({ capture_uid }) => String(capture_uid));
    await inPieces(db, uids, {
      maxRows: MAX_KEYS,
      work: async piece => {
        const select = db<DbRecordsRow>('records')
          .where({ cluster })
          .whereIn(options.column, piece)
          .orderBy('seq')
          .select([...TREE_COLUMNS]);
        if (options.column === 'run_uid') {
          select
            .whereNull('capture_uid')
            // So says the index.
            .whereRaw('run_uid is distinct from capture_uid');
        }
        const rows: TreeRow[] = await (options.lock
          ? select.forUpdate()
          : select);
        found.push(...rows);
      },
    });
  }
  return found;
}

/** Adds the Records beside those of the runs; their names derive from the runs. */
async function addBeside(
  db: Knex,
  trees: readonly GrowingTree[],
  lock: boolean,
): Promise<void> {
  const uidOfResult = await resultUids(db, trees);
  const placeByName = new Map<string, { tree: GrowingTree; row: TreeRow }>();
  const names: Array<[DbInteger, string]> = [];
  for (const tree of trees) {
    for (const row of [...tree.runs, ...tree.copies]) {
      const resultUid = uidOfResult.get(Number(row.result_seq));
      for (const nameOf of resultUid ? [eventListName, logName] : []) {
        const name = nameOf(String(resultUid), String(row.run_uid));
        placeByName.set(besideKey({ result_seq: row.result_seq, name }), {
          tree,
          row,
        });
        names.push([row.result_seq, name]);
      }
    }
  }
  await inPieces(db, names, {
    maxRows: MAX_KEYS,
    work: async piece => {
      const select = db<DbRecordsRow>('records')
        .whereIn(['result_seq', 'name'], piece)
        // What else a client has put there is no part of the run.
        .whereIn('data_type', [EVENT_LIST_TYPE, ...LOG_TYPES])
        .whereNull('status')
        .orderBy('seq')
        .select('seq', 'result_seq', 'name', 'data_type');
      const rows: Array<Omit<BesideRow, 'about'> & Pick<DbRecordsRow, 'name'>> =
        await (lock ? select.forUpdate() : select);
      for (const { name, ...row } of rows) {
        const place = placeByName.get(
          besideKey({ result_seq: row.result_seq, name }),
        );
        place?.tree.beside.push({ ...row, about: place.row.run_uid });
      }
    },
  });
}

async function resultUids(
  db: Knex,
  trees: readonly RunTree[],
): Promise<ReadonlyMap<number, string>> {
  const seqs = new Set(
    trees.flatMap(({ runs, copies }) =>
      [...runs, ...copies].map(({ result_seq }) => Number(result_seq)),
    ),
  );
  const uids = new Map<number, string>();
  await inPieces(db, [...seqs], {
    maxRows: MAX_KEYS,
    work: async piece => {
      const rows: Array<Pick<DbResultsRow, 'seq' | 'uid'>> =
        await db<DbResultsRow>('results')
          .whereIn('seq', piece)
          .select('seq', 'uid');
      rows.forEach(({ seq, uid }) => uids.set(Number(seq), uid));
    },
  });
  return uids;
}

function ownKey(row: TreeRow): string {
  return keyOf(row, row.capture_uid);
}

function keyOf(
  { cluster, parent }: Pick<TreeRow, 'cluster' | 'parent'>,
  uid: string | null,
): string {
  return JSON.stringify([cluster, parent, uid]);
}

function besideKey({
  result_seq,
  name,
}: Pick<DbRecordsRow, 'result_seq' | 'name'>): string {
  return `${result_seq}/${name}`;
}
