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
import { dataPath, type Expression } from '../language/Expression';
import { textOperand } from '../sql/constants';

/** What filters ask about: the name of a variable, or a path into the stored object. */
type Asked = string | readonly string[];

/** The text that something must be for an expression to be true; undefined: any. */
export function requiredValue(
  expression: Expression,
  asked: Asked,
): string | undefined {
  if (expression.kind === 'and') {
    return expression.operands
      .map(operand => requiredValue(operand, asked))
      .find(value => value !== undefined);
  }
  if (expression.kind !== 'call' || expression.name !== 'equals') {
    return undefined;
  }
  const [a, b] = expression.args;
  if (isAsked(a, asked)) {
    return textOf(b);
  }
  return isAsked(b, asked) ? textOf(a) : undefined;
}

function isAsked(side: Expression, asked: Asked): boolean {
  if (typeof asked === 'string') {
    return side.kind === 'variable' && side.name === asked;
  }
  const path = dataPath(textOperand(side));
  return path !== undefined && JSON.stringify(path) === JSON.stringify(asked);
}

function textOf(side: Expression): string | undefined {
  return side.kind === 'literal' && typeof side.value === 'string'
    ? side.value
    : undefined;
}
