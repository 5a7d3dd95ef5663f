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

import fc from 'fast-check';
import { combined } from './combined';
import {
  convertedBy,
  listOf,
  oneOf,
  pair,
  written,
  type Pairs,
} from './FilterPair';
import {
  COMPARISONS,
  DATE_PARTS,
  EQUALITIES,
  GETTERS,
  LENGTHS,
  literals,
  ORDERS,
  PARTS,
  REGEXES,
  SIZES,
  textLiteral,
  TEXTS,
  TIMES,
  ZONES,
} from './literals';
import { CLUSTERS, DATA_TYPES, KEYS, PARENTS } from './samples';

const TEXT_TESTS = oneOf('contains', 'startsWith', 'endsWith');
const MAPS = oneOf('annotations', 'annotations', 'summary.annotations');
const KEY_LITERALS = literals(KEYS);
const TEXT_LISTS = listOf(TEXTS, { minLength: 0, maxLength: 3 });

const ENTRIES: Pairs = fc.oneof(
  { weight: 4, arbitrary: written`${MAPS}[${KEY_LITERALS}]` },
  written`${MAPS}.${oneOf('app', 'team', 'constructor')}`,
);

/** Lacking the key is being unequal, but only next to a text that is written out. */
const ENTRY_EQUALITIES: Pairs = fc
  .tuple(MAPS, fc.constantFrom(...KEYS), TEXTS, fc.boolean())
  .map(([map, key, text, mirrored]) => {
    const entry = `${map.ours}[${textLiteral(key)}]`;
    const equality = mirrored
      ? `${text.ours} == ${entry}`
      : `${entry} == ${text.ours}`;
    return pair(
      equality,
      `(${textLiteral(key)} in ${map.reference} ? ${equality} : false)`,
    );
  });

const MAP_CONDITIONS: Pairs = fc.oneof(
  { weight: 4, arbitrary: ENTRY_EQUALITIES },
  {
    weight: 2,
    arbitrary: written`${ENTRIES} ${oneOf('!=', ...ORDERS)} ${TEXTS}`,
  },
  written`${ENTRIES} ${oneOf(...EQUALITIES)} ${ENTRIES}`,
  { weight: 2, arbitrary: written`${ENTRIES}.${TEXT_TESTS}(${PARTS})` },
  written`${ENTRIES}.matches(${REGEXES})`,
  written`${ENTRIES} in ${TEXT_LISTS}`,
  written`${ENTRIES} + ${PARTS} == ${TEXTS}`,
  written`size(${ENTRIES}) ${COMPARISONS} ${SIZES}`,
  { weight: 2, arbitrary: written`${KEY_LITERALS} in ${MAPS}` },
  written`has(${MAPS}.${oneOf('app', 'team', 'constructor')})`,
  written`size(${MAPS}) ${COMPARISONS} ${SIZES}`,
  written`${convertedBy('text', MAPS)}.contains(${PARTS})`,
  written`${MAPS}.${oneOf(
    'exists',
    'all',
    'exists_one',
  )}(k, k.${TEXT_TESTS}(${PARTS}))`,
  written`annotations.exists(k, annotations[k] == ${TEXTS})`,
);

const VARIABLES = oneOf(
  'cluster',
  'parent',
  'uid',
  'summary.record',
  'summary.type',
);

const VARIABLE_TEXTS: Pairs = fc.oneof(
  literals([...CLUSTERS, ...PARENTS, '']),
  literals(['e', 'team/results/r1/records/web', '-', '4', 'web']),
);

const TYPES: Pairs = fc.oneof(
  literals(DATA_TYPES),
  fc.constantFrom(
    pair('TASK_RUN', '"tekton.dev/v1.TaskRun"'),
    pair('PIPELINE_RUN', '"tekton.dev/v1.PipelineRun"'),
  ),
);

const TEXT_CONDITIONS: Pairs = fc.oneof(
  written`${VARIABLES} ${COMPARISONS} ${VARIABLE_TEXTS}`,
  written`${VARIABLES}.${TEXT_TESTS}(${VARIABLE_TEXTS})`,
  written`${VARIABLES} in ${listOf(VARIABLE_TEXTS, {
    minLength: 0,
    maxLength: 3,
  })}`,
  written`${VARIABLES}.matches(${literals(['^team', '\\d', 'web$', '^$'])})`,
  written`${VARIABLES}.${TEXT_TESTS}(${fc.oneof(VARIABLES, ENTRIES)})`,
  written`summary.type ${COMPARISONS} ${TYPES}`,
  written`summary.type in ${listOf(TYPES, { minLength: 1, maxLength: 2 })}`,
  written`size(${VARIABLES}) ${COMPARISONS} ${SIZES}`,
);

const STATES: Pairs = fc.constantFrom(
  pair('UNKNOWN', '0'),
  pair('SUCCESS', '1'),
  pair('FAILURE', '2'),
  pair('TIMEOUT', '3'),
  pair('CANCELLED', '4'),
  pair('tekton.results.v1alpha2.RecordSummary.Status.FAILURE', '2'),
  pair('7'),
);

const STATUS_CONDITIONS: Pairs = fc.oneof(
  { weight: 3, arbitrary: written`summary.status ${COMPARISONS} ${STATES}` },
  written`summary.status in ${listOf(STATES, { minLength: 0, maxLength: 3 })}`,
  written`summary.status ${oneOf('+', '-', '*', '/', '%')} ${oneOf(
    '2',
    '3',
    '-2',
  )} ${COMPARISONS} ${SIZES}`,
  written`string(summary.status) == ${literals(['1', '4', 'SUCCESS'])}`,
  written`-summary.status ${COMPARISONS} ${oneOf('-1', '0')}`,
);

const SUMMARY_TIMES = oneOf('summary.start_time', 'summary.end_time');
const TIME_VARIABLES: Pairs = fc.oneof(
  { weight: 2, arbitrary: SUMMARY_TIMES },
  oneOf('create_time', 'update_time'),
);
const PART = written`${convertedBy(
  'wholeMs',
  TIME_VARIABLES,
)}.${GETTERS}(${ZONES})`;

const TIME_CONDITIONS: Pairs = fc.oneof(
  { weight: 3, arbitrary: written`${TIME_VARIABLES} ${COMPARISONS} ${TIMES}` },
  written`${TIMES} ${COMPARISONS} ${TIME_VARIABLES}`,
  {
    weight: 2,
    arbitrary: written`${TIME_VARIABLES} ${COMPARISONS} ${TIME_VARIABLES}`,
  },
  {
    weight: 2,
    arbitrary: written`${TIME_VARIABLES} - ${TIME_VARIABLES} ${COMPARISONS} ${LENGTHS}`,
  },
  written`${TIME_VARIABLES} - ${TIMES} ${COMPARISONS} ${LENGTHS}`,
  written`${TIME_VARIABLES} ${oneOf(
    '+',
    '-',
  )} ${LENGTHS} ${COMPARISONS} ${fc.oneof(TIME_VARIABLES, TIMES)}`,
  { weight: 2, arbitrary: written`${PART} ${COMPARISONS} ${DATE_PARTS}` },
  written`${PART} in ${listOf(DATE_PARTS, { minLength: 0, maxLength: 3 })}`,
  written`${PART} ${oneOf('+', '/', '%')} ${oneOf('2', '7')} == ${DATE_PARTS}`,
  written`string(${PART}) == ${literals(['10', '0', '5'])}`,
  written`int(${TIME_VARIABLES}) ${COMPARISONS} ${oneOf('1714557600', '-1')}`,
  written`has(${SUMMARY_TIMES})`,
  SUMMARY_TIMES.map(({ ours }) => pair(`${ours} == null`, `!has(${ours})`)),
  SUMMARY_TIMES.map(({ ours }) => pair(`${ours} != null`, `has(${ours})`)),
);

/** Filters on Results. */
export const RESULT_FILTERS: Pairs = combined(
  fc.oneof(
    { weight: 4, arbitrary: MAP_CONDITIONS },
    { weight: 2, arbitrary: TEXT_CONDITIONS },
    { weight: 2, arbitrary: STATUS_CONDITIONS },
    { weight: 4, arbitrary: TIME_CONDITIONS },
  ),
  oneOf('true', 'false', '1 / 0 == 1'),
  choice =>
    fc.oneof(
      written`${choice(ENTRIES, VARIABLES)} != ${TEXTS}`,
      written`${choice(TIME_VARIABLES, TIMES)} ${COMPARISONS} ${TIMES}`,
      written`${choice(oneOf('summary.status'), STATES)} == ${STATES}`,
    ),
);
