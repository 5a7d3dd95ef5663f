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
import { pair, written, type FilterPair, type Pairs } from './FilterPair';

/** What a condition decides between. */
type Choice = (then: Pairs, otherwise: Pairs) => Pairs;

/**
 * Conditions that `&&`, `||`, `!` and `? :` make of simple ones.
 *
 * @param choices - conditions on what a condition chooses
 */
export function combined(
  leaves: Pairs,
  constants: Pairs,
  choices: (choice: Choice) => Pairs,
): Pairs {
  const { condition } = fc.letrec<{ condition: FilterPair }>(tie => {
    const any = tie('condition');
    const choice: Choice = (then, otherwise) =>
      written`(${any} ? ${then} : ${otherwise})`;
    return {
      condition: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'condition' },
        { weight: 10, arbitrary: leaves },
        { weight: 3, arbitrary: joined(any, '&&') },
        { weight: 3, arbitrary: joined(any, '||') },
        { weight: 2, arbitrary: written`!(${any})` },
        { weight: 1, arbitrary: choice(any, any) },
        { weight: 1, arbitrary: choices(choice) },
        { weight: 1, arbitrary: joined(fc.oneof(any, constants), '||') },
      ),
    };
  });
  return condition;
}

/** Of one alone, too: so a failing filter shrinks to the part that fails. */
function joined(conditions: Pairs, operator: '&&' | '||'): Pairs {
  return fc
    .array(conditions, { minLength: 1, maxLength: 3 })
    .map(parts =>
      pair(
        `(${parts.map(({ ours }) => ours).join(` ${operator} `)})`,
        `(${parts.map(({ reference }) => reference).join(` ${operator} `)})`,
      ),
    );
}
