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

import type { Expression } from '../language/Expression';
import { attributeWhere } from './attributeConditions';
import { UNKNOWN, exactly, type Approximation, type Sql } from './Condition';
import { textOperand } from './constants';
import { sql } from './Dialect';
import { attributeOf } from './attributeOf';
import type { SqlContext } from './SqlContext';

type TextTest = 'contains' | 'startsWith' | 'endsWith' | 'matches';

/** When a text has, or has not, what a function asks. */
export function testText(
  context: SqlContext,
  name: TextTest,
  [target, argument]: readonly Expression[],
  wanted: boolean,
): Approximation {
  const attribute = attributeOf(textOperand(target));
  const found =
    attribute &&
    attributeWhere(context, attribute, text =>
      textCondition(context, name, text, argument, wanted),
    );
  if (found) {
    return found;
  }
  const { scalars } = context;
  const scalar = scalars.compile(target);
  const condition =
    scalar?.type === 'text'
      ? textCondition(context, name, scalar.sql, argument, wanted)
      : undefined;
  return scalar && condition
    ? exactly({
        kind: 'sql',
        sql: condition,
        promoted:
          scalar.promoted || scalars.compile(argument)?.promoted === true,
      })
    : UNKNOWN;
}

function textCondition(
  context: SqlContext,
  name: TextTest,
  text: Sql,
  argument: Expression,
  wanted: boolean,
): Sql | undefined {
  const test = positiveCondition(context, name, text, argument);
  return test && !wanted ? sql`not ${test}` : test;
}

function positiveCondition(
  { dialect, scalars }: SqlContext,
  name: TextTest,
  text: Sql,
  argument: Expression,
): Sql | undefined {
  if (name === 'matches') {
    return argument.kind === 'literal' && typeof argument.value === 'string'
      ? dialect.matches(text, argument.value)
      : undefined;
  }
  const part = scalars.compile(argument);
  return part?.type === 'text' ? dialect[name](text, part.sql) : undefined;
}
