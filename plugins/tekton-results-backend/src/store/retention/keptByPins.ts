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
import { EVENT_LIST_TYPE, LOG_TYPES } from '../dataTypes';
import { eventListName, logName } from '../derivedNames';
import type { DbPinsRow, DbRecordsRow, DbResultsRow } from '../tables';
import { findPinned, isPinned } from './pinnedTrees';
import { readTrees, TREE_COLUMNS, type TreeRow } from './runTrees';

const UIDS_PER_STATEMENT = 400;

/** A run that may be stored. */
export type PinKeptRef = Pick<TreeRow, 'cluster' | 'parent'> & {
  readonly uid: string;
};

/** What is read of a Record that is about to be deleted. */
type KeptRow = Pick<
  DbRecordsRow,
  | 'cluster'
  | 'parent'
  | 'name'
  | 'result_seq'
  | 'data_type'
  | 'run_uid'
  | 'status'
>;

/**
 * Whether one of these Records belongs to a tree of which a run is pinned. They are
 * to be locked: none of them can be pinned meanwhile then.
 */
export async function areRecordsKept(
  tx: Knex.Transaction,
  cluster: string,
  rows: readonly KeptRow[],
): Promise<boolean> {
  if (!(await hasPins(tx, cluster))) {
    return false;
  }
  const beside = rows.filter(isBeside);
  return areRunsKept(tx, [
    ...rows.flatMap(runIn),
    ...(beside.length > 0 ? await runsToldOf(tx, beside) : []),
  ]);
}

/** What decides to which tree a Record belongs. */
type PlacedRow = Pick<
  DbRecordsRow,
  'capture_uid' | 'run_uid' | 'owner_run_uid' | 'status' | 'data_type'
>;

/**
 * Whether a Record would belong to another tree after a change, or to none: a pin
 * would keep it no longer then, or not the same.
 */
export function leavesTree(row: PlacedRow, next: PlacedRow): boolean {
  return placeInTree(row) !== placeInTree(next);
}

function placeInTree(row: PlacedRow): string {
  const { capture_uid, run_uid, owner_run_uid, status } = row;
  // Of what is no run, the uid says nothing.
  const run = status === null ? [] : [run_uid, owner_run_uid];
  return JSON.stringify([capture_uid, isBeside(row), ...run]);
}

/** Whether one of these runs belongs to a tree of which a run is pinned. */
export async function areRunsKept(
  db: Knex,
  refs: readonly PinKeptRef[],
): Promise<boolean> {
  const owners = await withOwners(db, refs);
  // The top of a tree is among them, so these have all that goes with it.
  const trees = [{ runs: owners }, ...(await readTrees(db, owners))];
  const pinned = await findPinned(db, trees);
  return trees.some(tree => isPinned(tree, pinned));
}

/** Most have none, and need not look at more. */
async function hasPins(db: Knex, cluster: string): Promise<boolean> {
  return (
    (await db<DbPinsRow>('pins').where({ cluster }).first('run_uid')) !==
    undefined
  );
}

function isBeside({ data_type }: Pick<KeptRow, 'data_type'>): boolean {
  return data_type === EVENT_LIST_TYPE || LOG_TYPES.includes(data_type);
}

function runIn({ cluster, parent, run_uid, status }: KeptRow): PinKeptRef[] {
  return run_uid !== null && status !== null
    ? [{ cluster, parent, uid: run_uid }]
    : [];
}

/** The runs of which Logs and lists of events tell: their names derive from them. */
async function runsToldOf(
  tx: Knex.Transaction,
  beside: readonly KeptRow[],
): Promise<PinKeptRef[]> {
  // They are of one Result, or a single one.
  const [{ result_seq }] = beside;
  const result = await tx<DbResultsRow>('results')
    .where({ seq: result_seq })
    .first('uid');
  const names = new Set(beside.map(({ name }) => name));
  const rows: KeptRow[] = await tx<DbRecordsRow>('records')
    .where({ result_seq })
    .whereNotNull('status')
    .select(
      'cluster',
      'parent',
      'name',
      'result_seq',
      'data_type',
      'run_uid',
      'status',
    );
  return rows
    .flatMap(runIn)
    .filter(({ uid }) =>
      [eventListName, logName].some(
        nameOf => result && names.has(nameOf(result.uid, uid)),
      ),
    );
}

/** Runs, and whoever owns them, at any height. */
async function withOwners(
  db: Knex,
  refs: readonly PinKeptRef[],
): Promise<TreeRow[]> {
  const found = new Map<string, TreeRow>();
  for (let level = refs; level.length > 0; ) {
    const rows = await storedRuns(db, level);
    rows.forEach(row => found.set(keyOf(refOf(row)), row));
    // Whoever posts runs that own each other makes no loop here.
    level = rows.flatMap(ownerOf).filter(ref => !found.has(keyOf(ref)));
  }
  return [...found.values()];
}

async function storedRuns(
  db: Knex,
  refs: readonly PinKeptRef[],
): Promise<TreeRow[]> {
  const keys = new Set(refs.map(keyOf));
  const found: TreeRow[] = [];
  for (const cluster of new Set(refs.map(ref => ref.cluster))) {
    const uids = refs.filter(ref => ref.cluster === cluster);
    for (const chunk of chunked(uids, UIDS_PER_STATEMENT)) {
      const rows: TreeRow[] = await db<DbRecordsRow>('records')
        .where({ cluster })
        .whereIn(
          'capture_uid',
          chunk.map(({ uid }) => uid),
        )
        .select([...TREE_COLUMNS]);
      found.push(...rows.filter(row => keys.has(keyOf(refOf(row)))));
    }
  }
  return found;
}

function refOf({ cluster, parent, capture_uid }: TreeRow): PinKeptRef {
  return { cluster, parent, uid: String(capture_uid) };
}

/** As with trees, an owner in another namespace is none. */
function ownerOf({ cluster, parent, owner_run_uid }: TreeRow): PinKeptRef[] {
  return owner_run_uid === null
    ? []
    : [{ cluster, parent, uid: owner_run_uid }];
}

function keyOf({ cluster, parent, uid }: PinKeptRef): string {
  return JSON.stringify([cluster, parent, uid]);
}
