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

import type { Expression } from '../../filter';
import { PIPELINE_VARIABLE } from '../filters/recordVariables';
import {
  asksNothingOfObject,
  asksOnlyForPlace,
  decidedWithoutObject,
  isEverything,
  isNothing,
  type AccessFilter,
} from '../AccessFilter';

/** Of logs and lists of events: these tell of a run, and have no labels of it. */
const TYPES_ABOUT_RUNS = 'results.tekton.dev/';

/** The expression was not written by anybody. */
const RANGE = { start: 0, end: 0 };

/**
 * Which Records are within an access, as an expression that is never an error.
 *
 * What tells of a run is only within it if that needs nothing of the run, of
 * which nothing is known there.
 */
export function recordAccessExpression(access: AccessFilter): Expression {
  if (asksNothingOfObject(access)) {
    return accessExpression(access);
  }
  const tellsOfRun: Expression = {
    kind: 'call',
    name: 'startsWith',
    args: [variable('data_type'), literal(TYPES_ABOUT_RUNS)],
    lenient: false,
    range: RANGE,
  };
  const others = and(not(tellsOfRun), accessExpression(access));
  const decided = decidedWithoutObject(access);
  return isNothing(decided)
    ? others
    : or(others, and(tellsOfRun, accessExpression(decided)));
}

/**
 * Which Results are within an access that asks only for the place.
 *
 * @throws if it asks for more
 */
export function resultAccessExpression(access: AccessFilter): Expression {
  if (!asksOnlyForPlace(access)) {
    throw new Error('Results do not say what this access asks for');
  }
  return accessExpression(access);
}

function accessExpression(access: AccessFilter): Expression {
  switch (access.kind) {
    case 'allOf':
      return isEverything(access)
        ? literal(true)
        : and(...access.parts.map(accessExpression));
    case 'anyOf':
      return isNothing(access)
        ? literal(false)
        : or(...access.parts.map(accessExpression));
    case 'not':
      return not(accessExpression(access.part));
    case 'cluster':
      return oneOf(variable('cluster'), access.values);
    case 'namespace':
      return oneOf(variable('parent'), access.values);
    case 'dataType':
      return oneOf(variable('data_type'), access.values);
    case 'objectKind':
      return objectValue(['kind'], access.values);
    case 'reason':
      return objectValue(['status', 'conditions', 0n, 'reason'], access.values);
    case 'pipeline':
      return presentOneOf(variable(PIPELINE_VARIABLE), access.values);
    case 'label':
      return objectValue(['metadata', 'labels', access.key], access.values);
    case 'annotation':
      return objectValue(
        ['metadata', 'annotations', access.key],
        access.values,
      );
    case 'filter':
      return {
        kind: 'holds',
        operand: access.filter.expression,
        range: RANGE,
      };
    default:
      return access satisfies never;
  }
}

/** That there is the value, and that it is one of those. */
function objectValue(
  path: ReadonlyArray<string | bigint>,
  values: readonly string[] | undefined,
): Expression {
  const value = path.reduce<Expression>(
    (operand, key) => ({
      kind: 'select',
      operand,
      key: literal(key),
      json: true,
      range: RANGE,
    }),
    { kind: 'variable', name: 'data', json: true, range: RANGE },
  );
  return values ? presentOneOf(value, values) : present(value);
}

function presentOneOf(
  operand: Expression,
  values: readonly string[],
): Expression {
  return and(present(operand), oneOf(operand, values));
}

function present(operand: Expression): Expression {
  return { kind: 'present', operand, range: RANGE };
}

function oneOf(operand: Expression, values: readonly string[]): Expression {
  return values.length === 0
    ? literal(false)
    : {
        kind: 'oneOf',
        operand,
        items: values.map(literal),
        json: operand.kind === 'select',
        range: RANGE,
      };
}

function variable(name: string): Expression {
  return { kind: 'variable', name, json: false, range: RANGE };
}

function literal(value: string | boolean | bigint): Expression {
  return { kind: 'literal', value, range: RANGE };
}

function and(...operands: Expression[]): Expression {
  return { kind: 'and', operands, range: RANGE };
}

function or(...operands: Expression[]): Expression {
  return { kind: 'or', operands, range: RANGE };
}

function not(operand: Expression): Expression {
  return { kind: 'not', operand, range: RANGE };
}
