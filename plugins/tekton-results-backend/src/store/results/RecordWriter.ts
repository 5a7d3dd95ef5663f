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

import { randomUUID } from 'crypto';
import type { Knex } from 'knex';
import type { WriteGuard } from '../access/WriteGuard';
import { AttributeWriter } from '../attributes/AttributeWriter';
import { updateFailureCauses } from '../capture/failureCauses';
import { etagOf, firstEtag, nextEtag } from '../etags';
import type { FinishedRuns, PayloadCodec } from '../payloads';
import type { LeafDictionary } from '../promotion/leafSignature';
import { areRecordsKept, leavesTree } from '../retention/keptByPins';
import type { StoredRecord } from '../ResultStore';
import type {
  RecordChanges,
  RecordData,
  RecordName,
  WriteOutcome,
} from '../ResultWriter';
import {
  fromDbTime,
  toDbTime,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
} from '../tables';
import { asPosted, asWritten, claimRun, passOnRuns } from './claimRun';
import { recordsWithObjects, type RecordListRow } from './recordList';
import { hasPayload, insertRecord, lockedRecord } from './recordStatements';
import { toRecord } from './resultRows';
import { storedObject, type StoredObject } from './storedObject';
import { resultNamed } from './writeResults';

/** Writes Records within a transaction, see {@link ResultWriter}. */
export class RecordWriter {
  private readonly payloads: PayloadCodec;
  private readonly leaves: LeafDictionary;
  private readonly attributes = new AttributeWriter();

  constructor(options: { payloads: PayloadCodec; leaves: LeafDictionary }) {
    this.payloads = options.payloads;
    this.leaves = options.leaves;
  }

  async create(
    tx: Knex.Transaction,
    guard: WriteGuard,
    options: {
      name: RecordName;
      data: RecordData | undefined;
      finished: FinishedRuns;
      now: number;
    },
  ): Promise<WriteOutcome<StoredRecord>> {
    const { name, data, finished, now } = options;
    // Keeps the Result from being deleted meanwhile.
    const [result] = await resultNamed(tx, name).forKeyShare();
    if (!(await guard.seesResult(result)) || !result) {
      return { refused: 'missing' };
    }
    const object = storedObject({
      payload: data?.payload,
      createTime: now,
      leaves: this.leaves,
    });
    const uid = randomUUID();
    const row = {
      uid,
      etag: firstEtag(now),
      result_seq: result.seq,
      cluster: name.cluster,
      parent: name.parent,
      name: name.record,
      data_type: data?.type ?? '',
      create_time: toDbTime(now),
      update_time: toDbTime(now),
      ...object.promotion.columns,
    };
    const { run } = object;
    const seq =
      (await insertRecord(tx, {
        ...row,
        ...(await claimRun(tx, { ...name, run: asPosted(run), now })),
      })) ??
      // Either the name is taken, or by now another Record has the run.
      (run && (await insertRecord(tx, row)));
    if (seq === undefined) {
      return { refused: 'exists' };
    }
    await this.writeObject(tx, { name, seq, data, object, finished });
    if (!(await guard.allowsRecord(seq))) {
      return { refused: 'forbidden' };
    }
    return {
      written: {
        cluster: name.cluster,
        name: `${name.parent}/results/${name.result}/records/${name.record}`,
        uid,
        data: data && { type: data.type, json: data.json },
        etag: etagOf(row),
        createTime: now,
        updateTime: now,
      },
    };
  }

  async update(
    tx: Knex.Transaction,
    guard: WriteGuard,
    options: {
      name: RecordName;
      changes: RecordChanges;
      etag: string | undefined;
      finished: FinishedRuns;
      now: number;
    },
  ): Promise<WriteOutcome<StoredRecord>> {
    const { name, changes, etag, finished, now } = options;
    const row = await lockedRecord(tx, name);
    const refused = await guard.refusalOfRecord(row && Number(row.seq));
    if (refused || !row) {
      return { refused: refused ?? 'missing' };
    }
    if (etag && etag !== etagOf(row)) {
      return { refused: 'etagMismatch' };
    }
    const { type, data } = changes;
    const seq = Number(row.seq);
    if (type && !data && !(await hasPayload(tx, seq))) {
      return { refused: 'noData' };
    }

    const object =
      data &&
      storedObject({
        payload: data.payload,
        createTime: fromDbTime(row.create_time),
        leaves: this.leaves,
      });
    const run = asPosted(object?.run, row);
    const claim =
      object &&
      (await claimRun(tx, { ...name, run, row: asWritten(row, run), now }));
    const columns = {
      ...(type && { data_type: type }),
      ...(object && { ...object.promotion.columns, failed_task: null }),
      ...claim,
    };
    if (
      leavesTree(row, { ...row, ...columns }) &&
      (await areRecordsKept(tx, name.cluster, [row]))
    ) {
      return { refused: 'pinned' };
    }
    const updated = await tx<DbRecordsRow>('records')
      .where({ seq: row.seq, etag: row.etag })
      .update({
        etag: nextEtag(row, now),
        update_time: toDbTime(now),
        ...columns,
      });
    if (updated === 0) {
      return { refused: 'etagMismatch' };
    }
    if (object) {
      await this.writeObject(tx, { name, seq, data, object, finished });
    }
    if (!(await guard.allowsRecord(seq))) {
      return { refused: 'forbidden' };
    }
    if (claim && row.capture_uid && claim.capture_uid !== row.capture_uid) {
      await passOnRuns(tx, {
        cluster: name.cluster,
        uids: [row.capture_uid],
      });
    }
    return { written: await this.read(tx, seq) };
  }

  async delete(
    tx: Knex.Transaction,
    guard: WriteGuard,
    name: RecordName,
  ): Promise<WriteOutcome<void>> {
    const row = await lockedRecord(tx, name);
    const refused = await guard.refusalOfRecord(row && Number(row.seq));
    if (refused || !row) {
      return { refused: refused ?? 'missing' };
    }
    if (await areRecordsKept(tx, name.cluster, [row])) {
      return { refused: 'pinned' };
    }
    // Its payload and attributes go with it.
    await tx<DbRecordsRow>('records').where({ seq: row.seq }).delete();
    await passOnRuns(tx, {
      cluster: name.cluster,
      uids: row.capture_uid === null ? [] : [row.capture_uid],
    });
    return { written: undefined };
  }

  private async writeObject(
    tx: Knex.Transaction,
    options: {
      name: RecordName;
      seq: number;
      data: Pick<RecordData, 'json'> | undefined;
      object: StoredObject;
      finished: FinishedRuns;
    },
  ): Promise<void> {
    const { name, seq, data, object, finished } = options;
    const { promotion, run } = object;
    if (data) {
      const { cluster, parent } = name;
      const runs = run ? [{ parent, facts: run.facts }] : [];
      const encoder = await this.payloads.encoder(tx, runs, {
        cluster,
        finished,
      });
      const payload =
        runs.length > 0
          ? encoder.encode(runs[0], data.json)
          : this.payloads.encode(data.json);
      await tx<DbRecordPayloadsRow>('record_payloads')
        .insert({ record_seq: seq, ...payload })
        .onConflict('record_seq')
        .merge();
    }
    await this.attributes.write(tx, [{ seq, promotion }]);
    if (run) {
      await updateFailureCauses(tx, {
        cluster: name.cluster,
        runs: [run.facts],
      });
    }
  }

  private async read(tx: Knex.Transaction, seq: number): Promise<StoredRecord> {
    const row: RecordListRow = await recordsWithObjects(tx)
      .where({ 't.seq': seq })
      .first();
    return toRecord(row, await this.payloads.reader(tx, [row]));
  }
}
