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

import type { Expression, ExpressionOf } from '../language/Expression';
import { compareExpressions } from './comparisons';
import {
  ALWAYS,
  NEVER,
  UNKNOWN,
  combine,
  exactly,
  type Approximation,
} from './Condition';
import { testExistence } from './existence';
import type { FilterSchema } from './FilterSchema';
import { compareWithList } from './membership';
import { OPPOSITES } from './operators';
import { testKey, testMembershipInMap, testPresence } from './presence';
import { createSqlContext, type SqlContext } from './SqlContext';
import { testText } from './textConditions';

/**
 * What SQL can say about when an expression is true. The condition never misses
 * a row; where it is not exact, the expression decides on what it finds.
 */
export function approximate(
  expression: Expression,
  schema: FilterSchema,
): Approximation {
  return approximateWhen(createSqlContext(schema), expression, true);
}

/** When an expression is true, or when it is false: not the same as not true. */
function approximateWhen(
  context: SqlContext,
  expression: Expression,
  wanted: boolean,
): Approximation {
  const when = (part: Expression, value: boolean) =>
    approximateWhen(context, part, value);
  switch (expression.kind) {
    case 'literal':
      return exactly(expression.value === wanted ? ALWAYS : NEVER);
    case 'and':
    case 'or':
      return combine(
        (expression.kind === 'and') === wanted ? 'all' : 'any',
        expression.operands.map(operand => when(operand, wanted)),
      );
    case 'not':
      return when(expression.operand, !wanted);
    case 'holds':
      // What is not true need not be false.
      return wanted ? when(expression.operand, true) : UNKNOWN;
    case 'conditional':
      return combine('any', [
        combine('all', [
          when(expression.condition, true),
          when(expression.then, wanted),
        ]),
        combine('all', [
          when(expression.condition, false),
          when(expression.otherwise, wanted),
        ]),
      ]);
    case 'present':
      return testPresence(context, expression.operand, wanted);
    case 'has':
      return testKey(context, expression.operand, expression.key, wanted);
    case 'call':
      return approximateCall(context, expression, wanted);
    case 'oneOf':
      return compareWithList(context, expression, wanted);
    case 'macro':
      return wanted ? testExistence(context, expression) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function approximateCall(
  context: SqlContext,
  { name, args }: ExpressionOf<'call'>,
  wanted: boolean,
): Approximation {
  switch (name) {
    case 'equals':
    case 'notEquals':
    case 'less':
    case 'lessOrEquals':
    case 'greater':
    case 'greaterOrEquals':
      return compareExpressions(context, wanted ? name : OPPOSITES[name], args);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'matches':
      return testText(context, name, args, wanted);
    case 'in':
      return testMembershipInMap(context, args, wanted);
    default:
      return UNKNOWN;
  }
}
