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
import { firstEtag } from '../etags';
import { toDbTime, type DbRecordsRow, type DbResultsRow } from '../tables';
import { adoptRecords } from './adoptRecords';

/** Where a run is stored, or is to be stored. */
export interface RunPlace {
  readonly resultSeq: number;
  /** Name of the Record in its Result. */
  readonly record: string;
  /** Of the state that is stored. */
  readonly ownerUid?: string;
}

type StoredPlaceRow = Pick<
  DbRecordsRow,
  'capture_uid' | 'result_seq' | 'name' | 'owner_run_uid'
>;

export type PlaceOf = (run: CapturedRun) => RunPlace;

/**
 * Finds the place of each run: where it is stored, else in its group, whose
 * Result is created if need be. A Record that a client has put into the place of
 * a new run becomes that run's.
 */
export async function assignPlaces(
  tx: Knex.Transaction,
  options: { cluster: string; runs: readonly CapturedRun[]; now: number },
): Promise<PlaceOf> {
  const { cluster, runs, now } = options;
  const places = await storedPlaces(tx, { cluster, runs });
  const added = runs.filter(run => !places.has(run.facts.uid));
  const seqByGroup = await ensureResults(tx, {
    cluster,
    groups: [
      ...new Map(added.map(({ group }) => [groupKey(group), group])).values(),
    ],
    now,
  });
  const newPlaces = added.map(({ facts, group }) => ({
    uid: facts.uid,
    resultSeq: Number(seqByGroup.get(groupKey(group))),
    record: group.record,
  }));
  await adoptRecords(tx, { cluster, places: newPlaces });
  for (const { uid, ...place } of newPlaces) {
    places.set(uid, place);
  }

  return run => {
    const place = places.get(run.facts.uid);
    if (!place) {
      throw new Error(`There is no place for run ${run.facts.uid}`);
    }
    return place;
  };
}

async function storedPlaces(
  tx: Knex.Transaction,
  options: { cluster: string; runs: readonly CapturedRun[] },
): Promise<Map<string, RunPlace>> {
  const rows: Array<StoredPlaceRow> = await tx<DbRecordsRow>('records')
    .where({ cluster: options.cluster })
    .whereIn(
      'capture_uid',
      options.runs.map(run => run.facts.uid),
    )
    .select('capture_uid', 'result_seq', 'name', 'owner_run_uid');
  return new Map(
    rows.map(row => [
      String(row.capture_uid),
      {
        resultSeq: Number(row.result_seq),
        record: row.name,
        ownerUid: row.owner_run_uid ?? undefined,
      },
    ]),
  );
}

function groupKey({
  parent,
  result,
}: {
  parent: string;
  result: string;
}): string {
  return `${parent}/${result}`;
}

async function ensureResults(
  tx: Knex.Transaction,
  options: {
    cluster: string;
    groups: ReadonlyArray<CapturedRun['group']>;
    now: number;
  },
): Promise<Map<string, number>> {
  const { cluster, groups, now } = options;
  if (groups.length === 0) {
    return new Map();
  }
  const sorted = [...groups].sort((a, b) =>
    groupKey(a) < groupKey(b) ? -1 : 1,
  );
  await insertResults(tx, { cluster, groups: sorted, now });
  // Locked, so that none that is empty is removed before the run is in it.
  const rows: Array<Pick<DbResultsRow, 'seq' | 'parent' | 'name'>> =
    await tx<DbResultsRow>('results')
      .where({ cluster })
      .whereIn(
        ['parent', 'name'],
        sorted.map(({ parent, result }) => [parent, result]),
      )
      .orderBy('seq')
      .forKeyShare()
      .select('seq', 'parent', 'name');
  const seqs = new Map(
    rows.map(({ seq, parent, name }) => [
      groupKey({ parent, result: name }),
      Number(seq),
    ]),
  );
  const missing = sorted.filter(group => !seqs.has(groupKey(group)));
  // One that was there when it was to be inserted was removed until it was locked.
  const added = await ensureResults(tx, { cluster, groups: missing, now });
  return new Map([...seqs, ...added]);
}

async function insertResults(
  tx: Knex.Transaction,
  options: {
    cluster: string;
    groups: ReadonlyArray<CapturedRun['group']>;
    now: number;
  },
): Promise<void> {
  const { cluster, groups, now } = options;
  await tx<DbResultsRow>('results')
    .insert(
      groups.map(({ parent, result }) => {
        const uid = randomUUID();
        return {
          uid,
          cluster,
          parent,
          name: result,
          annotations: '{}',
          etag: firstEtag(now),
          create_time: toDbTime(now),
          update_time: toDbTime(now),
        };
      }),
    )
    .onConflict(['cluster', 'parent', 'name'])
    .ignore();
}
