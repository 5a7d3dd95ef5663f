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

import { InputError } from '@backstage/errors';
import type {
  Expression,
  ExpressionOf,
  MacroName,
} from '../language/Expression';
import { CelError, isList, NO_OVERLOAD, type CelValue } from './CelValue';
import { isMapLike, mapKeys } from './comparison';
import type { Evaluate, LocalNames, Scope } from './compileExpression';

/** Why a filter is given up: no answer would be a wrong one. */
export const FILTER_TOO_EXPENSIVE =
  'the macros of the filter take too long on some object; ask about fewer items';

/** The time is looked at once in so many items. */
const ITEMS_PER_LOOK = 16;

type Verdicts = (
  items: readonly CelValue[],
  test: (item: CelValue) => CelValue | CelError,
) => CelValue | CelError;

/**
 * `all`, `exists`, `exists_one`, `filter` and `map`: on the items of a list or
 * the keys of a map.
 */
export function compileMacro(
  expression: ExpressionOf<'macro'>,
  locals: LocalNames,
  compile: (part: Expression, locals: LocalNames) => Evaluate,
): Evaluate {
  const list = compile(expression.list, locals);
  const inner = [...locals, expression.variable];
  const condition =
    expression.condition && compile(expression.condition, inner);
  const result = expression.result && compile(expression.result, inner);
  const verdict = verdictOf(expression.macro);

  return scope => {
    const target = list(scope);
    if (target instanceof CelError) {
      return target;
    }
    const items = itemsOf(target);
    if (!items) {
      return NO_OVERLOAD;
    }
    const on = (evaluate: Evaluate | undefined) => (item: CelValue) =>
      evaluate ? evaluateWith(evaluate, scope, item) : true;
    return expression.macro === 'map'
      ? mapItems(items, on(condition), on(result))
      : verdict(items, on(condition));
  };
}

function evaluateWith(
  evaluate: Evaluate,
  scope: Scope,
  item: CelValue,
): CelValue | CelError {
  const { work } = scope;
  work.left -= 1;
  if (
    work.left < 0 ||
    (work.left % ITEMS_PER_LOOK === 0 && Date.now() > work.deadline)
  ) {
    throw new InputError(FILTER_TOO_EXPENSIVE);
  }
  scope.locals.push(item);
  const value = evaluate(scope);
  scope.locals.pop();
  return value;
}

function verdictOf(macro: MacroName): Verdicts {
  switch (macro) {
    case 'all':
      return (items, test) => decide(items, test, false);
    case 'exists':
      return (items, test) => decide(items, test, true);
    case 'exists_one':
      return (items, test) => {
        const matching = filterItems(items, test);
        return matching instanceof CelError ? matching : matching.length === 1;
      };
    default:
      return filterItems;
  }
}

/** As `&&` and `||` over the items: what decides outweighs errors. */
function decide(
  items: readonly CelValue[],
  test: (item: CelValue) => CelValue | CelError,
  deciding: boolean,
): CelValue | CelError {
  let error: CelError | undefined;
  for (const item of items) {
    const value = test(item);
    if (value === deciding) {
      return deciding;
    }
    if (typeof value !== 'boolean') {
      error ??= value instanceof CelError ? value : NO_OVERLOAD;
    }
  }
  return error ?? !deciding;
}

function filterItems(
  items: readonly CelValue[],
  test: (item: CelValue) => CelValue | CelError,
): readonly CelValue[] | CelError {
  const matching: CelValue[] = [];
  for (const item of items) {
    const value = test(item);
    if (typeof value !== 'boolean') {
      return value instanceof CelError ? value : NO_OVERLOAD;
    }
    if (value) {
      matching.push(item);
    }
  }
  return matching;
}

function mapItems(
  items: readonly CelValue[],
  test: (item: CelValue) => CelValue | CelError,
  transform: (item: CelValue) => CelValue | CelError,
): CelValue | CelError {
  const chosen = filterItems(items, test);
  if (chosen instanceof CelError) {
    return chosen;
  }
  const results: CelValue[] = [];
  for (const item of chosen) {
    const value = transform(item);
    if (value instanceof CelError) {
      return value;
    }
    results.push(value);
  }
  return results;
}

function itemsOf(value: CelValue): readonly CelValue[] | undefined {
  if (isList(value)) {
    return value;
  }
  return isMapLike(value) ? mapKeys(value) : undefined;
}
