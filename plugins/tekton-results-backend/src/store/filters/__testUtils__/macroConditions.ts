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
import { convertedBy, oneOf, written, type Pairs } from './FilterPair';
import {
  elementPresences,
  elementTerms,
  JSON_TERMS,
  LIST_TERMS,
  MAP_TERMS,
} from './jsonPaths';
import { jsonConditions } from './jsonConditions';
import { COMPARISONS, literals, SIZES, TEXTS } from './literals';
import { KEYS, PARAM_NAMES } from './samples';

/** Names of macro variables; some hide what they stand for outside. */
const VARIABLES = ['p', 'p', 'name', 'data'];

/** Conditions on the items of lists, and on the keys of maps. */
export function macroConditions(): Pairs {
  return fc
    .constantFrom(...VARIABLES)
    .chain(variable => macrosWith(variable, itemConditions(variable)));
}

function macrosWith(variable: string, condition: Pairs): Pairs {
  const macros = oneOf('all', 'exists', 'exists_one');
  const filtered = written`${LIST_TERMS}.filter(${oneOf(
    variable,
  )}, ${condition})`;
  const items = elementTerms(variable);
  const mapped = fc.oneof(
    written`${LIST_TERMS}.map(${oneOf(variable)}, ${items})`,
    written`${LIST_TERMS}.map(${oneOf(variable)}, ${condition}, ${items})`,
  );
  const text = convertedBy('text', convertedBy('some', oneOf('q')));
  return fc.oneof(
    { weight: 5, arbitrary: paramConditions(variable) },
    { weight: 2, arbitrary: keyConditions() },
    { weight: 2, arbitrary: nestedConditions() },
    {
      weight: 6,
      arbitrary: written`${LIST_TERMS}.${macros}(${oneOf(
        variable,
      )}, ${condition})`,
    },
    {
      weight: 2,
      arbitrary: written`size(${filtered}) ${COMPARISONS} ${SIZES}`,
    },
    written`${TEXTS} in ${mapped}`,
    written`${mapped} == ${oneOf('["env", "image"]', '["web"]', '[]')}`,
    written`${mapped}.exists(q, ${text} == ${TEXTS})`,
    written`${filtered}.${macros}(${oneOf(variable)}, ${condition})`,
  );
}

/** Of a map macros go through the keys. */
function keyConditions(): Pairs {
  const key = convertedBy('text', convertedBy('some', oneOf('k')));
  return written`${MAP_TERMS}.${oneOf(
    'exists',
    'exists_one',
    'all',
  )}(k, ${key} ${COMPARISONS} ${literals(KEYS)})`;
}

/** Of items next to items of another list, and to what is beside the lists. */
function nestedConditions(): Pairs {
  const macros = oneOf('all', 'exists', 'exists_one');
  const [outer, inner] = [elementTerms('p'), elementTerms('q')];
  return fc.oneof(
    written`${LIST_TERMS}.${macros}(p, ${LIST_TERMS}.${macros}(q, ${inner} ${COMPARISONS} ${outer}))`,
    written`${LIST_TERMS}.${macros}(p, ${outer} == ${JSON_TERMS})`,
    written`${LIST_TERMS}.${macros}(p, ${jsonConditions(
      outer,
    )} && ${jsonConditions(JSON_TERMS)})`,
    written`${LIST_TERMS}.exists(p, ${convertedBy('text', outer)} == ${oneOf(
      'parent',
      'cluster',
    )})`,
  );
}

/** How people ask for a parameter. */
function paramConditions(variable: string): Pairs {
  const name = oneOf(`${variable}.name`, `${variable}["name"]`);
  const value = oneOf(`${variable}.value`, `${variable}["value"]`);
  const textOf = (part: Pairs) =>
    convertedBy('text', convertedBy('some', part));
  return written`data.spec.params.exists(${oneOf(variable)}, ${textOf(
    name,
  )} == ${literals(PARAM_NAMES)} && ${textOf(value)} == ${TEXTS})`;
}

function itemConditions(variable: string): Pairs {
  const items = elementTerms(variable);
  const simple = fc.oneof(
    written`${convertedBy('text', items)} == ${literals(KEYS)}`,
    {
      weight: 4,
      arbitrary: written`${convertedBy('text', items)} == ${TEXTS}`,
    },
    { weight: 4, arbitrary: jsonConditions(items) },
    { weight: 1, arbitrary: elementPresences(variable) },
  );
  return fc.oneof(
    { weight: 4, arbitrary: simple },
    written`(${simple} && ${simple})`,
    written`(${simple} || ${simple})`,
    written`!(${simple})`,
  );
}
