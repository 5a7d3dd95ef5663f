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

import { othersTurn } from '../../turnsOfOthers';
import { ASKED_ROWS, type FilterContext } from '../filters/filterContext';
import type { FilterQuery } from '../filters/prepareFilter';
import { recordFilterScan, type AskedRow } from '../filters/recordFilter';
import { scanKeys, scanRows, type ScanSource } from '../filters/scanRows';
import type { PayloadCodec, PayloadReader } from '../payloads';
import { EXACT } from '../promotion/promote';
import {
  inRecordScope,
  recordListSource,
  recordsWithObjects,
  type RecordScope,
} from '../results/recordList';
import {
  FACT_COLUMNS,
  factsOfColumns,
  factsOfPayload,
  type FactsRow,
  type ObjectFacts,
} from './objectFacts';
import { SummaryLimitError } from './SummaryLimitError';

type ObjectRow = AskedRow & FactsRow;

const COLUMNS = Object.values(FACT_COLUMNS).map(column => `t.${column}`);

/**
 * Reads the Records that match, one by one: those that the columns cannot tell
 * of, or all if the filter asks what only the objects say.
 *
 * @param options - `inexactOnly`: only rows that {@link sumColumns} leaves out
 * @returns how many rows were read
 * @throws SummaryLimitError if the budget of one request does not suffice
 */
export async function sumObjects(options: {
  context: FilterContext;
  payloads: PayloadCodec;
  scope: RecordScope;
  query: FilterQuery | undefined;
  inexactOnly: boolean;
  add: (facts: ObjectFacts) => void;
}): Promise<number> {
  const { context, payloads, scope, query, inexactOnly, add } = options;
  const chunkRows = ASKED_ROWS[context.engine];
  const scan = query && recordFilterScan<ObjectRow>(context, query);
  const { next, scanned } = await scanRows<ObjectRow>({
    source: inexactOnly
      ? inexactRecords(context, scope)
      : allRecords(context, scope),
    engine: context.engine,
    ...scan,
    // An index holds just the inexact rows.
    ...(inexactOnly && { headRows: undefined, windowRows: undefined }),
    ask: {
      parallelism: scan?.ask?.parallelism ?? 0,
      maxRows: chunkRows,
      matching: async rows => {
        const matching = await scan?.ask?.matching(rows);
        const reader = await payloads.reader(context.db, rows);
        for (const [index, row] of rows.entries()) {
          if (matching?.[index] ?? true) {
            const wait = othersTurn();
            if (wait) {
              await wait;
            }
            add(factsOf(row, reader));
          }
        }
        // What has been added need not be kept.
        return rows.map(() => false);
      },
    },
    limit: chunkRows,
    budget: context.budget,
  });
  if (next) {
    throw new SummaryLimitError('objects');
  }
  return scanned;
}

function allRecords(
  { db, engine }: FilterContext,
  scope: RecordScope,
): ScanSource {
  const source = recordListSource(db, engine, scope);
  return {
    ...source,
    rows: () => source.rows().select(COLUMNS),
    rowsInOrder: () => source.rowsInOrder().select(COLUMNS),
  };
}

function inexactRecords(
  { db, engine }: FilterContext,
  scope: RecordScope,
): ScanSource {
  const keys = {
    order: [{ column: 't.create_time', direction: 'asc' }],
    seq: 't.seq',
  } as const;
  const table =
    engine === 'sqlite'
      ? // Else SQLite might go through all rows of the scope.
        db.raw('records as t indexed by records_not_promoted')
      : 'records as t';
  const rows = () =>
    inRecordScope(
      db,
      recordsWithObjects(db, table)
        .select(COLUMNS)
        .select(scanKeys(db, keys))
        .whereRaw('t.promotion <> 1'),
      scope,
    );
  return { rows, rowsInOrder: rows, keys: rows, ...keys };
}

function factsOf(row: ObjectRow, reader: PayloadReader): ObjectFacts {
  if (row.promotion === EXACT) {
    return factsOfColumns(row);
  }
  const { encoding, dictionary_id, bytes } = row;
  return factsOfPayload(
    encoding === null || bytes === null
      ? undefined
      : reader.decode({ encoding, dictionary_id, bytes }),
  );
}
