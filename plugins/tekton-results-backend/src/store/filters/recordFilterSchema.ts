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

import {
  equality,
  type ColumnIndex,
  type FilterColumn,
  type FilterSchema,
  type Sql,
} from '../../filter';
import { isAttributeKey, MAX_VALUE_LENGTH } from '../promotion/attributes';
import {
  PROMOTED_PATHS,
  type PromotedPathColumn,
} from '../promotion/promotedPaths';
import { SAME } from '../promotion/repeatedValues';
import type { Engine } from './engine';
import { PIPELINE_VARIABLE } from './recordVariables';

const COLUMN_INDEXES: Partial<Record<PromotedPathColumn, ColumnIndex>> = {
  run_name: 'rare',
  run_uid: 'rare',
  owner_run_uid: 'rare',
  label_pipeline_run: 'rare',
  label_pipeline_run_uid: 'rare',
  reason: 'ordered',
  condition_status: 'ordered',
};

/**
 * Values that mostly stand in another column, too. On PostgreSQL the indexes of these
 * columns hold the other rows only.
 */
function placed(
  engine: Engine,
  alias: string,
  column: PromotedPathColumn | 'name',
): Pick<FilterColumn, 'sql' | 'places'> {
  const own = `${alias}.${column}`;
  if (column === 'label_pipeline_run_uid') {
    const owner = `${alias}.owner_run_uid`;
    return {
      sql: `case when ${own} = '${SAME}' then ${owner} else ${own} end`,
      places: [
        { sql: owner, where: `${own} in ('${SAME}', ${owner})` },
        {
          sql: own,
          where: `${own} <> '${SAME}' and ${own} is distinct from ${owner}`,
        },
      ],
    };
  }
  if (engine === 'postgres' && (column === 'run_uid' || column === 'name')) {
    const captured = `${alias}.capture_uid`;
    return {
      sql: own,
      places: [
        { sql: captured, where: `${own} = ${captured}` },
        { sql: own, where: `${own} is distinct from ${captured}` },
      ],
    };
  }
  return { sql: own };
}

/** Tells the Records of a name, in whichever Results. */
export function namedRecords(engine: Engine, alias: string, name: string): Sql {
  const { sql, places } = placed(engine, alias, 'name');
  return equality({ sql: { text: sql, bindings: [] }, places }, side => ({
    text: `${side.text} = ?`,
    bindings: [...side.bindings, name],
  }));
}

const RESULT_NAME = 'g.name';

/** Whether a condition of this schema asks for `results`. */
export function asksForResult({ text }: Sql): boolean {
  return text.includes(RESULT_NAME);
}

/** By which runs are summed up. */
export const PIPELINE_LABEL = 'tekton.dev/pipeline';

/** Lists find what is in these columns by attributes, summaries in the columns. */
const SUMMARY_COLUMNS: readonly PromotedPathColumn[] = [
  'label_pipeline',
  'annotation_repository',
];

/**
 * Where the values are that filters on Records ask about.
 *
 * @param alias - of the table `records`; `results` has the alias `g`
 * @param options - `summed`: by an index `records_summed_…`, and not
 *   listed
 */
export function recordFilterSchema(
  engine: Engine,
  alias: string,
  options: { summed?: boolean } = {},
): FilterSchema {
  const text = (column: string, index?: ColumnIndex): FilterColumn => ({
    sql: column,
    type: 'text',
    index,
  });
  const variables = new Map<string, FilterColumn>([
    ['cluster', text(`${alias}.cluster`, 'ordered')],
    ['parent', text(`${alias}.parent`, 'ordered')],
    ['result_name', text(RESULT_NAME, 'rare')],
    ['name', { ...placed(engine, alias, 'name'), type: 'text', index: 'rare' }],
    ['data_type', text(`${alias}.data_type`, 'ordered')],
    [PIPELINE_VARIABLE, text(`${alias}.pipeline`)],
  ]);
  const paths = new Map<string, FilterColumn>(
    PROMOTED_PATHS.filter(
      ({ column }) =>
        !SUMMARY_COLUMNS.includes(column) ||
        (options.summed && column === 'label_pipeline'),
    ).map(({ path, column, type }) => [
      JSON.stringify(path),
      {
        ...placed(engine, alias, column),
        type,
        index: COLUMN_INDEXES[column],
      },
    ]),
  );
  const isSummed = (type: string, key: string) =>
    options.summed === true && type === 'label' && key === PIPELINE_LABEL;
  return {
    engine,
    variable: name => variables.get(name),
    path: path => paths.get(JSON.stringify(path)),
    attributes: {
      kept: ({ type, key }) => {
        if (!isAttributeKey(type, key) || isSummed(type, key)) {
          return undefined;
        }
        return type === 'label' ? 'all' : 'short';
      },
      maxValueLength: MAX_VALUE_LENGTH,
    },
  };
}
