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
import { etagTime, firstEtag, nextEtag } from '../etags';
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

/**
 * The columns of new Results, with the uid that each had in its archive. A uid that a
 * Result here has is replaced by a new one, as the names of logs are made of it.
 */
export async function newResultColumns(
  tx: Knex.Transaction,
  items: readonly ImportedResult[],
): Promise<CommonColumns[]> {
  const wanted = items.flatMap(({ uid }) => uid ?? []);
  const taken = new Set<string>(
    await tx('results').whereIn('uid', wanted).pluck('uid'),
  );
  return items.map(item =>
    newColumns(
      item,
      item.uid && !taken.has(item.uid) ? item.uid : randomUUID(),
    ),
  );
}

/** The columns of a new Record, with the uid that it had in its archive. */
export function newRecordColumns(item: ImportedRecord): CommonColumns {
  return newColumns(item, item.uid ?? randomUUID());
}

function newColumns(item: Imported, uid: string): CommonColumns {
  return {
    uid,
    etag: ownEtag(item, uid) ?? firstEtag(item.updateTime),
    create_time: toDbTime(item.createTime),
    update_time: toDbTime(item.updateTime),
  };
}

/** The columns of a row that takes over a newer state; its uid stays. */
export function newStateColumns(
  row: CommonColumns,
  item: Imported,
): Pick<CommonColumns, 'etag' | 'update_time'> {
  const time = Math.max(fromDbTime(row.update_time), item.updateTime);
  const etag = ownEtag(item, row.uid);
  return {
    etag: etag && etag !== row.etag ? etag : nextEtag(row, time),
    update_time: toDbTime(time),
  };
}

/** The etag that it had in its archive, unless it has another uid here. */
function ownEtag({ etag }: Imported, uid: string): string | undefined {
  return etag === undefined ? undefined : etagTime(etag, uid);
}
