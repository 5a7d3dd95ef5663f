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

import type { JsonValue } from '@backstage/types';
import type { Knex } from 'knex';
import { chunked } from '../../chunked';
import { EVENT_LIST_TYPE, LOG_TYPES } from '../dataTypes';
import { isObject } from '../promotion/promotedPaths';
import type { ImportedRecord, ImportedResult } from '../ResultImporter';
import type { DbTombstonesRow } from '../tables';
import type { IncomingRecord } from './StoredRecords';

const UIDS_PER_STATEMENT = 500;

type ResultName = ImportedResult['name'];

/** What retention has removed of what is to be imported, and nobody brought back. */
export class RemovedRuns {
  /**
   * To be called after what is stored was locked: what is removed until then has its
   * tombstone.
   */
  static async read(
    tx: Knex.Transaction,
    options: { cluster: string; incoming: readonly IncomingRecord[] },
  ): Promise<RemovedRuns> {
    const { cluster, incoming } = options;
    const runs = new Set<string>();
    const uids = [...new Set(incoming.flatMap(uidsIn))];
    for (const chunk of chunked(uids, UIDS_PER_STATEMENT)) {
      const rows: Array<Pick<DbTombstonesRow, 'parent' | 'run_uid'>> =
        await tombstones(tx, cluster)
          .whereIn('t.run_uid', chunk)
          .select('t.parent', 't.run_uid');
      rows.forEach(row => runs.add(keyOf(row.parent, row.run_uid)));
    }
    const results = await removedResults(tx, {
      cluster,
      names: incoming.map(({ record }) => record.name),
    });
    return new RemovedRuns({ runs, results });
  }

  private readonly runs: ReadonlySet<string>;
  private readonly results: ReadonlySet<string>;

  private constructor(options: {
    runs: ReadonlySet<string>;
    results: ReadonlySet<string>;
  }) {
    this.runs = options.runs;
    this.results = options.results;
  }

  /**
   * Whether a Record that is not stored is of a run that was removed, or tells of one.
   * Of what tells of runs nothing is left where a Result went with the last of them.
   *
   * @param hasResult - whether the Result of the Record is stored
   */
  has(incoming: IncomingRecord, hasResult: boolean): boolean {
    const { name } = incoming.record;
    const isRemoved = uidsIn(incoming).some(uid =>
      this.runs.has(keyOf(name.parent, uid)),
    );
    return (
      isRemoved ||
      (!hasResult &&
        tellsOfRuns(incoming.record) &&
        this.results.has(keyOf(name.parent, name.result)))
    );
  }
}

/** Which of these Results had runs that were removed, as keys of {@link isAmong}. */
export async function removedResults(
  tx: Knex.Transaction,
  { cluster, names }: { cluster: string; names: readonly ResultName[] },
): Promise<ReadonlySet<string>> {
  const rows: Array<Pick<DbTombstonesRow, 'parent' | 'result_name'>> =
    await tombstones(tx, cluster)
      .whereIn('t.result_name', [...new Set(names.map(name => name.result))])
      .distinct('t.parent', 't.result_name');
  return new Set(rows.map(row => keyOf(row.parent, row.result_name)));
}

/** Whether a Result is one of those that {@link removedResults} has found. */
export function isAmong(
  removed: ReadonlySet<string>,
  { parent, result }: ResultName,
): boolean {
  return removed.has(keyOf(parent, result));
}

/** The full names of those of these Records that held runs which were removed. */
export async function removedRecords(
  tx: Knex.Transaction,
  { cluster, names }: { cluster: string; names: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (names.length === 0) {
    return new Set();
  }
  const rows: Array<
    Pick<DbTombstonesRow, 'parent' | 'result_name' | 'record_name'>
  > = await tombstones(tx, cluster)
    .whereIn(
      't.record_name',
      names.map(name => name.split('/').at(-1) ?? ''),
    )
    .whereIn(
      't.result_name',
      names.map(name => name.split('/').at(-3) ?? ''),
    )
    .select('t.parent', 't.result_name', 't.record_name');
  return new Set(
    rows.map(
      ({ parent, result_name, record_name }) =>
        `${parent}/results/${result_name}/records/${record_name}`,
    ),
  );
}

/** As table `t`; without those of runs that are stored again. */
function tombstones(tx: Knex.Transaction, cluster: string): Knex.QueryBuilder {
  return tx
    .from('tombstones as t')
    .where('t.cluster', cluster)
    .whereRaw(
      `not exists (
         select 1 from records as r
         where r.cluster = t.cluster and r.capture_uid = t.run_uid)`,
    );
}

/** The run that a Record holds, or the objects that it tells of, by their uids. */
function uidsIn({ record, object }: IncomingRecord): string[] {
  const uids: unknown[] = object.run
    ? [object.run.facts.uid]
    : toldUids(record.data?.type ?? '', record.data?.payload);
  return uids.filter(
    // PostgreSQL refuses NUL in a text.
    (uid): uid is string => typeof uid === 'string' && !uid.includes('\u0000'),
  );
}

function tellsOfRuns({ data }: ImportedRecord): boolean {
  return data?.type === EVENT_LIST_TYPE || LOG_TYPES.includes(data?.type ?? '');
}

/** What Logs and lists of events are about, as upstream writes them. */
function toldUids(type: string, payload: JsonValue | undefined): unknown[] {
  if (LOG_TYPES.includes(type)) {
    return [valueAt(payload, ['spec', 'resource', 'uid'])];
  }
  const items =
    type === EVENT_LIST_TYPE ? valueAt(payload, ['items']) : undefined;
  return Array.isArray(items)
    ? items.map(item => valueAt(item, ['involvedObject', 'uid']))
    : [];
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (isObject(at) ? at[key] : undefined),
    value,
  );
}

function keyOf(parent: string, name: string): string {
  return JSON.stringify([parent, name]);
}
