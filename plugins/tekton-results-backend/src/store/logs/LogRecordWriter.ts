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
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { AttributeWriter } from '../attributes/AttributeWriter';
import { LOG_TYPES } from '../dataTypes';
import { logName } from '../derivedNames';
import { firstEtag, nextEtag } from '../etags';
import type { LogDescription } from '../LogCaptureStore';
import type { PayloadCodec } from '../payloads';
import type { LeafDictionary } from '../promotion/leafSignature';
import { storedObject } from '../results/storedObject';
import {
  fromDbTime,
  toDbTime,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
  type DbResultsRow,
} from '../tables';
import { LOG_TYPE, logObject, saysStored } from './logObject';

type RunRow = Pick<
  DbRecordsRow,
  'result_seq' | 'capture_uid' | 'kind' | 'namespace' | 'run_name'
>;

type StoredLogRow = Pick<
  DbRecordsRow,
  'seq' | 'uid' | 'etag' | 'data_type' | 'create_time'
>;

/** Writes the Log Records of runs within a transaction. */
export class LogRecordWriter {
  private readonly payloads: PayloadCodec;
  private readonly leaves: LeafDictionary;
  private readonly attributes = new AttributeWriter();

  constructor(options: { payloads: PayloadCodec; leaves: LeafDictionary }) {
    this.payloads = options.payloads;
    this.leaves = options.leaves;
  }

  /**
   * Writes the Log Record of a run, beside the Record of the run.
   *
   * @returns its seq; undefined if somebody else's stands there
   */
  async write(
    tx: Knex.Transaction,
    options: { run: RunRow; description: LogDescription; now: number },
  ): Promise<number | undefined> {
    const { run, description, now } = options;
    // Keeps the Result from being deleted meanwhile.
    const result = await tx<DbResultsRow>('results')
      .where({ seq: run.result_seq })
      .forKeyShare()
      .first('*');
    if (!result) {
      return undefined;
    }
    const uid = String(run.capture_uid);
    const name = logName(result.uid, uid);
    const object = logObject({
      run: {
        kind: String(run.kind),
        namespace: String(run.namespace),
        name: String(run.run_name),
        uid,
      },
      record: name,
      description,
    });
    const present: StoredLogRow | undefined = await tx<DbRecordsRow>('records')
      .where({ result_seq: run.result_seq, name })
      .forUpdate()
      .first('seq', 'uid', 'etag', 'data_type', 'create_time');
    if (!present) {
      return this.create(tx, { result, name, object, now });
    }
    return (await this.mayReplace(tx, present))
      ? this.replace(tx, { present, object, now })
      : undefined;
  }

  private async create(
    tx: Knex.Transaction,
    options: {
      result: DbResultsRow;
      name: string;
      object: JsonObject;
      now: number;
    },
  ): Promise<number> {
    const { result, name, object, now } = options;
    const { promotion } = storedObject({
      payload: object,
      createTime: now,
      leaves: this.leaves,
    });
    const uid = randomUUID();
    const [row]: Array<Pick<DbRecordsRow, 'seq'>> = await tx<DbRecordsRow>(
      'records',
    )
      .insert({
        uid,
        etag: firstEtag(now),
        result_seq: result.seq,
        cluster: result.cluster,
        parent: result.parent,
        name,
        data_type: LOG_TYPE,
        create_time: toDbTime(now),
        update_time: toDbTime(now),
        ...promotion.columns,
      })
      .returning('seq');
    const seq = Number(row.seq);
    await this.writePayload(tx, seq, object);
    await this.attributes.write(tx, [{ seq, promotion }]);
    return seq;
  }

  private async replace(
    tx: Knex.Transaction,
    options: { present: StoredLogRow; object: JsonObject; now: number },
  ): Promise<number> {
    const { present, object, now } = options;
    const seq = Number(present.seq);
    const { promotion } = storedObject({
      payload: object,
      createTime: fromDbTime(present.create_time),
      leaves: this.leaves,
    });
    await tx<DbRecordsRow>('records')
      .where({ seq: present.seq })
      .update({
        data_type: LOG_TYPE,
        etag: nextEtag(present, now),
        update_time: toDbTime(now),
        ...promotion.columns,
      });
    await this.writePayload(tx, seq, object);
    await this.attributes.write(tx, [{ seq, promotion }]);
    return seq;
  }

  /**
   * Upstream's watcher posts the Record before it sends the log, and often never
   * does: such a Record says nothing that is worth keeping.
   */
  private async mayReplace(
    tx: Knex.Transaction,
    { seq, data_type }: StoredLogRow,
  ): Promise<boolean> {
    if (!LOG_TYPES.includes(data_type)) {
      return false;
    }
    const payload = await tx<DbRecordPayloadsRow>('record_payloads')
      .where({ record_seq: seq })
      .first('*');
    if (!payload) {
      return true;
    }
    const reader = await this.payloads.reader(tx, [payload]);
    return !saysStored(reader.decode(payload));
  }

  private async writePayload(
    tx: Knex.Transaction,
    seq: number,
    object: JsonObject,
  ): Promise<void> {
    await tx<DbRecordPayloadsRow>('record_payloads')
      .insert({
        record_seq: seq,
        ...this.payloads.encode(JSON.stringify(object)),
      })
      .onConflict('record_seq')
      .merge();
  }
}
