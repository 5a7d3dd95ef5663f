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

import type { JsonObject, JsonValue } from '@backstage/types';
import type { Knex } from 'knex';
import { mapInTurns } from '../../turnsOfOthers';
import type { PayloadCodec } from '../payloads';
import { inPieces, type PieceSizeOptions } from '../pieces';
import { isObject } from '../promotion/promotedPaths';
import type {
  DbRecordPayloadsRow,
  DbResultsRow,
  DbTombstonesRow,
} from '../tables';
import { toDbTime } from '../tables';
import type { RunTree, TreeRow } from './runTrees';

/** Their objects are read, and lie all over the file of SQLite. */
const RUNS: PieceSizeOptions = { maxRows: 30, minRows: 5, startRows: 10 };

/**
 * Writes the tombstones of all runs of trees, while these are still there.
 *
 * @param options - `now`: ms since 1970 (UTC)
 */
export async function buryRuns(
  tx: Knex.Transaction,
  trees: readonly RunTree[],
  options: { policy: string; payloads: PayloadCodec; now: number },
): Promise<void> {
  const runs = trees.flatMap(tree => tree.runs);
  await inPieces(tx, runs, {
    ...RUNS,
    work: async piece => {
      const names = await resultNames(tx, piece);
      const objects = await storedObjects(tx, piece);
      const reader = await options.payloads.reader(tx, [...objects.values()]);
      const rows = await mapInTurns(piece, run => {
        const payload = objects.get(Number(run.seq));
        return tombstone(run, {
          ...options,
          resultName: names.get(Number(run.result_seq)) ?? '',
          object: payload && reader.decode(payload),
        });
      });
      await tx<DbTombstonesRow>('tombstones')
        .insert(rows)
        .onConflict(['run_uid', 'cluster'])
        .merge();
    },
  });
}

function tombstone(
  run: TreeRow,
  options: {
    policy: string;
    payloads: PayloadCodec;
    now: number;
    resultName: string;
    object: JsonValue | undefined;
  },
): Omit<DbTombstonesRow, 'seq'> {
  const { policy, payloads, now, resultName, object } = options;
  const finalizers = finalizersOf(object);
  return {
    cluster: run.cluster,
    run_uid: String(run.capture_uid),
    parent: run.parent,
    result_name: resultName,
    record_name: run.name,
    data_type: run.data_type,
    kind: run.kind ?? '',
    run_name: run.run_name ?? '',
    status: run.status ?? '',
    run_created_time: run.run_created_time,
    run_start_time: run.run_start_time,
    run_completion_time: run.run_completion_time,
    policy,
    removal_time: toDbTime(now),
    gone_time: run.gone_time,
    resource_version: run.resource_version ?? 0,
    finalizers: finalizers.length > 0 ? JSON.stringify(finalizers) : null,
    ...payloads.encode(JSON.stringify(accessSkeleton(object))),
  };
}

/** What of an object may decide on who sees it, but for filters. */
function accessSkeleton(object: unknown): JsonObject {
  const { kind = null, metadata } = jsonObject(object);
  const { labels = null, annotations = null } = jsonObject(metadata);
  return { kind, metadata: { labels, annotations } };
}

/** The finalizers that an object has. */
export function finalizersOf(object: unknown): string[] {
  const { finalizers } = jsonObject(jsonObject(object).metadata);
  return Array.isArray(finalizers)
    ? finalizers.filter(name => typeof name === 'string')
    : [];
}

function jsonObject(value: unknown): JsonObject {
  // What is in an object of JSON is JSON.
  return isObject(value) ? (value as JsonObject) : {};
}

async function resultNames(
  tx: Knex.Transaction,
  runs: readonly TreeRow[],
): Promise<ReadonlyMap<number, string>> {
  const rows: Array<Pick<DbResultsRow, 'seq' | 'name'>> =
    await tx<DbResultsRow>('results')
      .whereIn('seq', [...new Set(runs.map(({ result_seq }) => result_seq))])
      .select('seq', 'name');
  return new Map(rows.map(({ seq, name }) => [Number(seq), name]));
}

async function storedObjects(
  tx: Knex.Transaction,
  runs: readonly TreeRow[],
): Promise<ReadonlyMap<number, DbRecordPayloadsRow>> {
  const rows: DbRecordPayloadsRow[] = await tx<DbRecordPayloadsRow>(
    'record_payloads',
  )
    .whereIn(
      'record_seq',
      runs.map(({ seq }) => seq),
    )
    .select('*');
  return new Map(rows.map(row => [Number(row.record_seq), row]));
}
