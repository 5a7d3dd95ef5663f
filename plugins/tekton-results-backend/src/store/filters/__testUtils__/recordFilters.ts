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
  jsonConditions,
  numberConditions,
  timeConditions,
} from './jsonConditions';
import {
  JSON_TERMS,
  MAP_TERMS,
  NUMBER_TERMS,
  PRESENCES,
  TIME_TERMS,
} from './jsonPaths';
import {
  COMPARISONS,
  literals,
  PARTS,
  REGEXES,
  SIZES,
  textLiteral,
  TEXTS,
} from './literals';
import { macroConditions } from './macroConditions';
import {
  CLUSTERS,
  DATA_TYPES,
  KEYS,
  PARENTS,
  RECORD_NAMES,
  RESULTS,
} from './samples';

const TEXT_TESTS = oneOf('contains', 'startsWith', 'endsWith');

/** The last part of the name of a Record. */
const NAMES = fc
  .tuple(fc.constantFrom(...RECORD_NAMES), fc.nat(9))
  .map(([name, number]) => `${name}-${number}`);

const FULL_NAMES = fc
  .tuple(
    fc.constantFrom(...PARENTS),
    fc.constantFrom(...RESULTS),
    NAMES,
    fc.constantFrom('whole', 'part'),
  )
  .map(([parent, result, name, form]) =>
    form === 'whole'
      ? `${parent}/results/${result}/records/${name}`
      : `records/${name}`,
  );

/** Next to a text with a slash, `name` is the whole name. */
const NAME_CONDITIONS: Pairs = fc.oneof(
  onName(NAMES, 'name'),
  onName(FULL_NAMES, 'full_name'),
  written`name.${TEXT_TESTS}(${literals(['web', '-', 'log_', 'ü', '1', ''])})`,
  written`name ${COMPARISONS} ${literals(['web-3', 'x', ''])}`,
  // Each item of a list is compared by itself.
  fc.tuple(NAMES, FULL_NAMES, fc.boolean()).map(([name, fullName, swapped]) => {
    const items = [name, fullName].map(item => textLiteral(item));
    return pair(
      `name in [${(swapped ? items.reverse() : items).join(', ')}]`,
      `(name == ${textLiteral(name)} || full_name == ${textLiteral(fullName)})`,
    );
  }),
);

function onName(texts: fc.Arbitrary<string>, reference: string): Pairs {
  const name = oneOf('name').map(({ ours }) => pair(ours, reference));
  const text = texts.map(value => pair(textLiteral(value)));
  return fc.oneof(
    written`${name} ${COMPARISONS} ${text}`,
    written`${text} ${COMPARISONS} ${name}`,
    written`${name}.${TEXT_TESTS}(${text})`,
    written`${name} in ${listOf(text, { minLength: 0, maxLength: 3 })}`,
  );
}

const VARIABLES = oneOf(
  'parent',
  'result_name',
  'cluster',
  'data_type',
  'name',
);

const VARIABLE_TEXTS: Pairs = fc.oneof(
  literals([...PARENTS, ...RESULTS, ...CLUSTERS, 'web-1', '']),
  literals(['e', 'est', '-', 'ü', 'r', 'web-']),
);

const TYPES: Pairs = fc.oneof(
  literals(DATA_TYPES),
  fc.constantFrom(
    pair('TASK_RUN', '"tekton.dev/v1.TaskRun"'),
    pair('PIPELINE_RUN', '"tekton.dev/v1.PipelineRun"'),
  ),
);

const VARIABLE_CONDITIONS: Pairs = fc.oneof(
  {
    weight: 3,
    arbitrary: written`${VARIABLES} ${COMPARISONS} ${VARIABLE_TEXTS}`,
  },
  { weight: 3, arbitrary: written`data_type ${COMPARISONS} ${TYPES}` },
  written`data_type in ${listOf(TYPES, { minLength: 0, maxLength: 3 })}`,
  written`${VARIABLES} in ${listOf(VARIABLE_TEXTS, {
    minLength: 0,
    maxLength: 3,
  })}`,
  written`${VARIABLES}.${TEXT_TESTS}(${VARIABLE_TEXTS})`,
  written`${VARIABLES} ${COMPARISONS} ${VARIABLES}`,
  written`${VARIABLES}.${TEXT_TESTS}(${VARIABLES})`,
  written`${oneOf('cluster', 'parent', 'name')}.matches(${literals([
    '^team',
    '-\\d$',
    '(?i)TEST',
    'ü',
    '^.{4}$',
  ])})`,
  written`${VARIABLES} + ${VARIABLE_TEXTS} + ${VARIABLES} ${COMPARISONS} ${literals(
    ['team-team', 'testweb', 'team-prodprod'],
  )}`,
  written`name + "/" + parent == ${literals(['web-1/team', 'log_-2/ops'])}`,
  written`size(${VARIABLES}) ${oneOf('+', '-', '*', '/', '%')} ${oneOf(
    '2',
    '3',
    '-3',
  )} ${COMPARISONS} ${SIZES}`,
  written`string(size(${VARIABLES}) + 1) == ${literals(['5', '6', '3'])}`,
);

/** A text of the object next to what is known beside it. */
const MIXED_CONDITIONS: Pairs = fc.oneof(
  written`${convertedBy('text', JSON_TERMS)} ${COMPARISONS} ${VARIABLES}`,
  written`${VARIABLES}.${TEXT_TESTS}(${convertedBy('text', JSON_TERMS)})`,
  written`${convertedBy('text', JSON_TERMS)}.${TEXT_TESTS}(${VARIABLES})`,
  written`${convertedBy('text', JSON_TERMS)} + ${PARTS} == ${VARIABLES}`,
  written`${convertedBy('text', JSON_TERMS)} in [${VARIABLES}, ${TEXTS}]`,
  written`${literals(KEYS)} in ${MAP_TERMS}`,
  written`${convertedBy('text', MAP_TERMS)}.contains(${PARTS})`,
  written`${convertedBy('text', MAP_TERMS)}.matches(${REGEXES})`,
  written`${convertedBy(
    'text',
    written`${MAP_TERMS}[${VARIABLES}]`,
  )} == ${TEXTS}`,
);

/** Constants, and what decides whatever the rest comes to. */
const CONSTANTS = oneOf('true', 'false', '1 < 2', '"a" == "b"', '1 / 0 == 1');

const LEAVES: Pairs = fc.oneof(
  { weight: 12, arbitrary: jsonConditions(JSON_TERMS) },
  { weight: 6, arbitrary: timeConditions(TIME_TERMS) },
  { weight: 4, arbitrary: PRESENCES },
  { weight: 2, arbitrary: numberConditions(NUMBER_TERMS) },
  { weight: 6, arbitrary: macroConditions() },
  { weight: 3, arbitrary: NAME_CONDITIONS },
  { weight: 4, arbitrary: VARIABLE_CONDITIONS },
  { weight: 4, arbitrary: MIXED_CONDITIONS },
);

/** Filters on Records. */
export const RECORD_FILTERS: Pairs = combined(LEAVES, CONSTANTS, choice =>
  fc.oneof(
    written`${convertedBy('text', choice(JSON_TERMS, JSON_TERMS))} == ${TEXTS}`,
    written`${convertedBy(
      'text',
      choice(JSON_TERMS, fc.oneof(TEXTS, VARIABLES)),
    )} ${COMPARISONS} ${TEXTS}`,
    written`${choice(JSON_TERMS, oneOf('1.0'))} ${COMPARISONS} ${oneOf(
      '1.0',
      '4.0',
    )}`,
    written`${choice(VARIABLES, TEXTS)} ${COMPARISONS} ${VARIABLES}`,
  ),
);
