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
import {
  convertedBy,
  listOf,
  oneOf,
  pair,
  written,
  type Pairs,
} from './FilterPair';
import {
  COMPARED_NUMBERS,
  COMPARISONS,
  DATE_PARTS,
  EQUALITIES,
  GETTERS,
  LENGTHS,
  INT_OPERANDS,
  ORDERS,
  PARTS,
  REGEXES,
  SIZES,
  TEXTS,
  TIMES,
  TIME_TEXTS,
  ZONES,
  literals,
} from './literals';
import { NUMBER_TEXTS } from './samples';

const TEXT_TESTS = oneOf('contains', 'startsWith', 'endsWith');
const EQUALS = oneOf(...EQUALITIES);
const ORDER = oneOf(...ORDERS);
const INT_OPERATORS = oneOf('+', '-', '*', '/', '%');

/** Conditions on values of a stored object. */
export function jsonConditions(json: Pairs): Pairs {
  return fc.oneof(
    { weight: 6, arbitrary: textConditions(json) },
    { weight: 2, arbitrary: membershipConditions(json) },
    { weight: 2, arbitrary: valueConditions(json) },
    { weight: 1, arbitrary: conversionConditions(json) },
  );
}

/** A value of a stored object next to a text is its text. */
function textConditions(json: Pairs): Pairs {
  const text = convertedBy('text', json);
  return fc.oneof(
    { weight: 6, arbitrary: written`${text} ${COMPARISONS} ${TEXTS}` },
    written`${TEXTS} ${COMPARISONS} ${text}`,
    { weight: 3, arbitrary: written`${text}.${TEXT_TESTS}(${PARTS})` },
    { weight: 2, arbitrary: written`${text}.matches(${REGEXES})` },
    written`${TEXTS}.${TEXT_TESTS}(${text})`,
    written`${text}.${TEXT_TESTS}(${text})`,
    written`${text} + ${PARTS} ${COMPARISONS} ${TEXTS}`,
    fc
      .tuple(text, REGEXES)
      .map(([one, regex]) =>
        pair(
          `matches(${one.ours}, ${regex.ours})`,
          `${one.reference}.matches(${regex.reference})`,
        ),
      ),
  );
}

function membershipConditions(json: Pairs): Pairs {
  const text = convertedBy('text', json);
  const texts = listOf(TEXTS, { minLength: 0, maxLength: 3 });
  const numbers = listOf(COMPARED_NUMBERS, { minLength: 0, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: written`${text} in ${texts}` },
    written`${json} in ${numbers}`,
    written`${json} in [true, 3]`,
    // Next to a text in the list it is a text, next to a number it is itself.
    fc.tuple(json, texts, numbers).map(([one, some, others]) =>
      pair(
        `${one.ours} in [${[some.ours, others.ours]
          .map(list => list.slice(1, -1))
          .filter(Boolean)
          .join(', ')}]`,
        `(text(${one.reference}) in ${some.reference} || ${one.reference} in ${others.reference})`,
      ),
    ),
    written`${TEXTS} in ${json}`,
    written`${COMPARED_NUMBERS} in ${json}`,
  );
}

/** Values as they are: JSON has doubles, booleans, texts, lists and maps. */
function valueConditions(json: Pairs): Pairs {
  return fc.oneof(
    {
      weight: 3,
      arbitrary: written`${json} ${COMPARISONS} ${COMPARED_NUMBERS}`,
    },
    written`${COMPARED_NUMBERS} ${COMPARISONS} ${json}`,
    written`${json} ${COMPARISONS} ${oneOf('true', 'false')}`,
    // Alone it is refused as a filter: few values are conditions.
    { weight: 2, arbitrary: written`(${json} || ${json})` },
    written`${json} ${EQUALS} ${json}`,
    written`${json} ${ORDER} ${json}`,
    { weight: 2, arbitrary: written`size(${json}) ${COMPARISONS} ${SIZES}` },
    written`${json}.size() ${INT_OPERATORS} ${SIZES} ${COMPARISONS} ${SIZES}`,
    written`${json} + ${json} == ${TEXTS}`,
    written`size(${json} + ${json}) > ${SIZES}`,
    written`${json} == ${oneOf('["web"]', '[1, 3]', '{"a": "b"}', '{}')}`,
  );
}

function conversionConditions(json: Pairs): Pairs {
  const types = oneOf('string', 'double', 'bool', 'list', 'map');
  return fc.oneof(
    written`string(${json}) ${COMPARISONS} ${TEXTS}`,
    written`string(${json}).${TEXT_TESTS}(${PARTS})`,
    written`string(${json}) in ${listOf(TEXTS, {
      minLength: 1,
      maxLength: 3,
    })}`,
    written`string(size(${json})) == ${TEXTS}`,
    written`int(${json}) ${COMPARISONS} ${SIZES}`,
    written`double(${json}) ${COMPARISONS} ${oneOf('5.0', '0.5', '1e21')}`,
    written`bool(${json})`,
    written`type(${json}) ${EQUALS} ${types}`,
    written`${convertedBy('text', written`dyn(${json})`)} == ${TEXTS}`,
  );
}

/** Values of a stored object next to a time or a duration are that, too. */
export function timeConditions(json: Pairs): Pairs {
  const text = convertedBy('text', json);
  const time = convertedBy('time', json);
  const explicit = json.map(({ ours, reference }) =>
    pair(`timestamp(${ours})`, `moment(${reference})`),
  );
  const span = convertedBy('duration', convertedBy('filled', json));
  const temporal = json.map(({ ours, reference }) =>
    pair(
      ours,
      `(isTime(${reference}) ? time(${reference}) : duration(filled(${reference})))`,
    ),
  );
  const part = written`${convertedBy(
    'wholeMs',
    fc.oneof(temporal, explicit),
  )}.${GETTERS}(${ZONES})`;
  return fc.oneof(
    { weight: 4, arbitrary: written`${time} ${COMPARISONS} ${TIMES}` },
    written`${TIMES} ${COMPARISONS} ${time}`,
    { weight: 3, arbitrary: written`${text} ${COMPARISONS} ${TIME_TEXTS}` },
    written`${TIME_TEXTS} ${COMPARISONS} ${text}`,
    written`${text} in ${listOf(TIME_TEXTS, { minLength: 1, maxLength: 3 })}`,
    written`${text}.${TEXT_TESTS}(${literals(['2024-', 'T10:', ':59Z', '+'])})`,
    written`${text}.matches(${literals(['^2024-05', '[T ]10:'])})`,
    // As texts, if they are any.
    written`${json} ${COMPARISONS} ${json}`,
    written`${explicit} ${COMPARISONS} ${fc.oneof(explicit, TIMES)}`,
    written`${span} ${COMPARISONS} ${LENGTHS}`,
    { weight: 3, arbitrary: written`${difference(json)} ${ORDER} ${LENGTHS}` },
    written`${difference(json)} ${EQUALS} ${LENGTHS}`,
    written`${explicit} - ${explicit} ${COMPARISONS} ${LENGTHS}`,
    written`${TIMES} - ${temporal} ${COMPARISONS} ${fc.oneof(LENGTHS, TIMES)}`,
    written`${time} - ${TIMES} ${COMPARISONS} ${LENGTHS}`,
    written`${temporal} - ${LENGTHS} ${COMPARISONS} ${fc.oneof(
      TIMES,
      LENGTHS,
    )}`,
    written`${temporal} + ${LENGTHS} ${COMPARISONS} ${fc.oneof(
      TIMES,
      LENGTHS,
    )}`,
    written`${TIMES} + ${span} ${COMPARISONS} ${TIMES}`,
    written`${explicit} + ${LENGTHS} ${COMPARISONS} ${explicit}`,
    {
      weight: 3,
      arbitrary: written`${part} ${COMPARISONS} ${DATE_PARTS}`,
    },
    written`${part} in ${listOf(DATE_PARTS, { minLength: 1, maxLength: 3 })}`,
    written`${part} ${INT_OPERATORS} ${SIZES} ${COMPARISONS} ${DATE_PARTS}`,
  );
}

/** Of two values of stored objects: numbers, or else times. */
function difference(json: Pairs): Pairs {
  return fc
    .tuple(json, json)
    .map(([left, right]) =>
      pair(
        `${left.ours} - ${right.ours}`,
        `(type(${left.reference}) == string ? time(${left.reference}) - time(${right.reference}) : dyn(${left.reference} - ${right.reference}))`,
      ),
    );
}

/** Numbers of stored objects calculate with ints. */
export function numberConditions(json: Pairs): Pairs {
  const operators = oneOf('+', '-', '*', '/');
  const whole = convertedBy('whole', json);
  return fc.oneof(
    ...[
      [INT_OPERANDS, oneOf('4', '5', '0', '-6')] as const,
      [oneOf('0.5', '-3.0'), oneOf('0.5', '1.0', '1e21')] as const,
    ].flatMap(([operand, result]) => [
      written`${json} ${operators} ${operand} ${COMPARISONS} ${result}`,
      written`${operand} ${operators} ${json} ${COMPARISONS} ${result}`,
    ]),
    written`${whole} % ${oneOf('2', '3', '-2', '0')} ${COMPARISONS} ${SIZES}`,
    written`${whole} % ${whole} == ${SIZES}`,
    written`${json} ${oneOf(
      '+',
      '*',
      '/',
    )} ${json} ${COMPARISONS} ${COMPARED_NUMBERS}`,
    written`-${json} ${COMPARISONS} ${COMPARED_NUMBERS}`,
    written`int(${json}) % 2 == ${SIZES}`,
    written`${convertedBy('text', json)} == ${literals(NUMBER_TEXTS)}`,
    written`${convertedBy('text', json)} in ${listOf(literals(NUMBER_TEXTS), {
      minLength: 1,
      maxLength: 2,
    })}`,
  );
}
