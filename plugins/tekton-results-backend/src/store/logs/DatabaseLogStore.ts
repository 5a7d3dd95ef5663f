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
import type { Lease } from '../Lease';
import { assertLease } from '../leases/assertLease';
import type {
  LogCause,
  LogKey,
  LogResumePoint,
  LogSegment,
  LogStore,
  NewStepLog,
  StepLog,
  StepLogState,
} from '../LogStore';
import {
  toDbTime,
  toDbTimeOrNull,
  type DbLogDiscardsRow,
  type DbLogSegmentsRow,
  type DbRecordsRow,
  type DbStepLogsRow,
} from '../tables';
import { asStoreError, inStoreTransaction } from '../transactions';
import { discardWithoutRecord } from './discardSegments';
import { expireLogs } from './expireLogs';
import { lockSettledLogs, loseSegments } from './loseSegments';
import { makeWayForWhole } from './makeWayForWhole';
import { outcomeColumns } from './outcomeColumns';
import {
  fromLogSegment,
  selectStepLogs,
  toLogSegment,
  toStepLog,
  type StepLogRow,
} from './stepLogRows';

const ROWS_PER_STATEMENT = 300;
/** Each may have thousands of segments. */
const LOGS_PER_TRANSACTION = 50;

/** Keeps in the database what is known of logs. */
export class DatabaseLogStore implements LogStore {
  private readonly db: Knex;
  private readonly now: () => number;

  constructor(options: {
    db: Knex;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.db = options.db;
    this.now = options.now ?? Date.now;
  }

  async logsOf(
    cluster: string,
    runUids: readonly string[],
  ): Promise<readonly StepLog[]> {
    const logs: StepLog[] = [];
    for (const chunk of chunked(runUids, ROWS_PER_STATEMENT)) {
      logs.push(
        ...(await readLogs(this.db, cluster, chunk).catch(asStoreError)),
      );
    }
    return logs.sort(byRunAttemptAndPosition);
  }

  async open(
    logs: readonly NewStepLog[],
    options: { lease?: Lease },
  ): Promise<readonly StepLog[]> {
    const opened: StepLog[] = [];
    for (const [cluster, ofCluster] of groupedByCluster(logs)) {
      for (const chunk of chunked(ofCluster, ROWS_PER_STATEMENT)) {
        opened.push(
          ...(await this.write(options.lease, tx =>
            this.openIn(tx, cluster, chunk),
          )),
        );
      }
    }
    return opened.sort(byRunAttemptAndPosition);
  }

  async openWhole(log: NewStepLog): Promise<StepLog | undefined> {
    return this.write(undefined, async tx => {
      if (!(await makeWayForWhole(tx, log, this.now()))) {
        return undefined;
      }
      const [opened] = await this.openIn(tx, log.cluster, [log]);
      return opened;
    });
  }

  async append(
    log: StepLog,
    segment: LogSegment,
    options: {
      resume?: LogResumePoint;
      firstLineAt?: number;
      lastLineAt?: number;
      lease?: Lease;
    },
  ): Promise<StepLog | undefined> {
    const { resume, firstLineAt, lastLineAt, lease } = options;
    return this.write(lease, async tx => {
      const locked = await tx<DbStepLogsRow>('step_logs')
        .where({ id: log.id, state: 'streaming', segments: segment.number })
        .whereNotNull('record_seq')
        .forUpdate()
        .first('first_line_time');
      if (!locked) {
        return undefined;
      }
      await tx<DbLogSegmentsRow>('log_segments').insert(
        fromLogSegment(log.id, segment),
      );
      await tx<DbStepLogsRow>('step_logs')
        .where({ id: log.id })
        .update({
          bytes: segment.firstByte + segment.bytes,
          lines: segment.firstLine + segment.lines,
          segments: segment.number + 1,
          first_line_time:
            locked.first_line_time ?? toDbTimeOrNull(firstLineAt),
          ...(lastLineAt === undefined
            ? {}
            : { last_line_time: toDbTime(lastLineAt) }),
          resume_time: resume?.time ?? null,
          resume_lines: resume?.lines ?? null,
          resume_hash: resume?.hash ?? null,
        });
      const row: StepLogRow | undefined = await selectStepLogs(tx)
        .where('l.id', log.id)
        .first();
      return row && toStepLog(row);
    });
  }

  async settle(
    id: number,
    outcome: {
      state: Exclude<StepLogState, 'streaming' | 'expired'>;
      cause?: LogCause;
      reason?: string;
    },
    options: { lease?: Lease },
  ): Promise<void> {
    await this.write(options.lease, async tx => {
      await tx<DbStepLogsRow>('step_logs')
        .where({ id, state: 'streaming' })
        .update(outcomeColumns(outcome, this.now()));
    });
  }

  async segments(
    id: number,
    range?: { from: number; to: number },
  ): Promise<readonly LogSegment[]> {
    const query = this.db<DbLogSegmentsRow>('log_segments')
      .where({ log_id: id })
      .orderBy('number')
      .select('*');
    if (range) {
      query
        .where('first_line', '<', range.to)
        .whereRaw('first_line + lines >= ?', [range.from]);
    }
    const rows: DbLogSegmentsRow[] = await query.catch(asStoreError);
    return rows.map(toLogSegment);
  }

  async expire(
    ids: readonly number[],
    outcome: { cause: LogCause; reason?: string },
  ): Promise<void> {
    for (const chunk of chunked(inOrder(ids), LOGS_PER_TRANSACTION)) {
      await inStoreTransaction(this.db, tx =>
        expireLogs(tx, chunk, { ...outcome, now: this.now() }),
      );
    }
  }

  async noteLost(driver: string, keys: readonly string[]): Promise<void> {
    for (const chunk of chunked(keys, ROWS_PER_STATEMENT)) {
      await inStoreTransaction(this.db, async tx => {
        const settled = await lockSettledLogs(tx, { driver, keys: chunk });
        await loseSegments(tx, settled, { driver, keys: chunk });
        await tx<DbStepLogsRow>('step_logs')
          .whereIn('id', settled)
          .update(
            outcomeColumns(
              { state: 'partial', cause: 'bytesMissing' },
              this.now(),
            ),
          );
      });
    }
  }

  async discarded(options: {
    drivers: readonly string[];
    after?: number;
    limit: number;
  }): Promise<{ keys: readonly LogKey[]; next?: number }> {
    const { drivers, after = 0, limit } = options;
    await this.discardAllWithoutRecord();
    const rows: DbLogDiscardsRow[] = await this.db<DbLogDiscardsRow>(
      'log_discards',
    )
      .whereIn('driver', [...drivers])
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .select('*')
      .catch(asStoreError);
    return {
      keys: rows.map(({ driver, key }) => ({ driver, key })),
      next: nextAfter(rows, limit),
    };
  }

  async forget(keys: readonly LogKey[]): Promise<void> {
    for (const chunk of chunked(keys, ROWS_PER_STATEMENT)) {
      await this.db<DbLogDiscardsRow>('log_discards')
        .whereIn(
          ['driver', 'key'],
          chunk.map(({ driver, key }) => [driver, key]),
        )
        .delete()
        .catch(asStoreError);
    }
  }

  async knownKeys(
    driver: string,
    keys: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (const chunk of chunked(keys, ROWS_PER_STATEMENT)) {
      for (const table of ['log_segments', 'log_discards']) {
        const found: string[] = await this.db(table)
          .where({ driver })
          .whereIn('key', chunk)
          .pluck('key')
          .catch(asStoreError);
        found.forEach(key => known.add(key));
      }
    }
    return known;
  }

  async keysOf(options: {
    driver: string;
    after?: number;
    limit: number;
  }): Promise<{
    keys: ReadonlyArray<{ key: string; storedBytes: number; logId: number }>;
    next?: number;
  }> {
    const { driver, after = 0, limit } = options;
    const rows: Array<
      Pick<DbLogSegmentsRow, 'id' | 'key' | 'stored_bytes' | 'log_id'>
    > = await this.db<DbLogSegmentsRow>('log_segments')
      .where({ driver, lost: false })
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .select('id', 'key', 'stored_bytes', 'log_id')
      .catch(asStoreError);
    return {
      keys: rows.map(row => ({
        key: row.key,
        storedBytes: Number(row.stored_bytes),
        logId: Number(row.log_id),
      })),
      next: nextAfter(rows, limit),
    };
  }

  private async discardAllWithoutRecord(): Promise<void> {
    let moved: number;
    do {
      moved = await inStoreTransaction(this.db, tx =>
        discardWithoutRecord(tx, LOGS_PER_TRANSACTION),
      );
    } while (moved === LOGS_PER_TRANSACTION);
  }

  private async openIn(
    tx: Knex.Transaction,
    cluster: string,
    logs: readonly NewStepLog[],
  ): Promise<StepLog[]> {
    const runUids = [...new Set(logs.map(({ runUid }) => runUid))];
    const records: Array<Pick<DbRecordsRow, 'seq' | 'capture_uid'>> =
      await tx<DbRecordsRow>('records')
        .where({ cluster })
        .whereIn('capture_uid', runUids)
        .orderBy('seq')
        // Not deleted before the logs are there.
        .forKeyShare()
        .select('seq', 'capture_uid');
    const seqs = new Map(records.map(row => [row.capture_uid, row.seq]));
    const rows = logs.flatMap(log => {
      const seq = seqs.get(log.runUid);
      return seq === undefined ? [] : [this.newRow(log, seq)];
    });
    if (rows.length > 0) {
      await tx<DbStepLogsRow>('step_logs')
        .insert(rows)
        .onConflict(['record_seq', 'attempt', 'container'])
        .ignore();
    }
    const asked = new Set(logs.map(nameKey));
    const stored = await readLogs(tx, cluster, runUids);
    return stored.filter(log => asked.has(nameKey(log)));
  }

  private newRow(log: NewStepLog, recordSeq: DbRecordsRow['seq']) {
    return {
      record_seq: recordSeq,
      attempt: log.attempt,
      container: log.container,
      kind: log.kind,
      step: log.step,
      position: log.position,
      pod_name: log.podName,
      state: 'streaming',
      state_time: toDbTime(this.now()),
    };
  }

  private write<T>(
    lease: Lease | undefined,
    work: (tx: Knex.Transaction) => Promise<T>,
  ): Promise<T> {
    return inStoreTransaction(this.db, async tx => {
      if (lease) {
        await assertLease(tx, lease);
      }
      return work(tx);
    });
  }
}

async function readLogs(
  db: Knex,
  cluster: string,
  runUids: readonly string[],
): Promise<StepLog[]> {
  const rows: StepLogRow[] = await selectStepLogs(db)
    .where('r.cluster', cluster)
    .whereIn('r.capture_uid', runUids);
  return rows.map(toStepLog);
}

function groupedByCluster(
  logs: readonly NewStepLog[],
): ReadonlyMap<string, NewStepLog[]> {
  const groups = new Map<string, NewStepLog[]>();
  for (const log of logs) {
    groups.set(log.cluster, [...(groups.get(log.cluster) ?? []), log]);
  }
  return groups;
}

function nameKey(log: NewStepLog): string {
  return JSON.stringify([log.runUid, log.attempt, log.container]);
}

function byRunAttemptAndPosition(a: StepLog, b: StepLog): number {
  return (
    compareTexts(a.runUid, b.runUid) ||
    a.attempt - b.attempt ||
    a.position - b.position ||
    a.id - b.id
  );
}

function compareTexts(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

/** So that two transactions do not wait for each other. */
function inOrder(ids: readonly number[]): number[] {
  return [...ids].sort((a, b) => a - b);
}

function nextAfter(
  rows: ReadonlyArray<Pick<DbLogSegmentsRow, 'id'>>,
  limit: number,
): number | undefined {
  const last = rows.at(-1);
  return last && rows.length === limit ? Number(last.id) : undefined;
}
