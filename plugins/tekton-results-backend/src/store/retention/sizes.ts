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
import { EVENT_LIST_TYPE } from '../dataTypes';
import { inPieces } from '../pieces';
import type { ExpiryPart } from '../RetentionStore';
import type { DbInteger } from '../tables';
import { seqsOf, type BesideRow, type RunTree } from './runTrees';

const MAX_SEQS = 500;

interface SizeRow {
  readonly record_seq: DbInteger;
  readonly bytes: DbInteger;
}

/** How many bytes a part of each tree takes; zero: there is no such part. */
export async function sizesOf(
  db: Knex,
  trees: readonly RunTree[],
  part: ExpiryPart,
): Promise<number[]> {
  const objects =
    part === 'logs'
      ? new Map<number, number>()
      : await objectSizes(
          db,
          trees.flatMap(tree => objectsOf(tree, part)),
        );
  const logs =
    part === 'events'
      ? new Map<number, number>()
      : await logSizes(
          db,
          trees.flatMap(({ runs }) => runs.map(({ seq }) => Number(seq))),
        );
  return trees.map(tree =>
    seqsOf(tree).reduce(
      (sum, seq) => sum + (objects.get(seq) ?? 0) + (logs.get(seq) ?? 0),
      0,
    ),
  );
}

/** The Records of lists of events in a tree. */
export function eventListsOf({ beside }: RunTree): BesideRow[] {
  return beside.filter(({ data_type }) => data_type === EVENT_LIST_TYPE);
}

function objectsOf(tree: RunTree, part: ExpiryPart): number[] {
  return part === 'events'
    ? eventListsOf(tree).map(({ seq }) => Number(seq))
    : seqsOf(tree);
}

async function objectSizes(
  db: Knex,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const sizes = new Map<number, number>();
  await inPieces(db, seqs, {
    maxRows: MAX_SEQS,
    work: async piece => {
      const rows: SizeRow[] = await db('record_payloads')
        .whereIn('record_seq', piece)
        .select('record_seq', db.raw('length(bytes) as bytes'));
      rows.forEach(row => sizes.set(Number(row.record_seq), Number(row.bytes)));
    },
  });
  return sizes;
}

async function logSizes(
  db: Knex,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const sizes = new Map<number, number>();
  await inPieces(db, seqs, {
    maxRows: MAX_SEQS,
    work: async piece => {
      const rows: SizeRow[] = await db('step_logs as l')
        .join('log_segments as s', 's.log_id', 'l.id')
        .whereIn('l.record_seq', piece)
        .where('s.lost', false)
        .groupBy('l.record_seq')
        .select('l.record_seq', db.raw('sum(s.stored_bytes) as bytes'));
      rows.forEach(row => sizes.set(Number(row.record_seq), Number(row.bytes)));
    },
  });
  return sizes;
}
