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
import { EVENT_LIST_TYPE } from '../dataTypes';
import { eventListName } from '../derivedNames';
import { firstEtag, nextEtag } from '../etags';
import type { CapturedEvent, EventStore } from '../EventStore';
import { limitSilence } from '../leases/assertLease';
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
import { inStoreTransaction } from '../transactions';
import { findSubjects } from './findSubjects';
import { mergeEvents } from './mergeEvents';

/** Where the events of a run are, or are to be. */
interface EventListPlace {
  readonly resultSeq: number;
  readonly name: string;
}

type StoredList = Pick<
  DbRecordsRow,
  'seq' | 'uid' | 'etag' | 'result_seq' | 'name' | 'data_type' | 'create_time'
> & { readonly payload?: DbRecordPayloadsRow };

/** Keeps the events of runs in the database, a Record for each run. */
export class DatabaseEventStore implements EventStore {
  private readonly db: Knex;
  private readonly payloads: PayloadCodec;
  private readonly leaves: LeafDictionary;
  private readonly now: () => number;
  private readonly attributes = new AttributeWriter();

  constructor(options: {
    db: Knex;
    payloads: PayloadCodec;
    leaves: LeafDictionary;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.db = options.db;
    this.payloads = options.payloads;
    this.leaves = options.leaves;
    this.now = options.now ?? Date.now;
  }

  async record(
    cluster: string,
    events: readonly CapturedEvent[],
  ): Promise<readonly CapturedEvent[]> {
    return inStoreTransaction(this.db, async tx => {
      await limitSilence(tx);
      const subjects = await findSubjects(tx, cluster, events);
      const results = await lockedResults(
        tx,
        [...subjects.values()].map(({ resultSeq }) => resultSeq),
      );
      const added = new Map<
        string,
        { place: EventListPlace; result: DbResultsRow; items: JsonObject[] }
      >();
      for (const [event, { uid, resultSeq }] of subjects) {
        const result = results.get(Number(resultSeq));
        if (result) {
          const place = {
            resultSeq: Number(resultSeq),
            name: eventListName(result.uid, uid),
          };
          const list = added.get(keyOf(place)) ?? { place, result, items: [] };
          list.items.push(event.item);
          added.set(keyOf(place), list);
        }
      }
      const places = [...added.values()].map(({ place }) => place);
      const stored = await storedLists(tx, places);
      for (const [key, { place, result, items }] of added) {
        const list = stored.get(key);
        await (list
          ? this.extend(tx, list, items)
          : this.create(tx, { place, result, items }));
      }
      return events.filter(event => !subjects.has(event));
    });
  }

  private async create(
    tx: Knex.Transaction,
    options: {
      place: EventListPlace;
      result: DbResultsRow;
      items: readonly JsonObject[];
    },
  ): Promise<void> {
    const { place, result } = options;
    const now = this.now();
    const payload = eventList({}, mergeEvents([], options.items) ?? []);
    const { promotion } = storedObject({
      payload,
      createTime: now,
      leaves: this.leaves,
    });
    const uid = randomUUID();
    const [{ seq }]: Array<Pick<DbRecordsRow, 'seq'>> = await tx<DbRecordsRow>(
      'records',
    )
      .insert({
        uid,
        etag: firstEtag(now),
        result_seq: place.resultSeq,
        cluster: result.cluster,
        parent: result.parent,
        name: place.name,
        data_type: EVENT_LIST_TYPE,
        create_time: toDbTime(now),
        update_time: toDbTime(now),
        ...promotion.columns,
      })
      .returning('seq');
    await this.writePayload(tx, Number(seq), payload);
    await this.attributes.write(tx, [{ seq: Number(seq), promotion }]);
  }

  private async extend(
    tx: Knex.Transaction,
    list: StoredList,
    added: readonly JsonObject[],
  ): Promise<void> {
    const stored = list.payload
      ? (await this.payloads.reader(tx, [list.payload])).decode(list.payload)
      : {};
    // What a client has put there, and is no list of events, is left alone.
    const isList = list.data_type === EVENT_LIST_TYPE || !list.payload;
    if (!isList || !isObject(stored)) {
      return;
    }
    const { items } = stored;
    const merged = mergeEvents(
      Array.isArray(items) ? items.filter(isObject) : [],
      added,
    );
    if (!merged) {
      return;
    }
    const now = this.now();
    const seq = Number(list.seq);
    const payload = eventList(stored, merged);
    const { promotion } = storedObject({
      payload,
      createTime: fromDbTime(list.create_time),
      leaves: this.leaves,
    });
    await tx<DbRecordsRow>('records')
      .where({ seq: list.seq })
      .update({
        data_type: EVENT_LIST_TYPE,
        etag: nextEtag(list, now),
        update_time: toDbTime(now),
        ...promotion.columns,
      });
    await this.writePayload(tx, seq, payload);
    await this.attributes.write(tx, [{ seq, promotion }]);
  }

  private async writePayload(
    tx: Knex.Transaction,
    seq: number,
    payload: JsonObject,
  ): Promise<void> {
    await tx<DbRecordPayloadsRow>('record_payloads')
      .insert({
        record_seq: seq,
        ...this.payloads.encode(JSON.stringify(payload)),
      })
      .onConflict('record_seq')
      .merge();
  }
}

/** Kept from being deleted until the transaction ends. */
async function lockedResults(
  tx: Knex.Transaction,
  seqs: ReadonlyArray<DbRecordsRow['result_seq']>,
): Promise<ReadonlyMap<number, DbResultsRow>> {
  const rows: DbResultsRow[] =
    seqs.length === 0
      ? []
      : await tx<DbResultsRow>('results')
          .whereIn('seq', [...new Set(seqs)])
          .orderBy('seq')
          .forKeyShare()
          .select('*');
  return new Map(rows.map(row => [Number(row.seq), row]));
}

async function storedLists(
  tx: Knex.Transaction,
  places: readonly EventListPlace[],
): Promise<ReadonlyMap<string, StoredList>> {
  if (places.length === 0) {
    return new Map();
  }
  const locked: Array<Omit<StoredList, 'payload'>> = await tx<DbRecordsRow>(
    'records',
  )
    .whereIn(
      ['result_seq', 'name'],
      places.map(({ resultSeq, name }) => [resultSeq, name]),
    )
    .orderBy('seq')
    .forUpdate()
    .select(
      'seq',
      'uid',
      'etag',
      'result_seq',
      'name',
      'data_type',
      'create_time',
    );
  const payloads: DbRecordPayloadsRow[] =
    locked.length === 0
      ? []
      : await tx<DbRecordPayloadsRow>('record_payloads')
          .whereIn(
            'record_seq',
            locked.map(({ seq }) => seq),
          )
          .select('*');
  const bySeq = new Map(payloads.map(row => [Number(row.record_seq), row]));
  return new Map(
    locked.map(row => [
      keyOf({ resultSeq: Number(row.result_seq), name: row.name }),
      { ...row, payload: bySeq.get(Number(row.seq)) },
    ]),
  );
}

function keyOf({ resultSeq, name }: EventListPlace): string {
  return `${resultSeq}/${name}`;
}

/** @param stored - what else the list says */
function eventList(stored: JsonObject, items: JsonObject[]): JsonObject {
  return {
    kind: 'EventList',
    apiVersion: 'v1',
    metadata: {},
    ...stored,
    items,
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
