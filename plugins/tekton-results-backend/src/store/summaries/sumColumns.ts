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

import { setImmediate as nextTurn } from 'timers/promises';
import type { Knex } from 'knex';
import { WINDOW_ROWS, type FilterContext } from '../filters/filterContext';
import type { FilterQuery } from '../filters/prepareFilter';
import {
  endOfWindow,
  withinWindow,
  type ScanPosition,
} from '../filters/scanRows';
import { asksForResult } from '../filters/recordFilterSchema';
import { PieceSize } from '../pieces';
import { recordListSource } from '../results/recordList';
import type { SummarizeOptions } from '../SummaryStore';
import { SummaryLimitError } from './SummaryLimitError';
import { summaryStatement, type SummaryRow } from './summaryStatement';

/**
 * Sums up what the database can tell, piece by piece.
 *
 * PostgreSQL does it in one statement, which its time limit ends. SQLite holds
 * the backend up meanwhile, so that it gets a part of the list at a time, unless
 * an index leads to a few rows.
 *
 * @param options - `exactOnly`: leave out rows of which the columns may not say
 *   what the object says; `pipeline`: the label of all that `query` meets, on SQLite, by
 *   which an index has them; `query` must not leave a residual
 */
export async function* sumColumns(options: {
  context: FilterContext;
  request: Omit<SummarizeOptions, 'filter'>;
  query: FilterQuery | undefined;
  pipeline?: string;
  exactOnly: boolean;
  /** Ms since 1970 (UTC). */
  deadline: number;
}): AsyncGenerator<SummaryRow, void> {
  const { context, request, query, pipeline, exactOnly, deadline } = options;
  const { db, engine } = context;
  const source = recordListSource(db, engine, { ...request, pipeline });
  const rows = () => {
    const isLed = engine === 'sqlite' && query?.index === 'rare';
    const select = (isLed ? source.rows() : source.keys()).clearSelect();
    // Without need, it would keep PostgreSQL from reading the sums from an index.
    if (!isLed && query && asksForResult(query.condition)) {
      select.join('results as g', 'g.seq', 't.result_seq');
    }
    if (exactOnly) {
      select.whereRaw('t.promotion = 1');
    }
    if (query) {
      const { text, bindings } = query.condition;
      select.whereRaw(text, [...bindings]);
    }
    return select;
  };
  const sum = async (select: Knex.QueryBuilder): Promise<SummaryRow[]> =>
    summaryStatement({ db, engine, rows: select, ...request });

  const atOnce =
    engine === 'postgres' ||
    query?.index === 'rare' ||
    request.result !== undefined;
  const size = new PieceSize(engine, { maxRows: WINDOW_ROWS[engine] });
  let after: ScanPosition | undefined;
  const endOfPiece = () => endOfWindow(source, after, size.rows);
  do {
    const end = atOnce ? undefined : await size.time(endOfPiece);
    const select = rows();
    withinWindow(source, select, { after, end });
    yield* await size.time(() => sum(select));
    size.next();
    if (end) {
      if (Date.now() > deadline) {
        throw new SummaryLimitError('time');
      }
      await nextTurn();
    }
    after = end;
  } while (after);
}
