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
import { rowsWithin } from '../access/rowsWithin';
import { EVENT_LIST_TYPE } from '../dataTypes';
import { eventListName } from '../derivedNames';
import type { FilterContext } from '../filters/filterContext';
import type { AskableRow } from '../filters/recordFilter';
import type { PayloadCodec } from '../payloads';
import type { RunEvents, RunQueryRef } from '../RunStore';
import type {
  DbRecordPayloadsRow,
  DbRecordsRow,
  DbResultsRow,
} from '../tables';
import { whereOwnerIsBeside } from '../whereOwnerIsBeside';

/** More than any pipeline has; keeps one answer bounded. */
const MAX_RUNS = 2_000;

/** How many runs one statement asks about: each binds two values. */
const CHUNK = 200;

type EventfulRow = Pick<DbRecordsRow, 'capture_uid' | 'result_seq'> &
  AskableRow & { readonly result_uid: DbResultsRow['uid'] };

type ListRow = Pick<DbRecordsRow, 'result_seq' | 'name'> & DbRecordPayloadsRow;

/** Reads the events of a run and of those that it owns, as far as they may be seen. */
export async function readRunEvents(
  options: { context: FilterContext; payloads: PayloadCodec },
  ref: RunQueryRef,
): Promise<RunEvents[]> {
  const { context, payloads } = options;
  const runs = await eventfulRuns(context, ref);
  const events: RunEvents[] = [];
  for (let start = 0; start < runs.length; start += CHUNK) {
    const byPlace = new Map(
      runs.slice(start, start + CHUNK).map(run => {
        const uid = String(run.capture_uid);
        const name = eventListName(run.result_uid, uid);
        return [placeOf(run.result_seq, name), { uid, name, run }] as const;
      }),
    );
    const lists: ListRow[] = await context.db
      .from('records as r')
      .join('record_payloads as p', 'p.record_seq', 'r.seq')
      .whereIn(
        ['r.result_seq', 'r.name'],
        [...byPlace.values()].map(({ run, name }) => [run.result_seq, name]),
      )
      .where('r.data_type', EVENT_LIST_TYPE)
      .orderBy('r.seq')
      .select('r.result_seq', 'r.name', 'p.*');
    const reader = await payloads.reader(context.db, lists);
    for (const list of lists) {
      const uid = byPlace.get(placeOf(list.result_seq, list.name))?.uid;
      if (uid !== undefined) {
        events.push({ uid, items: itemsOf(reader.decode(list)) });
      }
    }
  }
  return events;
}

/** The run and those that it owns: what may be seen of them, their events are of. */
async function eventfulRuns(
  context: FilterContext,
  { cluster, uid, access }: RunQueryRef,
): Promise<EventfulRow[]> {
  return rowsWithin<EventfulRow>(context, {
    select: context.db
      .from('records as r')
      .join('results as g', 'g.seq', 'r.result_seq')
      .leftJoin('record_payloads as p', 'p.record_seq', 'r.seq')
      .where('r.cluster', cluster)
      .whereNotNull('r.capture_uid')
      .where(either =>
        either.where('r.capture_uid', uid).orWhere(child => {
          child.where('r.owner_run_uid', uid);
          whereOwnerIsBeside(child, 'r');
        }),
      )
      .orderBy('r.seq')
      .limit(MAX_RUNS)
      .select([
        'r.capture_uid',
        'r.result_seq',
        'r.parent',
        'r.name',
        'r.data_type',
        'r.promotion',
        'r.pipeline',
        'g.name as result_name',
        'g.uid as result_uid',
        'p.encoding',
        'p.dictionary_id',
        'p.bytes',
      ]),
    alias: 'r',
    access,
  });
}

function placeOf(resultSeq: DbRecordsRow['result_seq'], name: string): string {
  return `${resultSeq}/${name}`;
}

/** Clients may post lists, too, of whatever they take for one. */
function itemsOf(list: unknown): JsonObject[] {
  const { items } = isObject(list) ? list : {};
  return Array.isArray(items) ? items.filter(isObject) : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
