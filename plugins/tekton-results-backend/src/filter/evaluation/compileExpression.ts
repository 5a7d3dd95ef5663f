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
import { CelDuration } from '../values/CelDuration';
import { CelTimestamp } from '../values/CelTimestamp';
import {
  CelError,
  CelMap,
  CelType,
  CelUint,
  isList,
  NO_OVERLOAD,
  NO_SUCH_KEY,
  type CelValue,
} from './CelValue';
import { equals, isMapLike, mapGet } from './comparison';
import { CONVERSIONS } from './conversions';
import { functionOf } from './functions';
import { compileMacro } from './macros';

/** What macros may do still: nested ones could go on for hours. */
export interface MacroWork {
  /** Items. */
  left: number;
  /** Milliseconds since 1970 (UTC). */
  readonly deadline: number;
}

/** What an expression is evaluated on. */
export interface Scope {
  /** The value of a declared variable; undefined if it has none. */
  readonly variable: (name: string) => CelValue | undefined;
  /** The variables of the macros around, innermost last. */
  readonly locals: CelValue[];
  readonly work: MacroWork;
}

/** An expression ready to be evaluated, many times. */
export type Evaluate = (scope: Scope) => CelValue | CelError;

/** The names of {@link Scope.locals}. */
export type LocalNames = readonly string[];

/** Makes a function of an expression. */
export function compileExpression(
  expression: Expression,
  locals: LocalNames = [],
): Evaluate {
  const compile = (part: Expression) => compileExpression(part, locals);
  switch (expression.kind) {
    case 'literal':
    case 'bytes':
      return constant(expression.value);
    case 'uint':
      return constant(new CelUint(expression.value));
    case 'timestamp':
      return constant(new CelTimestamp(expression.nanos));
    case 'duration':
      return constant(new CelDuration(expression.nanos));
    case 'type':
      return constant(new CelType(expression.name));
    case 'variable':
      return ({ variable }) =>
        known(variable(expression.name), expression.json);
    case 'local': {
      const index = locals.lastIndexOf(expression.name);
      return scope => known(scope.locals[index], expression.json);
    }
    case 'select':
      return compileSelect(expression, compile);
    case 'has':
      return compileHas(expression, compile(expression.operand));
    case 'present': {
      const operand = compile(expression.operand);
      return scope => {
        const value = operand(scope);
        return !(value instanceof CelError) && value !== null;
      };
    }
    case 'and':
      return compileJunction(expression.operands.map(compile), false);
    case 'or':
      return compileJunction(expression.operands.map(compile), true);
    case 'not': {
      const operand = compile(expression.operand);
      return scope => {
        const value = operand(scope);
        return typeof value === 'boolean' ? !value : asError(value);
      };
    }
    case 'holds': {
      const operand = compile(expression.operand);
      return scope => operand(scope) === true;
    }
    case 'conditional':
      return compileConditional(expression, compile);
    case 'call':
      return compileCall(expression, compile);
    case 'oneOf':
      return compileOneOf(expression, compile);
    case 'list':
      return compileList(expression.items.map(compile));
    case 'map':
      return compileMap(expression, compile);
    case 'macro':
      return compileMacro(expression, locals, compileExpression);
    default:
      return expression satisfies never;
  }
}

type Compile = (expression: Expression) => Evaluate;

function constant(value: CelValue): Evaluate {
  return () => value;
}

/** In stored objects null counts as missing. */
function known(
  value: CelValue | undefined,
  json: boolean,
): CelValue | CelError {
  return value === undefined || (json && value === null) ? NO_SUCH_KEY : value;
}

function asError(value: CelValue | CelError): CelError {
  return value instanceof CelError ? value : NO_OVERLOAD;
}

function compileSelect(
  expression: ExpressionOf<'select'>,
  compile: Compile,
): Evaluate {
  const operand = compile(expression.operand);
  const key = compile(expression.key);
  return scope => {
    const target = operand(scope);
    if (target instanceof CelError) {
      return target;
    }
    const at = key(scope);
    if (at instanceof CelError) {
      return at;
    }
    const value = isList(target)
      ? listItem(target, at, expression.json)
      : mapGet(target, at);
    return value === undefined && !isList(target) && !isMapLike(target)
      ? NO_OVERLOAD
      : known(value, expression.json);
  };
}

/** Below zero counts from the end, in stored objects only, as upstream does. */
function listItem(
  list: readonly CelValue[],
  at: CelValue,
  json: boolean,
): CelValue | undefined {
  const position = at instanceof CelUint ? at.value : at;
  if (
    typeof position !== 'bigint' &&
    !(typeof position === 'number' && Number.isInteger(position))
  ) {
    return undefined;
  }
  const index = Number(position);
  return json ? list.at(index) : list[index];
}

function compileHas({ key }: ExpressionOf<'has'>, operand: Evaluate): Evaluate {
  return scope => {
    const target = operand(scope);
    if (target instanceof CelError) {
      return target;
    }
    return isMapLike(target) ? mapGet(target, key) !== undefined : NO_OVERLOAD;
  };
}

/**
 * `&&` and `||`: one operand that decides is enough, whatever errors the others
 * have; else an error is the answer.
 */
function compileJunction(
  operands: readonly Evaluate[],
  deciding: boolean,
): Evaluate {
  return scope => {
    let error: CelError | undefined;
    for (const operand of operands) {
      const value = operand(scope);
      if (value === deciding) {
        return deciding;
      }
      if (typeof value !== 'boolean') {
        error ??= asError(value);
      }
    }
    return error ?? !deciding;
  };
}

function compileConditional(
  expression: ExpressionOf<'conditional'>,
  compile: Compile,
): Evaluate {
  const condition = compile(expression.condition);
  const then = compile(expression.then);
  const otherwise = compile(expression.otherwise);
  return scope => {
    const value = condition(scope);
    if (typeof value !== 'boolean') {
      return asError(value);
    }
    return value ? then(scope) : otherwise(scope);
  };
}

function compileCall(
  expression: ExpressionOf<'call'>,
  compile: Compile,
): Evaluate {
  const call = functionOf(expression.name, expression.lenient);
  const [first, second] = expression.args.map(compile);
  if (!second) {
    return scope => {
      const value = first(scope);
      return value instanceof CelError ? value : call(value);
    };
  }
  return scope => {
    const a = first(scope);
    if (a instanceof CelError) {
      return a;
    }
    const b = second(scope);
    return b instanceof CelError ? b : call(a, b);
  };
}

function compileOneOf(
  expression: ExpressionOf<'oneOf'>,
  compile: Compile,
): Evaluate {
  const operand = compile(expression.operand);
  const items = expression.items.map(compile);
  return scope => {
    const value = operand(scope);
    if (value instanceof CelError) {
      return value;
    }
    const text = expression.json ? CONVERSIONS.asText(value) : value;
    let error: CelError | undefined;
    let found = false;
    for (const evaluate of items) {
      const item = evaluate(scope);
      if (item instanceof CelError) {
        error ??= item;
      } else {
        const candidate =
          typeof item === 'string' && !(text instanceof CelError)
            ? text
            : value;
        found ||= equals(candidate, item);
      }
    }
    return error ?? found;
  };
}

function compileList(items: readonly Evaluate[]): Evaluate {
  return scope => {
    const values: CelValue[] = [];
    for (const item of items) {
      const value = item(scope);
      if (value instanceof CelError) {
        return value;
      }
      values.push(value);
    }
    return values;
  };
}

function compileMap(
  expression: ExpressionOf<'map'>,
  compile: Compile,
): Evaluate {
  const list = compileList(expression.entries.flat().map(compile));
  return scope => {
    const flat = list(scope);
    if (flat instanceof CelError || !isList(flat)) {
      return asError(flat);
    }
    return CelMap.from(
      expression.entries.map(
        (_, index) => [flat[2 * index], flat[2 * index + 1]] as const,
      ),
    );
  };
}
