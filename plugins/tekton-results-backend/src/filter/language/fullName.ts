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

import { FULL_NAME } from './environments';
import type { Expression, ExpressionOf, FunctionName } from './Expression';

const COMPARING = new Set<FunctionName>([
  'equals',
  'notEquals',
  'less',
  'lessOrEquals',
  'greater',
  'greaterOrEquals',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
]);

const WHOLE_NAME = /^([^/]*)\/results\/([^/]*)\/records\/([^/]*)$/;
/** How upstream's CLI asks for a Record whose Result it does not know. */
const LAST_PART = /^\/?records\/([^/]+)$/;

/**
 * `name` compared with a text that has a slash means the whole name. Where it
 * can be, the parts of the name are compared instead, which an index finds.
 */
export function withFullName(call: ExpressionOf<'call'>): Expression {
  if (!COMPARING.has(call.name) || !call.args.some(hasSlash)) {
    return call;
  }
  const args = call.args.map(inFull);
  const text = args.map(slashedText).find(slashed => slashed !== undefined);
  if (text === undefined || !args.some(isFullName)) {
    return call;
  }
  const { range } = call;
  switch (call.name) {
    case 'equals':
      return wholeNameIs(text, range);
    case 'notEquals':
      return { kind: 'not', operand: wholeNameIs(text, range), range };
    case 'endsWith': {
      const last = isFullName(args[0]) ? LAST_PART.exec(text)?.[1] : undefined;
      return last === undefined
        ? { ...call, args }
        : variableIs('name', last, range);
    }
    default:
      return { ...call, args };
  }
}

/** The same for each item of a list that `name` is looked up in. */
export function nameIn(lookup: ExpressionOf<'oneOf'>): Expression {
  const texts = lookup.items.flatMap(item => slashedText(item) ?? []);
  if (texts.length === 0 || !isFullName(inFull(lookup.operand))) {
    return lookup;
  }
  return {
    kind: 'or',
    operands: [
      ...texts.map(text => wholeNameIs(text, lookup.range)),
      { ...lookup, items: lookup.items.filter(item => !hasSlash(item)) },
    ],
    range: lookup.range,
  };
}

function wholeNameIs(text: string, range: Expression['range']): Expression {
  const [, parent, result, record] = WHOLE_NAME.exec(text) ?? [];
  return record === undefined
    ? { kind: 'literal', value: false, range }
    : {
        kind: 'and',
        operands: [
          variableIs('parent', parent, range),
          variableIs('result_name', result, range),
          variableIs('name', record, range),
        ],
        range,
      };
}

function variableIs(
  name: string,
  value: string,
  range: Expression['range'],
): Expression {
  return {
    kind: 'call',
    name: 'equals',
    args: [
      { kind: 'variable', name, json: false, range },
      { kind: 'literal', value, range },
    ],
    lenient: false,
    range,
  };
}

function slashedText(expression: Expression): string | undefined {
  return expression.kind === 'literal' &&
    typeof expression.value === 'string' &&
    expression.value.includes('/')
    ? expression.value
    : undefined;
}

function hasSlash(expression: Expression): boolean {
  return slashedText(expression) !== undefined;
}

function inFull(expression: Expression): Expression {
  return expression.kind === 'variable' && expression.name === 'name'
    ? { ...expression, name: FULL_NAME }
    : expression;
}

function isFullName(expression: Expression): boolean {
  return expression.kind === 'variable' && expression.name === FULL_NAME;
}
