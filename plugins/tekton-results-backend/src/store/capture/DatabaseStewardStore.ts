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

import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import {
  isFinished,
  type CaptureGapKind,
  type RunKind,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';
import { chunked } from '../../chunked';
import { EVENT_LIST_TYPE, LOG_TYPES } from '../dataTypes';
import { eventListName, logName } from '../derivedNames';
import type { Lease } from '../Lease';
import { assertLease } from '../leases/assertLease';
import type { PayloadCodec, PayloadReader } from '../payloads';
import { likePattern } from '../runs/containing';
import type {
  ExpiredRun,
  NewCaptureGap,
  StewardedChild,
  StewardedRun,
  StewardStore,
} from '../StewardStore';
import {
  fromDbTime,
  fromDbTimeOrNull,
  toDbTime,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
  type DbTombstonesRow,
} from '../tables';
import { asStoreError, inStoreTransaction } from '../transactions';
import { whereOwnerIsBeside } from '../whereOwnerIsBeside';

const UIDS_PER_STATEMENT = 500;
/** More children than any pipeline has. */
const MAX_CHILDREN = 2_000;

const RUN_COLUMNS = [
  'capture_uid',
  'kind',
  'namespace',
  'run_name',
  'pipeline',
  'task',
  'status',
  'run_completion_time',
  'resource_version',
  'final_stored_time',
  'update_time',
  'parent',
  'name',
  'result_seq',
] as const satisfies ReadonlyArray<keyof DbRecordsRow>;

type StewardedRow = Pick<DbRecordsRow, (typeof RUN_COLUMNS)[number]> &
  DbRecordPayloadsRow & { result_name: string; result_uid: string };

/** Looks after runs in the database. */
export class DatabaseStewardStore implements StewardStore {
  private readonly db: Knex;
  private readonly payloads: PayloadCodec;
  private readonly now: () => number;

  constructor(options: {
    db: Knex;
    payloads: PayloadCodec;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.db = options.db;
    this.payloads = options.payloads;
    this.now = options.now ?? Date.now;
  }

  async liveRuns(
    cluster: string,
    uids: readonly string[],
  ): Promise<StewardedRun[]> {
    const runs: StewardedRun[] = [];
    for (const chunk of chunked(uids, UIDS_PER_STATEMENT)) {
      const rows: StewardedRow[] = await this.db
        .from('records as r')
        .join('record_payloads as p', 'p.record_seq', 'r.seq')
        .join('results as g', 'g.seq', 'r.result_seq')
        .where({ 'r.cluster': cluster })
        .whereIn('r.capture_uid', [...chunk])
        .whereNull('r.gone_time')
        .select([
          ...RUN_COLUMNS.map(column => `r.${column}`),
          'p.encoding',
          'p.dictionary_id',
          'p.bytes',
          'g.name as result_name',
          'g.uid as result_uid',
        ])
        .catch(asStoreError);
      const beside = await this.recordsBeside(rows);
      const reader = await this.payloads
        .reader(this.db, rows)
        .catch(asStoreError);
      runs.push(...rows.map(row => this.stewardedRun(row, { beside, reader })));
    }
    return runs;
  }

  async liveUids(options: {
    cluster: string;
    after?: number;
    limit: number;
  }): Promise<{ uids: string[]; next?: number }> {
    const { cluster, after = 0, limit } = options;
    const rows: Array<Pick<DbRecordsRow, 'seq' | 'capture_uid'>> =
      await this.db<DbRecordsRow>('records')
        .where({ cluster })
        .whereNull('gone_time')
        .whereNotNull('capture_uid')
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .select('seq', 'capture_uid')
        .catch(asStoreError);
    const last = rows.at(-1);
    return {
      uids: rows.map(row => String(row.capture_uid)),
      next: last && rows.length === limit ? Number(last.seq) : undefined,
    };
  }

  async expiredRuns(
    cluster: string,
    uids: readonly string[],
  ): Promise<ExpiredRun[]> {
    const runs: ExpiredRun[] = [];
    for (const chunk of chunked(uids, UIDS_PER_STATEMENT)) {
      const rows: DbTombstonesRow[] = await this.db<DbTombstonesRow>(
        'tombstones',
      )
        .where({ cluster })
        .whereIn('run_uid', chunk)
        .whereNull('gone_time')
        .select('*')
        .catch(asStoreError);
      runs.push(...rows.map(expiredRun));
    }
    return runs;
  }

  async expiredUids(options: {
    cluster: string;
    finalizer: string;
    limit: number;
  }): Promise<string[]> {
    const { cluster, finalizer, limit } = options;
    return this.db<DbTombstonesRow>('tombstones')
      .where({ cluster })
      .whereNull('gone_time')
      .whereRaw(`finalizers like ? escape '!'`, [
        `%"${likePattern(finalizer)}%`,
      ])
      .orderBy('seq')
      .limit(limit)
      .pluck('run_uid')
      .catch(asStoreError);
  }

  async storedUids(
    cluster: string,
    uids: readonly string[],
  ): Promise<Set<string>> {
    const stored = new Set<string>();
    for (const chunk of chunked(uids, UIDS_PER_STATEMENT)) {
      const recorded: Array<string | null> = await this.db<DbRecordsRow>(
        'records',
      )
        .where({ cluster })
        .whereIn('capture_uid', [...chunk])
        .pluck('capture_uid')
        .catch(asStoreError);
      const expired: string[] = await this.db<DbTombstonesRow>('tombstones')
        .where({ cluster })
        .whereIn('run_uid', [...chunk])
        .pluck('run_uid')
        .catch(asStoreError);
      [...recorded, ...expired].forEach(uid => stored.add(String(uid)));
    }
    return stored;
  }

  async children(cluster: string, uid: string): Promise<StewardedChild[]> {
    const rows: Array<
      Pick<
        DbRecordsRow,
        'capture_uid' | 'kind' | 'run_name' | 'status' | 'gone_time'
      >
    > = await this.db
      .from('records as r')
      .where({ 'r.cluster': cluster, 'r.owner_run_uid': uid })
      .whereNotNull('r.capture_uid')
      .where(child => whereOwnerIsBeside(child, 'r'))
      .limit(MAX_CHILDREN)
      .select(
        'r.capture_uid',
        'r.kind',
        'r.run_name',
        'r.status',
        'r.gone_time',
      )
      .catch(asStoreError);
    return rows.map(row => ({
      uid: String(row.capture_uid),
      kind: row.kind as RunKind,
      name: String(row.run_name),
      settled: row.gone_time !== null || isFinished(row.status as RunStatus),
    }));
  }

  async noteGaps(options: {
    cluster: string;
    uid: string;
    gaps: readonly NewCaptureGap[];
    lease?: Lease;
  }): Promise<CaptureGapKind[]> {
    const { cluster, uid, gaps, lease } = options;
    return inStoreTransaction(this.db, async tx => {
      if (lease) {
        await assertLease(tx, lease);
      }
      const record = await tx<DbRecordsRow>('records')
        .where({ cluster, capture_uid: uid })
        .first('seq');
      if (!record || gaps.length === 0) {
        return [];
      }
      const noted: Array<{ what: CaptureGapKind }> = await tx('capture_gaps')
        .insert(
          gaps.map(({ what, reason }) => ({
            what,
            reason,
            record_seq: record.seq,
            create_time: toDbTime(this.now()),
          })),
        )
        .onConflict(['record_seq', 'what'])
        .ignore()
        .returning('what');
      return noted.map(({ what }) => what);
    });
  }

  /**
   * Which of the Records are there that tell of the events and logs of runs; their
   * names derive from the run.
   *
   * @returns the types of the Records by {@link besideKey}
   */
  private async recordsBeside(
    rows: readonly StewardedRow[],
  ): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const chunk of chunked(rows, UIDS_PER_STATEMENT / 2)) {
      const records: Array<
        Pick<DbRecordsRow, 'result_seq' | 'name' | 'data_type'>
      > = await this.db<DbRecordsRow>('records')
        .whereIn(
          ['result_seq', 'name'],
          chunk.flatMap(row => [
            [row.result_seq, eventListName(row.result_uid, uidOf(row))],
            [row.result_seq, logName(row.result_uid, uidOf(row))],
          ]),
        )
        .select('result_seq', 'name', 'data_type')
        .catch(asStoreError);
      for (const record of records) {
        found.set(besideKey(record), record.data_type);
      }
    }
    return found;
  }

  private stewardedRun(
    row: StewardedRow,
    options: {
      beside: ReadonlyMap<string, string>;
      reader: PayloadReader;
    },
  ): StewardedRun {
    const { beside, reader } = options;
    const status = row.status as RunStatus;
    const result = `${row.parent}/results/${row.result_name}`;
    const { result_seq } = row;
    const eventList = eventListName(row.result_uid, uidOf(row));
    const log = logName(row.result_uid, uidOf(row));
    const typeOf = (name: string) =>
      beside.get(besideKey({ result_seq, name })) ?? '';
    return {
      uid: uidOf(row),
      kind: row.kind as RunKind,
      namespace: String(row.namespace),
      name: String(row.run_name),
      pipeline: row.pipeline ?? undefined,
      task: row.task ?? undefined,
      status,
      completedAt: fromDbTimeOrNull(row.run_completion_time),
      resourceVersion: Number(row.resource_version),
      storedAt: fromDbTime(row.update_time),
      finalStoredAt: isFinished(status)
        ? // Runs that an earlier version stored do not tell.
          fromDbTimeOrNull(row.final_stored_time) ?? fromDbTime(row.update_time)
        : undefined,
      result,
      record: `${result}/records/${row.name}`,
      eventListRecord:
        typeOf(eventList) === EVENT_LIST_TYPE
          ? `${result}/records/${eventList}`
          : undefined,
      log: LOG_TYPES.includes(typeOf(log))
        ? `${result}/logs/${log}`
        : undefined,
      // A run that parses is a JSON object.
      payload: reader.decode(row) as JsonObject,
    };
  }
}

function expiredRun(row: DbTombstonesRow): ExpiredRun {
  return {
    uid: row.run_uid,
    // Only this store writes these columns, from the same types.
    kind: row.kind as RunKind,
    namespace: row.parent,
    name: row.run_name,
    resourceVersion: Number(row.resource_version),
    finalizers: row.finalizers === null ? [] : JSON.parse(row.finalizers),
  };
}

function uidOf({ capture_uid }: Pick<DbRecordsRow, 'capture_uid'>): string {
  return String(capture_uid);
}

function besideKey({
  result_seq,
  name,
}: Pick<DbRecordsRow, 'result_seq' | 'name'>): string {
  return `${result_seq}/${name}`;
}
