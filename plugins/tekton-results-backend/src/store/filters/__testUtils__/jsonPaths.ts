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
import { convertedBy, pair, type FilterPair, type Pairs } from './FilterPair';
import { KEYS, UNSTORABLE_KEYS } from './samples';
import { textLiteral } from './literals';

/** Keys, and places in lists, from a root. Places below zero count from the end. */
type JsonPath = ReadonlyArray<string | number>;

const IDENTIFIER = /^[A-Za-z_]\w*$/;

const TEXT_PATHS: JsonPath[] = [
  ['kind'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
  ['metadata', 'uid'],
  ['metadata', 'ownerReferences', 0, 'uid'],
  ['status', 'conditions', 0, 'reason'],
  ['status', 'conditions', 0, 'status'],
];

const TIME_PATHS: JsonPath[] = [
  ['status', 'startTime'],
  ['status', 'completionTime'],
  ['metadata', 'creationTimestamp'],
  ['spec', 'timeout'],
];

const LIST_PATHS: JsonPath[] = [
  ['spec', 'params'],
  ['status', 'conditions'],
  ['spec', 'list'],
  ['spec', 'rows'],
  ['metadata', 'labels'],
  ['spec', 'missing'],
];

const OTHER_PATHS: JsonPath[] = [
  ['metadata', 'generation'],
  ['status', 'count'],
  ['spec', 'n'],
  ['status', 'ok'],
  ['nested', 'deep', 'x'],
  ['spec', 'list', 0],
  ['spec', 'list', -1],
  ['spec', 'list', 7],
  ['spec', 'rows', 0, 0],
  ['spec', 'params', 0, 'value'],
  ['spec', 'params', 1, 'name'],
  ['status', 'conditions', -1, 'type'],
  ['spec', 'missing'],
  ['nested'],
  ['metadata'],
  ['spec', 'params', 0],
  [],
];

const ATTRIBUTE_PATHS: JsonPath[] = [...KEYS, ...UNSTORABLE_KEYS].flatMap(
  key => [
    ['metadata', 'labels', key],
    ['metadata', 'labels', key],
    ['metadata', 'annotations', key],
  ],
);

const ELEMENT_PATHS: JsonPath[] = [
  ['name'],
  ['name'],
  ['value'],
  ['value'],
  ['type'],
  ['status'],
  ['reason'],
  ['value', 0],
  [],
  [],
  [],
];

/** Values of the stored object. */
export const JSON_TERMS: Pairs = jsonTerms(
  'data',
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...TEXT_PATHS) },
    { weight: 4, arbitrary: fc.constantFrom(...ATTRIBUTE_PATHS) },
    { weight: 2, arbitrary: fc.constantFrom(...TIME_PATHS) },
    { weight: 5, arbitrary: fc.constantFrom(...OTHER_PATHS) },
    { weight: 1, arbitrary: fc.constantFrom(...LIST_PATHS) },
  ),
);

/** Those that are times, most often. */
export const TIME_TERMS: Pairs = fc.oneof(
  {
    weight: 6,
    arbitrary: jsonTerms('data', fc.constantFrom(...TIME_PATHS)),
  },
  { weight: 1, arbitrary: JSON_TERMS },
);

/** Those that are numbers, most often. */
export const NUMBER_TERMS: Pairs = fc.oneof(
  {
    weight: 4,
    arbitrary: jsonTerms('data', fc.constantFrom(...OTHER_PATHS.slice(0, 3))),
  },
  { weight: 1, arbitrary: JSON_TERMS },
);

/** Those that are lists or maps. */
export const LIST_TERMS: Pairs = jsonTerms(
  'data',
  fc.constantFrom(...LIST_PATHS),
);

/** Labels and annotations as a whole. */
export const MAP_TERMS: Pairs = jsonTerms(
  'data',
  fc.constantFrom(['metadata', 'labels'], ['metadata', 'annotations']),
);

/** Whether there is a value in the stored object. */
export const PRESENCES: Pairs = presences(
  'data',
  fc.constantFrom(
    ...TEXT_PATHS,
    ...TIME_PATHS,
    ...ATTRIBUTE_PATHS,
    ...OTHER_PATHS,
  ),
);

/** Values of what a macro's variable stands for. */
export function elementTerms(variable: string): Pairs {
  return jsonTerms(variable, fc.constantFrom(...ELEMENT_PATHS));
}

/** Whether it has some value. */
export function elementPresences(variable: string): Pairs {
  return presences(variable, fc.constantFrom(...ELEMENT_PATHS));
}

function jsonTerms(root: string, paths: fc.Arbitrary<JsonPath>): Pairs {
  return convertedBy(
    'some',
    fc
      .tuple(paths, fc.boolean())
      .map(([path, dots]) => termOf(root, path, dots)),
  );
}

function presences(root: string, paths: fc.Arbitrary<JsonPath>): Pairs {
  return fc
    .tuple(paths, fc.boolean(), fc.constantFrom('has', '!= null', '== null'))
    .map(([path, dots, form]) => {
      const { ours } = termOf(root, path, dots);
      const present = presenceOf(root, path);
      if (form === 'has' && /\.[A-Za-z_]\w*$/.test(ours)) {
        return pair(`has(${ours})`, present);
      }
      return form === '== null'
        ? pair(`${ours} == null`, `!(${present})`)
        : pair(`${ours} != null`, present);
    });
}

function termOf(root: string, path: JsonPath, dots: boolean): FilterPair {
  return path.reduce<FilterPair>((parent, step) => {
    if (typeof step === 'number') {
      return pair(
        `${parent.ours}[${step}]`,
        `${parent.reference}${referenceIndex(parent.reference, step)}`,
      );
    }
    const selector =
      dots && IDENTIFIER.test(step) ? `.${step}` : `[${textLiteral(step)}]`;
    return pair(parent.ours + selector, parent.reference + selector);
  }, pair(root));
}

/** Pure CEL does not count from the end. */
function referenceIndex(list: string, step: number): string {
  return step < 0 ? `[size(${list}) - ${-step}]` : `[${step}]`;
}

/** In pure CEL, step by step: nothing is there to be asked in what is not there. */
function presenceOf(root: string, path: JsonPath): string {
  const parts = path.map((step, index) => {
    const parent = termOf(root, path.slice(0, index), false).reference;
    const value = termOf(root, path.slice(0, index + 1), false).reference;
    return typeof step === 'number'
      ? `type(${parent}) == list && size(${parent}) >= ${
          step < 0 ? -step : step + 1
        } && ${value} != null`
      : `type(${parent}) == map && ${textLiteral(step)} in ${parent}`;
  });
  return parts.length === 0 ? `${root} != null` : `(${parts.join(' && ')})`;
}
