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
  dataPath,
  type Expression,
  type ExpressionOf,
} from '../language/Expression';
import { attributeIn } from './attributeConditions';
import {
  UNKNOWN,
  combine,
  type Approximation,
  type AttributeName,
} from './Condition';
import {
  constantLast,
  constantsOf,
  textOperand,
  type ConstantValue,
} from './constants';
import { leafIn } from './leaves';
import type { SqlContext } from './SqlContext';

/** An element of a list has a value at a path. */
interface ElementEquality {
  readonly path: readonly string[];
  readonly value: ConstantValue;
}

/** When some element of a list of the stored object is as a macro asks. */
export function testExistence(
  context: SqlContext,
  expression: ExpressionOf<'macro'>,
): Approximation {
  const path = dataPath(expression.list);
  const { condition } = expression;
  if (expression.macro !== 'exists' || !path || !condition) {
    return UNKNOWN;
  }
  const parts = condition.kind === 'and' ? condition.operands : [condition];
  const equalities = parts.flatMap(
    part => elementEquality(part, expression.variable) ?? [],
  );
  const param =
    path.join('.') === 'spec.params' && equalities.length === parts.length
      ? paramOf(equalities)
      : undefined;
  const found = param && attributeIn(context, param.attribute, [param.value]);
  return (
    found ?? {
      ...combine(
        'all',
        equalities
          // Without a path it may be a key of a map, which is no leaf.
          .filter(equality => equality.path.length > 0)
          .map(equality =>
            leafIn([...path, 0, ...equality.path], [equality.value]),
          ),
      ),
      exact: false,
    }
  );
}

function elementEquality(
  expression: Expression,
  variable: string,
): ElementEquality | undefined {
  if (expression.kind !== 'call' || expression.name !== 'equals') {
    return undefined;
  }
  const [operand, constant] = constantLast(expression.args);
  const path = pathBelow(variable, textOperand(operand));
  const values = constantsOf([constant]);
  return path && values && { path, value: values[0] };
}

/** The path below a macro's variable. */
function pathBelow(
  variable: string,
  expression: Expression,
): readonly string[] | undefined {
  if (expression.kind === 'local') {
    return expression.name === variable ? [] : undefined;
  }
  if (
    expression.kind !== 'select' ||
    expression.key.kind !== 'literal' ||
    typeof expression.key.value !== 'string'
  ) {
    return undefined;
  }
  const parent = pathBelow(variable, expression.operand);
  return parent && [...parent, expression.key.value];
}

/** `data.spec.params.exists(p, p.name == "x" && p.value == "y")` */
function paramOf(
  equalities: readonly ElementEquality[],
): { attribute: AttributeName; value: string } | undefined {
  const valueAt = (field: string) =>
    equalities.find(({ path }) => path.join('.') === field)?.value;
  const key = valueAt('name');
  const value = valueAt('value');
  return equalities.length === 2 &&
    typeof key === 'string' &&
    typeof value === 'string'
    ? { attribute: { type: 'param', key }, value }
    : undefined;
}
