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
import {
  isFinished,
  type RunKind,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import { chunked } from '../../chunked';
import type { Lease } from '../Lease';
import { assertLease } from '../leases/assertLease';
import type {
  LogCaptureStore,
  LogDescription,
  LoggedRun,
} from '../LogCaptureStore';
import type { PayloadCodec, PayloadReader } from '../payloads';
import type { LeafDictionary } from '../promotion/leafSignature';
import {
  fromDbTime,
  fromDbTimeOrNull,
  type DbInteger,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
} from '../tables';
import { asStoreError, inStoreTransaction } from '../transactions';
import { whereOwnerIsBeside } from '../whereOwnerIsBeside';
import { LogRecordWriter } from './LogRecordWriter';

const UIDS_PER_STATEMENT = 500;
/** More TaskRuns than any pipeline has. */
const MAX_CHILDREN = 2_000;
/** Among so many of the youngest Records those are looked for that went unseen. */
const YOUNGEST = 2_000;

const RUN_COLUMNS = [
  'cluster',
  'capture_uid',
  'kind',
  'namespace',
  'run_name',
  'owner_run_uid',
  'status',
  'gone_time',
  'final_stored_time',
  'update_time',
] as const satisfies ReadonlyArray<keyof DbRecordsRow>;

type LoggedRow = Pick<DbRecordsRow, (typeof RUN_COLUMNS)[number]> &
  DbRecordPayloadsRow & { described: DbInteger | null };

type ChildRow = Pick<
  DbRecordsRow,
  'capture_uid' | 'gone_time' | 'last_seen_time'
> & { described: DbInteger | null };

type FoundRow = Pick<DbRecordsRow, 'seq' | 'capture_uid'>;

/** Where {@link DatabaseLogCaptureStore.undescribed} goes on. */
const STEPS = ['streaming', 'gone', 'live'] as const;

/** Knows runs, and which of them are done with their logs, in the database. */
export class DatabaseLogCaptureStore implements LogCaptureStore {
  private readonly db: Knex;
  private readonly payloads: PayloadCodec;
  private readonly writer: LogRecordWriter;
  private readonly now: () => number;

  constructor(options: {
    db: Knex;
    payloads: PayloadCodec;
    leaves: LeafDictionary;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.db = options.db;
    this.payloads = options.payloads;
    this.writer = new LogRecordWriter(options);
    this.now = options.now ?? Date.now;
  }

  async runs(cluster: string, uids: readonly string[]): Promise<LoggedRun[]> {
    const runs: LoggedRun[] = [];
    for (const chunk of chunked(uids, UIDS_PER_STATEMENT)) {
      const rows: LoggedRow[] = await this.db
        .from('records as r')
        .join('record_payloads as p', 'p.record_seq', 'r.seq')
        .leftJoin('run_logs as m', 'm.record_seq', 'r.seq')
        .where({ 'r.cluster': cluster })
        .where(wasInCluster)
        .whereIn('r.capture_uid', [...chunk])
        .select([
          ...RUN_COLUMNS.map(column => `r.${column}`),
          'p.encoding',
          'p.dictionary_id',
          'p.bytes',
          'm.record_seq as described',
        ])
        .catch(asStoreError);
      const reader = await this.payloads
        .reader(this.db, rows)
        .catch(asStoreError);
      runs.push(...rows.map(row => this.loggedRun(row, reader)));
    }
    return runs;
  }

  async children(
    cluster: string,
    uid: string,
  ): Promise<Array<{ uid: string; described: boolean }>> {
    const rows: ChildRow[] = await this.db
      .from('records as r')
      .leftJoin('run_logs as m', 'm.record_seq', 'r.seq')
      .where({
        'r.cluster': cluster,
        'r.owner_run_uid': uid,
        'r.kind': 'TaskRun',
      })
      .whereNotNull('r.capture_uid')
      .where(child => whereOwnerIsBeside(child, 'r'))
      .limit(MAX_CHILDREN)
      .select(
        'r.capture_uid',
        'r.gone_time',
        'r.last_seen_time',
        'm.record_seq as described',
      )
      .catch(asStoreError);
    return rows.map(row => ({
      uid: String(row.capture_uid),
      described:
        row.described !== null ||
        (row.gone_time !== null && row.last_seen_time === null),
    }));
  }

  async undescribed(options: {
    cluster: string;
    after?: string;
    limit: number;
  }): Promise<{ uids: string[]; next?: string }> {
    const { cluster, after = `${STEPS[0]} 0`, limit } = options;
    const [step, seq] = after.split(' ');
    const rows = await this.undescribedRows(step, {
      cluster,
      after: Number(seq),
      limit,
    }).catch(asStoreError);
    const last = rows.at(-1);
    const following = STEPS.find((_name, index) => STEPS[index - 1] === step);
    const start = following && `${following} 0`;
    return {
      uids: rows.map(row => String(row.capture_uid)),
      // The youngest that are gone are found at once.
      next:
        last && rows.length === limit && step !== 'gone'
          ? `${step} ${last.seq}`
          : start,
    };
  }

  async noteHole(
    logId: number,
    options: { reason: string; lease?: Lease },
  ): Promise<void> {
    const { reason, lease } = options;
    await inStoreTransaction(this.db, async tx => {
      if (lease) {
        await assertLease(tx, lease);
      }
      await tx('step_logs')
        .where({ id: logId, state: 'streaming' })
        .update({ cause: 'rotated', reason });
    });
  }

  async describe(options: {
    cluster: string;
    uid: string;
    description?: LogDescription;
    lease?: Lease;
  }): Promise<void> {
    const { cluster, uid, description, lease } = options;
    await inStoreTransaction(this.db, async tx => {
      if (lease) {
        await assertLease(tx, lease);
      }
      const run = await tx<DbRecordsRow>('records')
        .where({ cluster, capture_uid: uid })
        .forKeyShare()
        .first(
          'seq',
          'result_seq',
          'capture_uid',
          'kind',
          'namespace',
          'run_name',
        );
      if (!run) {
        return;
      }
      const known = await tx('run_logs')
        .where({ record_seq: run.seq })
        .first('record_seq');
      if (known) {
        return;
      }
      const logSeq =
        description &&
        (await this.writer.write(tx, { run, description, now: this.now() }));
      await tx('run_logs').insert({
        record_seq: run.seq,
        log_record_seq: logSeq ?? null,
      });
    });
  }

  private async undescribedRows(
    step: string,
    options: { cluster: string; after: number; limit: number },
  ): Promise<FoundRow[]> {
    const { cluster, after, limit } = options;
    const runs = this.db
      .from('records as r')
      .leftJoin('run_logs as m', 'm.record_seq', 'r.seq')
      .where({ 'r.cluster': cluster })
      .where(wasInCluster)
      .whereIn('r.kind', ['PipelineRun', 'TaskRun'])
      .whereNotNull('r.capture_uid')
      .whereNull('m.record_seq')
      .select('r.seq', 'r.capture_uid');
    if (step === 'gone') {
      const youngest: { seq: DbInteger | null } | undefined = await this.db
        .from('records')
        .max('seq as seq')
        .first();
      const from = Number(youngest?.seq ?? 0) - YOUNGEST;
      return runs.whereNotNull('r.gone_time').where('r.seq', '>', from);
    }
    if (step === 'live') {
      runs.whereNull('r.gone_time');
    } else {
      runs.whereIn(
        'r.seq',
        this.db
          .from('step_logs')
          .where({ state: 'streaming' })
          .whereNotNull('record_seq')
          .select('record_seq'),
      );
    }
    return runs.where('r.seq', '>', after).orderBy('r.seq').limit(limit);
  }

  private loggedRun(row: LoggedRow, reader: PayloadReader): LoggedRun {
    const status = row.status as RunStatus;
    return {
      cluster: row.cluster,
      uid: String(row.capture_uid),
      kind: row.kind as RunKind,
      namespace: String(row.namespace),
      name: String(row.run_name),
      status,
      ownerUid: row.owner_run_uid ?? undefined,
      gone: row.gone_time !== null,
      finalStoredAt: isFinished(status)
        ? // Runs that an earlier version stored do not tell.
          fromDbTimeOrNull(row.final_stored_time) ?? fromDbTime(row.update_time)
        : undefined,
      described: row.described !== null,
      // A run that parses is a JSON object.
      payload: reader.decode(row) as JsonObject,
    };
  }
}

/** Of runs that are imported, and that the cluster never had, there are no pods. */
function wasInCluster(query: Knex.QueryBuilder): void {
  query.whereNull('r.gone_time').orWhereNotNull('r.last_seen_time');
}
