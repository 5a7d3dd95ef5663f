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
import type { Engine } from '../filters/engine';
import { scanKeys, type ScanSource } from '../filters/scanRows';
import type { ListResultsOptions, ResultOrderField } from '../ResultStore';

/** Results without a time come last, as this does; the index says the same. */
const LAST: Record<Engine, string> = {
  postgres: "timestamptz '9999-12-31 00:00:00+00'",
  sqlite: '253402214400000',
};

const INDEXES: Record<ResultOrderField, string> = {
  create_time: 'results_by_create_time',
  update_time: 'results_by_update_time',
  summary_start_time: 'results_by_summary_start_time',
  summary_end_time: 'results_by_summary_end_time',
};

const BY_CREATION = [{ field: 'create_time', direction: 'asc' }] as const;

/** A list of Results, as table `t`, in its order, before any filter. */
export function resultListSource(
  db: Knex,
  engine: Engine,
  { view, parent, order }: ListResultsOptions,
): ScanSource {
  const fields = order ?? BY_CREATION;
  const [{ field: firstField }] = fields;
  const keys = {
    order: fields.map(({ field, direction }) => ({
      column: field.startsWith('summary_')
        ? `coalesce(t.${field}, ${LAST[engine]})`
        : `t.${field}`,
      direction,
    })),
    seq: 't.seq',
  };
  const inScope = (select: Knex.QueryBuilder) => {
    if (view.cluster !== undefined) {
      select.where('t.cluster', view.cluster);
    }
    if (parent !== undefined) {
      select.where('t.parent', parent);
    }
    return select.select(scanKeys(db, keys));
  };
  const index =
    firstField === 'create_time' && parent !== undefined
      ? 'results_by_parent_create_time'
      : INDEXES[firstField];
  const inOrder = () =>
    engine === 'sqlite'
      ? // Else SQLite might read and sort all rows that some column selects.
        db.raw('results as t indexed by ??', [index])
      : 'results as t';
  return {
    rows: () => inScope(db.from('results as t').select('t.*')),
    rowsInOrder: () => inScope(db.from(inOrder()).select('t.*')),
    keys: () => inScope(db.from(inOrder())),
    ...keys,
  };
}
