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
import { isFinished } from 'backstage-plugin-tekton-results-common';
import { AttributeWriter } from '../attributes/AttributeWriter';
import { updateFailureCauses } from '../capture/failureCauses';
import type { FinishedRuns, PayloadCodec, PlacedRun } from '../payloads';
import type { LeafDictionary } from '../promotion/leafSignature';
import type {
  ImportedRecord,
  ImportOptions,
  ImportOutcome,
} from '../ResultImporter';
import {
  toDbTime,
  type DbInteger,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
} from '../tables';
import { claimRun } from './claimRun';
import { newRecordColumns, newStateColumns } from './importedRows';
import { decideImport, type ImportDecision } from './importDecision';
import { storedObject, type StoredObject } from './storedObject';
import {
  StoredRecords,
  type IncomingRecord,
  type StoredRow,
} from './StoredRecords';

type AddedRecord = IncomingRecord & { readonly resultSeq: number };
type ReplacedRecord = IncomingRecord & { readonly row: StoredRow };
type WrittenRecord = IncomingRecord & { readonly seq: number };

/** Takes over Records within a transaction, see {@link ResultImporter}. */
export class RecordImporter {
  private readonly payloads: PayloadCodec;
  private readonly leaves: LeafDictionary;
  private readonly attributes = new AttributeWriter();

  constructor(options: { payloads: PayloadCodec; leaves: LeafDictionary }) {
    this.payloads = options.payloads;
    this.leaves = options.leaves;
  }

  /** @param records - not more than fit into one statement */
  async importRecords(
    tx: Knex.Transaction,
    records: readonly ImportedRecord[],
    options: ImportOptions & { finished: FinishedRuns; now: number },
  ): Promise<ImportOutcome[]> {
    const incoming = records.map(record => ({
      record,
      object: this.objectOf(record),
    }));
    const outcomes = new Map<IncomingRecord, ImportOutcome>();
    for (const round of rounds(incoming)) {
      const stored = await StoredRecords.read(tx, {
        cluster: options.cluster,
        incoming: round,
      });
      const decided = round.map(item => ({
        item,
        decision: decideImport(item, stored),
      }));
      if (!options.dryRun) {
        await this.carryOut(tx, decided, options);
      }
      for (const { item, decision } of decided) {
        outcomes.set(item, decision.outcome);
      }
    }
    return incoming.map(item => {
      const outcome = outcomes.get(item) ?? 'refused';
      return options.dryRun && outcome === 'resultMissing' ? 'added' : outcome;
    });
  }

  private objectOf(record: ImportedRecord, stored?: StoredRow): StoredObject {
    return storedObject({
      payload: record.data?.payload,
      createTime: record.createTime,
      leaves: this.leaves,
      stored,
    });
  }

  private async carryOut(
    tx: Knex.Transaction,
    decided: ReadonlyArray<{ item: IncomingRecord; decision: ImportDecision }>,
    options: { cluster: string; finished: FinishedRuns; now: number },
  ): Promise<void> {
    const added: AddedRecord[] = [];
    const replaced: ReplacedRecord[] = [];
    for (const { item, decision } of decided) {
      if (decision.outcome === 'added') {
        added.push({ ...item, resultSeq: decision.resultSeq });
      } else if (decision.outcome === 'updated') {
        replaced.push({ ...item, row: decision.row });
      }
    }
    const written = [
      ...(await this.add(tx, added, options)),
      ...(await this.replace(tx, replaced, options)),
    ];
    await this.writeObjects(tx, written, options);
  }

  private async add(
    tx: Knex.Transaction,
    added: readonly AddedRecord[],
    options: { cluster: string; now: number },
  ): Promise<WrittenRecord[]> {
    if (added.length === 0) {
      return [];
    }
    const { cluster, now } = options;
    const inserted: Array<Pick<DbRecordsRow, 'seq' | 'result_seq' | 'name'>> =
      await tx<DbRecordsRow>('records')
        .insert(
          added.map(({ record, object, resultSeq }) => ({
            result_seq: resultSeq,
            cluster,
            parent: record.name.parent,
            name: record.name.record,
            data_type: record.data?.type ?? '',
            ...newRecordColumns(record),
            ...object.promotion.columns,
            ...newRunColumns(object, record.name.parent, now),
          })),
        )
        .returning(['seq', 'result_seq', 'name']);
    const keyOf = (resultSeq: DbInteger, name: string) =>
      JSON.stringify([Number(resultSeq), name]);
    const seqs = new Map(
      inserted.map(row => [keyOf(row.result_seq, row.name), Number(row.seq)]),
    );
    return added.map(item => ({
      ...item,
      seq: Number(seqs.get(keyOf(item.resultSeq, item.record.name.record))),
    }));
  }

  private async replace(
    tx: Knex.Transaction,
    replaced: readonly ReplacedRecord[],
    { cluster, now }: { cluster: string; now: number },
  ): Promise<WrittenRecord[]> {
    const written: WrittenRecord[] = [];
    for (const { record, row } of replaced) {
      const object = this.objectOf(record, row);
      const claim = await claimRun(tx, {
        cluster,
        parent: record.name.parent,
        run: object.run,
        row,
        now,
      });
      await tx<DbRecordsRow>('records')
        .where({ seq: row.seq })
        .update({
          data_type: record.data?.type,
          failed_task: null,
          ...newStateColumns(row, record),
          ...object.promotion.columns,
          ...claim,
          // By what was imported last retention knows when to give up on an end.
          ...(claim.status === 'incomplete' &&
            row.last_seen_time === null && { gone_time: toDbTime(now) }),
        });
      written.push({ record, object, seq: Number(row.seq) });
    }
    return written;
  }

  private async writeObjects(
    tx: Knex.Transaction,
    written: readonly WrittenRecord[],
    { cluster, finished }: { cluster: string; finished: FinishedRuns },
  ): Promise<void> {
    const encoder = await this.payloads.encoder(
      tx,
      written.flatMap(item => placedRun(item) ?? []),
      { cluster, finished },
    );
    const payloads = written.flatMap(item => {
      const { seq, record } = item;
      const run = placedRun(item);
      if (!record.data) {
        return [];
      }
      const { json } = record.data;
      const payload = run
        ? encoder.encode(run, json)
        : this.payloads.encode(json);
      return [{ record_seq: seq, ...payload }];
    });
    if (payloads.length > 0) {
      await tx<DbRecordPayloadsRow>('record_payloads')
        .insert(payloads)
        .onConflict('record_seq')
        .merge();
    }
    if (written.length > 0) {
      await this.attributes.write(
        tx,
        written.map(({ seq, object }) => ({
          seq,
          promotion: object.promotion,
        })),
      );
    }
    await updateFailureCauses(tx, {
      cluster,
      runs: written.flatMap(({ object }) => object.run?.facts ?? []),
    });
  }
}

function placedRun({ record, object }: IncomingRecord): PlacedRun | undefined {
  const { parent } = record.name;
  return object.run && { parent, facts: object.run.facts };
}

/** Parts in which no two Records hold the same run. */
function* rounds(
  incoming: readonly IncomingRecord[],
): Generator<IncomingRecord[]> {
  let rest = incoming;
  while (rest.length > 0) {
    const uids = new Set<string>();
    const round: IncomingRecord[] = [];
    const later: IncomingRecord[] = [];
    for (const item of rest) {
      const uid = item.object.run?.facts.uid;
      (uid !== undefined && uids.has(uid) ? later : round).push(item);
      uids.add(uid ?? '');
    }
    yield round;
    rest = later;
  }
}

/** Whether a new run is still in its cluster, only the watcher can tell. */
function newRunColumns({ run }: StoredObject, parent: string, now: number) {
  // As for what clients post, only the run's own namespace may stand for it.
  if (!run || run.facts.namespace !== parent) {
    return {};
  }
  const { uid, status } = run.facts;
  return {
    capture_uid: uid,
    resource_version: run.resourceVersion,
    gone_time: toDbTime(now),
    status: isFinished(status) ? status : ('incomplete' as const),
  };
}
