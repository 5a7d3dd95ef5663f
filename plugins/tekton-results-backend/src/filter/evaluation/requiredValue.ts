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

/** The text that a variable must be for an expression to be true; undefined: any. */
export function requiredValue(
  expression: Expression,
  variable: string,
): string | undefined {
  if (expression.kind === 'and') {
    return expression.operands
      .map(operand => requiredValue(operand, variable))
      .find(value => value !== undefined);
  }
  if (expression.kind !== 'call' || expression.name !== 'equals') {
    return undefined;
  }
  const [a, b] = expression.args;
  if (isVariable(a, variable)) {
    return textOf(b);
  }
  return isVariable(b, variable) ? textOf(a) : undefined;
}

function isVariable(side: Expression, name: string): boolean {
  return side.kind === 'variable' && side.name === name;
}

function textOf(side: Expression): string | undefined {
  return side.kind === 'literal' && typeof side.value === 'string'
    ? side.value
    : undefined;
}
