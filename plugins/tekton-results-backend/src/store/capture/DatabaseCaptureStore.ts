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
import type { CapturedRun } from '../CapturedRun';
import type {
  CaptureScope,
  CaptureStore,
  LostRun,
  UnfinishedStates,
} from '../CaptureStore';
import { chunked } from '../../chunked';
import { mapInTurns } from '../../turnsOfOthers';
import { answerInTime, COMMIT_MS } from '../answersInTime';
import { assertLease } from '../leases/assertLease';
import type { Lease } from '../Lease';
import { firstEtag, nextRecordEtag } from '../etags';
import type { FinishedRuns, PayloadCodec, RunEncoder } from '../payloads';
import type { LeafDictionary } from '../promotion/leafSignature';
import { keepOwner } from '../promotion/keepOwner';
import { promote } from '../promotion/promote';
import { asStoreError, inStoreTransaction } from '../transactions';
import {
  fromDbTime,
  toDbTime,
  type DbCaptureOutagesRow,
  type DbCapturePointsRow,
  type DbInteger,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
} from '../tables';
import { newestStates } from './newestStates';
import { lockOrder } from './lockOrder';
import { assignPlaces } from './places';
import { summarizeResults } from './summaries';
import { engineOf, type Engine } from '../filters/engine';
import { AttributeWriter } from '../attributes/AttributeWriter';
import { CAPTURED_COLUMNS, capturedColumns } from './capturedColumns';
import { liveExpired, noteExpiredGone, withoutExpired } from './expiredRuns';
import { updateFailureCauses } from './failureCauses';
import { UnfinishedRuns } from './UnfinishedRuns';

/** SQLite takes half a millisecond for each, in which nobody else has a turn. */
const RECORDS_PER_STATEMENT: Readonly<Record<Engine, number>> = {
  postgres: 100,
  sqlite: 25,
};
/**
 * So many batches are recorded beside others of their scopes at once, in all of the
 * process: the connections are there for lists, too. SQLite has one connection.
 */
const PLACES_BESIDE: Readonly<Record<Engine, number>> = {
  postgres: 3,
  sqlite: 0,
};
const UIDS_PER_STATEMENT = 500;
/** The rows of a page are in memory at once. */
const LIVE_RUNS_PER_STATEMENT = 2_000;
/** The resume point of a cluster that is watched is up to a minute old. */
const SHORTEST_OUTAGE_MS = 2 * 60_000;
/** Of a run without a Record every state is news. */
const UNRECORDED_VERSION = -1;

/** A final state stays one; when the first of them was stored is kept. */
const FIRST_FINAL_TIME = `
  case when excluded.final_stored_time is null then null
       else coalesce(records.final_stored_time, excluded.final_stored_time) end`;

type LiveRow = Pick<DbRecordsRow, 'seq' | 'capture_uid' | 'resource_version'>;

/** Captures runs into the database. */
export class DatabaseCaptureStore implements CaptureStore {
  private readonly db: Knex;
  private readonly engine: Engine;
  private readonly payloads: PayloadCodec;
  private readonly leaves: LeafDictionary;
  private readonly attributes = new AttributeWriter();
  private readonly unfinished: UnfinishedRuns;
  private readonly now: () => number;
  private placesBeside: number;

  constructor(options: {
    db: Knex;
    payloads: PayloadCodec;
    leaves: LeafDictionary;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.db = options.db;
    this.engine = engineOf(options.db);
    this.payloads = options.payloads;
    this.leaves = options.leaves;
    this.now = options.now ?? Date.now;
    const { payloads, now } = this;
    this.unfinished = new UnfinishedRuns({ payloads, now });
    this.placesBeside = PLACES_BESIDE[this.engine];
  }

  placeBeside(): (() => void) | undefined {
    if (this.placesBeside === 0) {
      return undefined;
    }
    this.placesBeside -= 1;
    return () => {
      this.placesBeside += 1;
    };
  }

  async resumePoint(scope: CaptureScope): Promise<string | undefined> {
    const row = await this.db<DbCapturePointsRow>('capture_points')
      .where({ cluster: scope.cluster, resource: scope.resource })
      .first('resource_version')
      .catch(asStoreError);
    return row?.resource_version;
  }

  async record(
    scope: CaptureScope,
    runs: readonly CapturedRun[],
    options: {
      resumePoint?: string;
      missedUntil?: number;
      regressed?: boolean;
      unfinished?: UnfinishedStates;
      lease?: Lease;
    } = {},
  ): Promise<void> {
    const { unfinished } = options;
    const finished: FinishedRuns = new Map();
    const newest = newestStates(runs)
      .map(run => ({ run, key: lockOrder(run.group.parent, run.facts.uid) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ run }) => run);
    const work = async (tx: Knex.Transaction) => {
      if (options.lease) {
        await assertLease(tx, options.lease);
      }
      const { cluster } = scope;
      const { regressed } = options;
      const sighted = { cluster, regressed, now: this.now() };
      const taken = await withoutExpired(tx, newest, sighted);
      const encoder = await this.encoderOf(tx, scope, taken, finished);
      for (const chunk of chunked(taken, RECORDS_PER_STATEMENT[this.engine])) {
        await this.recordChunk(tx, scope, chunk, { ...options, encoder });
      }
      if (unfinished) {
        await this.unfinished.forget(tx, unfinished.forget, { cluster });
        const kept = await withoutExpired(tx, unfinished.keep, sighted);
        await this.unfinished.keep(tx, kept, { cluster, regressed });
      }
      if (options.resumePoint !== undefined) {
        await this.noteOutage(tx, scope, options.missedUntil);
        await this.saveResumePoint(tx, scope, options.resumePoint);
      }
    };
    await inStoreTransaction(this.db, work, { commitWithinMs: COMMIT_MS });
    await this.payloads.learn(this.db, finished);
  }

  async liveRuns(scope: CaptureScope): Promise<ReadonlyMap<string, number>> {
    const versions = new Map<string, number>();
    for (let after: DbInteger = 0, full = true; full; ) {
      // Page by page: all of them together may take long.
      const rows: LiveRow[] = await answerInTime(() =>
        this.livePage(scope, after),
      ).catch(asStoreError);
      for (const row of rows) {
        versions.set(String(row.capture_uid), Number(row.resource_version));
        after = row.seq;
      }
      full = rows.length === LIVE_RUNS_PER_STATEMENT;
    }
    await this.addUnfinished(scope, versions);
    await this.addExpired(scope, versions);
    return versions;
  }

  async markGone(
    scope: CaptureScope,
    uids: readonly string[],
    options: {
      resumePoint?: string;
      missedUntil?: number;
      listVersion: number;
      lease?: Lease;
    },
  ): Promise<readonly LostRun[]> {
    const goneTime = toDbTime(this.now());
    const work = async (tx: Knex.Transaction) => {
      const lost: LostRun[] = [];
      if (options.lease) {
        await assertLease(tx, options.lease);
      }
      const storedTime = await this.lastStoredTime(tx, scope);
      for (const chunk of chunked(uids, UIDS_PER_STATEMENT)) {
        const recorded = await this.recordUnfinished(tx, scope, {
          uids: chunk,
          listVersion: options.listVersion,
          goneTime,
          storedTime,
        });
        const gone = () =>
          tx<DbRecordsRow>('records')
            .where({ cluster: scope.cluster })
            .whereIn('capture_uid', chunk)
            .where('resource_version', '<=', options.listVersion);
        const unfinished: Array<
          Pick<DbRecordsRow, 'namespace' | 'capture_uid'>
        > = await gone()
          .whereIn('status', ['running', 'waiting', 'stopping'])
          .update({ status: 'incomplete' }, ['namespace', 'capture_uid']);
        lost.push(
          ...unfinished.map(row => ({
            kind: scope.kind,
            namespace: row.namespace ?? '',
            recorded: recorded.get(String(row.capture_uid)),
          })),
        );
        await gone()
          .whereNull('gone_time')
          .update({
            gone_time: goneTime,
            last_seen_time: laterTime(tx, storedTime),
          });
        await noteExpiredGone(tx, chunk, {
          cluster: scope.cluster,
          listVersion: options.listVersion,
          goneTime,
        });
      }
      if (options.resumePoint !== undefined) {
        await this.noteOutage(tx, scope, options.missedUntil);
        await this.saveResumePoint(tx, scope, options.resumePoint);
      }
      return lost;
    };
    return inStoreTransaction(this.db, work, { commitWithinMs: COMMIT_MS });
  }

  /** Adds the runs that have no Records. */
  private async addUnfinished(
    scope: CaptureScope,
    versions: Map<string, number>,
  ): Promise<void> {
    for (let after = '', full = true; full; ) {
      const limit = LIVE_RUNS_PER_STATEMENT;
      const uids = await answerInTime(() =>
        this.unfinished.uids(this.db, scope, { after, limit }),
      ).catch(asStoreError);
      for (const uid of uids) {
        versions.set(uid, versions.get(uid) ?? UNRECORDED_VERSION);
        after = uid;
      }
      full = uids.length === limit;
    }
  }

  /** Adds the runs that retention has removed: they are no news. */
  private async addExpired(
    scope: CaptureScope,
    versions: Map<string, number>,
  ): Promise<void> {
    for (let after: DbInteger = 0, full = true; full; ) {
      const limit = LIVE_RUNS_PER_STATEMENT;
      const rows = await answerInTime(() =>
        liveExpired(this.db, scope, { after, limit }),
      ).catch(asStoreError);
      for (const { run_uid, resource_version, seq } of rows) {
        versions.set(run_uid, Number(resource_version));
        after = seq;
      }
      full = rows.length === limit;
    }
  }

  /**
   * Gives those of these runs that are gone and have no Records theirs, in the
   * states that were kept.
   *
   * @returns these states by uid
   */
  private async recordUnfinished(
    tx: Knex.Transaction,
    scope: CaptureScope,
    options: {
      uids: readonly string[];
      listVersion: number;
      goneTime: Date;
      storedTime: Date | undefined;
    },
  ): Promise<ReadonlyMap<string, CapturedRun>> {
    const { uids, listVersion, goneTime, storedTime } = options;
    const { cluster } = scope;
    const kept = await this.unfinished.take(tx, uids, {
      cluster,
      upTo: listVersion,
    });
    for (const some of chunked(kept, RECORDS_PER_STATEMENT[this.engine])) {
      const runs = some.map(({ run }) => run);
      await this.recordChunk(tx, scope, runs, {
        encoder: await this.encoderOf(tx, scope, runs),
      });
      // Their Records are new; the runs were last seen before that.
      const keptTime = toDbTime(Math.min(...some.map(({ keptAt }) => keptAt)));
      await tx<DbRecordsRow>('records')
        .where({ cluster })
        .whereIn(
          'capture_uid',
          runs.map(({ facts }) => facts.uid),
        )
        .update({
          gone_time: goneTime,
          last_seen_time: storedTime ?? keptTime,
        });
    }
    return new Map(kept.map(({ run }) => [run.facts.uid, run]));
  }

  private async livePage(
    scope: CaptureScope,
    after: DbInteger,
  ): Promise<LiveRow[]> {
    return this.db<DbRecordsRow>('records')
      .where({ cluster: scope.cluster, kind: scope.kind })
      .where('seq', '>', after)
      .whereNull('gone_time')
      .whereNotNull('capture_uid')
      .modify(query => {
        if (scope.namespace) {
          query.where({ namespace: scope.namespace });
        }
      })
      .orderBy('seq')
      .limit(LIVE_RUNS_PER_STATEMENT)
      .select('seq', 'capture_uid', 'resource_version');
  }

  private async recordChunk(
    tx: Knex.Transaction,
    scope: CaptureScope,
    runs: readonly CapturedRun[],
    options: { encoder: RunEncoder; regressed?: boolean },
  ): Promise<void> {
    const { encoder } = options;
    const now = this.now();
    const placeOf = await assignPlaces(tx, {
      cluster: scope.cluster,
      runs,
      now,
    });

    const states = new Map(
      await mapInTurns(runs, run => {
        const facts = keepOwner(run.facts, placeOf(run).ownerUid);
        return [facts.uid, this.stateOf({ ...run, facts }, now)] as const;
      }),
    );
    const rows = [...states.values()].map(({ run, columns }) => {
      const uid = randomUUID();
      const place = placeOf(run);
      return {
        uid,
        etag: firstEtag(now),
        result_seq: place.resultSeq,
        cluster: scope.cluster,
        parent: run.group.parent,
        name: place.record,
        capture_uid: run.facts.uid,
        create_time: toDbTime(now),
        ...columns,
      };
    });
    const written: Array<Pick<DbRecordsRow, 'seq' | 'capture_uid'>> = await tx(
      'records',
    )
      .insert(rows)
      .onConflict(['cluster', 'capture_uid'])
      .merge({
        ...Object.fromEntries(
          CAPTURED_COLUMNS.map(column => [
            column,
            tx.raw('excluded.??', [column]),
          ]),
        ),
        final_stored_time: tx.raw(FIRST_FINAL_TIME),
        etag: nextRecordEtag(tx),
      })
      .modify(insert => {
        if (!options.regressed) {
          insert.whereRaw(...isNewer(runs));
        }
      })
      .returning(['seq', 'capture_uid']);

    const changed = written.flatMap(row => {
      const state = states.get(String(row.capture_uid));
      return state ? [{ seq: Number(row.seq), ...state }] : [];
    });
    if (changed.length === 0) {
      return;
    }

    await tx<DbRecordPayloadsRow>('record_payloads')
      .insert(
        await mapInTurns(changed, ({ seq, run }) => ({
          record_seq: seq,
          ...encoder.encode(
            { facts: run.facts, parent: run.group.parent },
            JSON.stringify(run.payload),
          ),
        })),
      )
      .onConflict('record_seq')
      .merge();
    await this.attributes.write(tx, changed);
    await summarizeResults(tx, { changed, placeOf, now });
    await updateFailureCauses(tx, {
      cluster: scope.cluster,
      runs: changed.map(({ run }) => run.facts),
    });
  }

  private encoderOf(
    tx: Knex.Transaction,
    { cluster }: CaptureScope,
    runs: readonly CapturedRun[],
    finished?: FinishedRuns,
  ): Promise<RunEncoder> {
    return this.payloads.encoder(
      tx,
      runs.map(({ facts, group }) => ({ facts, parent: group.parent })),
      { cluster, finished },
    );
  }

  /** A run with what is kept of it outside of its payload. */
  private stateOf(run: CapturedRun, now: number) {
    const promotion = promote({
      payload: run.payload,
      facts: run.facts,
      createTime: now,
      leaves: this.leaves,
    });
    return { run, promotion, columns: capturedColumns(run, promotion, now) };
  }

  /** When events were last stored; undefined if there were none yet. */
  private async lastStoredTime(
    tx: Knex.Transaction,
    scope: CaptureScope,
  ): Promise<Date | undefined> {
    const point = await tx<DbCapturePointsRow>('capture_points')
      .where({ cluster: scope.cluster, resource: scope.resource })
      .first('update_time');
    return point && toDbTime(fromDbTime(point.update_time));
  }

  /** To be called before the resume point moves: it tells since when. */
  private async noteOutage(
    tx: Knex.Transaction,
    scope: CaptureScope,
    until: number | undefined,
  ): Promise<void> {
    const from = await (until === undefined
      ? undefined
      : this.lastStoredTime(tx, scope));
    if (
      until !== undefined &&
      from !== undefined &&
      until - fromDbTime(from) >= SHORTEST_OUTAGE_MS
    ) {
      await tx<DbCaptureOutagesRow>('capture_outages').insert({
        cluster: scope.cluster,
        resource: scope.resource,
        from_time: from,
        until_time: toDbTime(until),
      });
    }
  }

  private async saveResumePoint(
    tx: Knex.Transaction,
    scope: CaptureScope,
    resourceVersion: string,
  ): Promise<void> {
    await tx<DbCapturePointsRow>('capture_points')
      .insert({
        cluster: scope.cluster,
        resource: scope.resource,
        resource_version: resourceVersion,
        update_time: toDbTime(this.now()),
      })
      .onConflict(['cluster', 'resource'])
      .merge();
  }
}

/**
 * Until when a run that a list no longer has was in the cluster for certain: as
 * long as events were stored, nobody had reported its end.
 */
function laterTime(
  tx: Knex.Transaction,
  storedTime: Date | undefined,
): Knex.Raw {
  return storedTime
    ? tx.raw('case when update_time > ? then update_time else ? end', [
        storedTime,
        storedTime,
      ])
    : tx.raw('update_time');
}

/**
 * The condition under which an arriving state replaces the stored one. A list is
 * proof that the run exists, also in the state that is stored: that state may
 * have been marked as gone by mistake.
 */
function isNewer(runs: readonly CapturedRun[]): [string, string[]] {
  const listed = runs
    .filter(({ sighting }) => sighting === 'listed')
    .map(({ facts }) => facts.uid);
  const placeholders = listed.map(() => '?').join(', ') || 'null';
  return [
    `records.resource_version < excluded.resource_version
     or (records.gone_time is not null and excluded.gone_time is null
         and records.resource_version = excluded.resource_version
         and records.capture_uid in (${placeholders}))`,
    listed,
  ];
}
