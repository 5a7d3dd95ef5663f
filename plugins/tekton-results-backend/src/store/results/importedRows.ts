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
import { firstEtag, nextEtag } from '../etags';
import type { ImportedRecord, ImportedResult } from '../ResultImporter';
import { fromDbTime, toDbTime, type DbResultsRow } from '../tables';

type Imported = Pick<
  ImportedResult | ImportedRecord,
  'uid' | 'etag' | 'createTime' | 'updateTime'
>;

/** What Results and Records have alike. */
type CommonColumns = Pick<
  DbResultsRow,
  'uid' | 'etag' | 'create_time' | 'update_time'
>;

/** As upstream makes them: the uid, and 19 digits that fit into 64 bits. */
const ETAG_TIME = /^-[0-8]\d{18}$/;

/**
 * The columns of new rows, with the uid that each had in its archive. A uid that
 * something here has is replaced by a new one.
 */
export async function newRowColumns(
  tx: Knex.Transaction,
  table: 'results' | 'records',
  items: readonly Imported[],
): Promise<CommonColumns[]> {
  const wanted = items.flatMap(({ uid }) => uid ?? []);
  const taken = new Set<string>(
    await tx(table).whereIn('uid', wanted).pluck('uid'),
  );
  return items.map(item => {
    const uid = item.uid && !taken.has(item.uid) ? item.uid : randomUUID();
    return {
      uid,
      etag: etagOf(item, uid) ?? firstEtag(uid, item.updateTime),
      create_time: toDbTime(item.createTime),
      update_time: toDbTime(item.updateTime),
    };
  });
}

/** The columns of a row that takes over a newer state; its uid stays. */
export function newStateColumns(
  row: CommonColumns,
  item: Imported,
): Pick<CommonColumns, 'etag' | 'update_time'> {
  const time = Math.max(fromDbTime(row.update_time), item.updateTime);
  const etag = etagOf(item, row.uid);
  return {
    etag: etag && etag !== row.etag ? etag : nextEtag(row, time),
    update_time: toDbTime(time),
  };
}

/** Its own etag, if it is one for this uid. */
function etagOf({ etag }: Imported, uid: string): string | undefined {
  return etag?.startsWith(uid) && ETAG_TIME.test(etag.slice(uid.length))
    ? etag
    : undefined;
}
