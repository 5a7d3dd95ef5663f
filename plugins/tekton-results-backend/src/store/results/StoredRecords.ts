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
import type { ImportedRecord } from '../ResultImporter';
import type { DbRecordsRow, DbResultsRow } from '../tables';
import { RemovedRuns } from './RemovedRuns';
import type { StoredObject } from './storedObject';

const COLUMNS = [
  'seq',
  'uid',
  'etag',
  'result_seq',
  'name',
  'update_time',
  'create_time',
  'capture_uid',
  'run_uid',
  'owner_run_uid',
  'resource_version',
  'gone_time',
  'last_seen_time',
  'final_stored_time',
  'status',
] as const satisfies ReadonlyArray<keyof DbRecordsRow>;

/** What is known of a stored Record that an imported one may meet. */
export type StoredRow = Pick<DbRecordsRow, (typeof COLUMNS)[number]>;

/** A Record that is to be stored, and what is to be stored of its object. */
export interface IncomingRecord {
  readonly record: ImportedRecord;
  readonly object: StoredObject;
}

type Name = ImportedRecord['name'];

/** What is stored where Records are to be imported; locked. */
export class StoredRecords {
  static async read(
    tx: Knex.Transaction,
    options: { cluster: string; incoming: readonly IncomingRecord[] },
  ): Promise<StoredRecords> {
    const { cluster, incoming } = options;
    const names = incoming.map(({ record }) => record.name);
    const results: Array<Pick<DbResultsRow, 'seq' | 'parent' | 'name'>> =
      await tx<DbResultsRow>('results')
        .where({ cluster })
        .whereIn(
          ['parent', 'name'],
          names.map(({ parent, result }) => [parent, result]),
        )
        .select('seq', 'parent', 'name');
    const resultSeqs = new Map(
      results.map(({ seq, parent, name }) => [
        resultKey({ parent, result: name }),
        Number(seq),
      ]),
    );
    const named: StoredRow[] = await lockedRows(tx).whereIn(
      ['result_seq', 'name'],
      names.flatMap(name => {
        const seq = resultSeqs.get(resultKey(name));
        return seq === undefined ? [] : [[seq, name.record]];
      }),
    );
    const ofRuns: StoredRow[] = await lockedRows(tx)
      .where({ cluster })
      .whereIn(
        'capture_uid',
        incoming.flatMap(({ object }) => object.run?.facts.uid ?? []),
      );
    return new StoredRecords({
      removed: await RemovedRuns.read(tx, options),
      resultSeqs,
      byName: new Map(named.map(row => [`${row.result_seq}/${row.name}`, row])),
      byRun: new Map(ofRuns.map(row => [row.capture_uid, row])),
    });
  }

  private readonly removed: RemovedRuns;
  private readonly resultSeqs: ReadonlyMap<string, number>;
  private readonly byName: ReadonlyMap<string, StoredRow>;
  private readonly byRun: ReadonlyMap<string | null, StoredRow>;

  private constructor(options: {
    removed: RemovedRuns;
    resultSeqs: ReadonlyMap<string, number>;
    byName: ReadonlyMap<string, StoredRow>;
    byRun: ReadonlyMap<string | null, StoredRow>;
  }) {
    this.removed = options.removed;
    this.resultSeqs = options.resultSeqs;
    this.byName = options.byName;
    this.byRun = options.byRun;
  }

  /** The Result of a Record. */
  resultSeq(name: Name): number | undefined {
    return this.resultSeqs.get(resultKey(name));
  }

  /** Whether retention has removed the run of a Record that is not stored. */
  isRemoved(incoming: IncomingRecord): boolean {
    const hasResult = this.resultSeq(incoming.record.name) !== undefined;
    return this.removed.has(incoming, hasResult);
  }

  /**
   * The Record that is stored already: the one that stands for its run, unless
   * the one of its name holds that run, too.
   */
  find({
    record: { name },
    object: { run },
  }: IncomingRecord): StoredRow | undefined {
    const named = this.byName.get(`${this.resultSeq(name)}/${name.record}`);
    return run && named?.run_uid !== run.facts.uid
      ? this.byRun.get(run.facts.uid) ?? named
      : named;
  }
}

function lockedRows(tx: Knex.Transaction): Knex.QueryBuilder {
  return tx<DbRecordsRow>('records').orderBy('seq').forUpdate().select(COLUMNS);
}

function resultKey({ parent, result }: Omit<Name, 'record'>): string {
  return `${parent}/${result}`;
}
