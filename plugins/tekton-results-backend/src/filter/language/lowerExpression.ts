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
  FILTER_ENVIRONMENTS,
  type FilterEnvironment,
  type FilterSubject,
} from './environments';
import type { Expression, MacroName, SourceRange } from './Expression';
import { ExpressionError } from './FilterError';
import {
  JSON_VALUE,
  elementType,
  isJson,
  type Lowered,
  type StaticType,
} from './StaticType';
import { coerceOperands, coerceArguments } from './coercions';
import { checkedCall, isLowestInt, literal } from './literals';
import { nameIn, withFullName } from './fullName';
import { orLacking } from './mapEntries';
import { dottedName, knownType, rangeOf } from './nodes';
import type { CelNode } from './parseCel';
import {
  BINARY_OPERATORS,
  TYPE_NAMES,
  TYPE_PATHS,
  isFunctionName,
  isMacro,
} from './vocabulary';

type Locals = ReadonlyMap<string, StaticType>;

class Lowering {
  constructor(private readonly environment: FilterEnvironment | undefined) {}

  lower(node: CelNode, locals: Locals): Lowered {
    const range = rangeOf(node);
    switch (node.op) {
      case 'value':
        return { expression: literal(node.args, range), type: knownType(node) };
      case 'id':
        return this.name(node.args, range, locals);
      case '.':
        return this.select(node, locals);
      case '[]':
        return this.index(node, locals);
      case 'call':
        return this.call(node, node.args[0], node.args[1], locals);
      case 'rcall':
        return this.memberCall(node, locals);
      case 'list':
        return {
          expression: {
            kind: 'list',
            items: node.args.map(item => this.lower(item, locals).expression),
            range,
          },
          type: knownType(node),
        };
      case 'map':
        return {
          expression: {
            kind: 'map',
            entries: node.args.map(
              ([key, value]) =>
                [
                  this.lower(key, locals).expression,
                  this.lower(value, locals).expression,
                ] as const,
            ),
            range,
          },
          type: knownType(node),
        };
      case '?:':
        return this.conditional(node, locals);
      case '&&':
      case '||':
        return {
          expression: this.junction(node, node.op, locals),
          type: { name: 'bool' },
        };
      case '!_':
        return {
          expression: {
            kind: 'not',
            operand: this.lower(node.args, locals).expression,
            range,
          },
          type: { name: 'bool' },
        };
      case '-_':
        return this.negate(node, node.args, locals);
      case 'in':
        return this.membership(node, node.args, locals);
      case '.?':
      case '[?]':
        throw new ExpressionError('unsupported syntax', range);
      default:
        return this.binary(node, locals);
    }
  }

  private name(name: string, range: SourceRange, locals: Locals): Lowered {
    const local = locals.get(name);
    if (local) {
      const json = local.name === JSON_VALUE.name;
      return { expression: { kind: 'local', name, json, range }, type: local };
    }
    const { variables, constants } = this.environment ?? {};
    const constant = constants?.get(name);
    if (constant !== undefined) {
      return {
        expression: { kind: 'literal', value: constant, range },
        type: { name: typeof constant === 'string' ? 'string' : 'int' },
      };
    }
    if (TYPE_NAMES.has(name)) {
      return {
        expression: { kind: 'type', name, range },
        type: { name: 'type' },
      };
    }
    const type = variables?.get(name);
    const json = type === 'dyn';
    return {
      expression: { kind: 'variable', name, json, range },
      type: json ? JSON_VALUE : { name: type ?? 'dyn' },
    };
  }

  private select(node: CelNode & { op: '.' }, locals: Locals): Lowered {
    const range = rangeOf(node);
    const dotted = dottedName(node);
    if (dotted && !locals.has(dotted.split('.')[0])) {
      const { variables, constants } = this.environment ?? {};
      if (variables?.has(dotted) || constants?.has(dotted)) {
        return this.name(dotted, range, locals);
      }
      if (!this.environment && TYPE_PATHS.has(dotted)) {
        return {
          expression: { kind: 'type', name: dotted, range },
          type: { name: 'type' },
        };
      }
    }
    const [target, key] = node.args;
    return selected(
      this.lower(target, locals),
      { kind: 'literal', value: key, range },
      range,
      node,
    );
  }

  private index(node: CelNode & { op: '[]' }, locals: Locals): Lowered {
    const [target, key] = node.args;
    return selected(
      this.lower(target, locals),
      this.lower(key, locals).expression,
      rangeOf(node),
      node,
    );
  }

  private call(
    node: CelNode,
    name: string,
    args: readonly CelNode[],
    locals: Locals,
  ): Lowered {
    const range = rangeOf(node);
    if (name === 'has') {
      return {
        expression: this.has(args[0], range, locals),
        type: { name: 'bool' },
      };
    }
    if (!isFunctionName(name)) {
      throw new ExpressionError(`there is no function "${name}"`, range);
    }
    const lowered = args.map(arg => this.lower(arg, locals));
    const { expressions, lenient } = coerceArguments(name, lowered);
    const isDyn = name === 'dyn' && lowered.every(isJson);
    return {
      expression: checkedCall({
        kind: 'call',
        name,
        args: expressions,
        lenient,
        range,
      }),
      type: isDyn ? JSON_VALUE : knownType(node),
    };
  }

  private memberCall(node: CelNode & { op: 'rcall' }, locals: Locals): Lowered {
    const [name, target, args] = node.args;
    if (isMacro(name) && args.length >= 2) {
      return this.macro(node, name, target, args, locals);
    }
    if (target.op === 'id' && target.args === 'cel') {
      throw new ExpressionError(
        `there is no macro "cel.${name}"`,
        rangeOf(node),
      );
    }
    return this.call(node, name, [target, ...args], locals);
  }

  private macro(
    node: CelNode,
    macro: MacroName,
    target: CelNode,
    args: readonly CelNode[],
    locals: Locals,
  ): Lowered {
    const range = rangeOf(node);
    const [variable, ...parts] = args;
    if (variable.op !== 'id' || parts.length > (macro === 'map' ? 2 : 1)) {
      throw new ExpressionError(
        `${macro} takes a name and a condition`,
        range,
        `Such as ${macro}(p, p.name == "x")`,
      );
    }
    const list = this.lower(target, locals);
    const inner = new Map(locals).set(variable.args, elementType(list.type));
    const lowered = parts.map(part => this.lower(part, inner));
    const last = lowered[lowered.length - 1];
    const isMap = macro === 'map';
    return {
      expression: {
        kind: 'macro',
        macro,
        list: list.expression,
        variable: variable.args,
        ...(isMap
          ? {
              result: last.expression,
              ...(lowered.length === 2 && { condition: lowered[0].expression }),
            }
          : { condition: last.expression }),
        range,
      },
      type: macroType(macro, list.type, last.type),
    };
  }

  private has(
    operand: CelNode,
    range: SourceRange,
    locals: Locals,
  ): Expression {
    if (operand.op !== '.') {
      throw new ExpressionError(
        'has takes a field, as in has(data.status)',
        range,
      );
    }
    const field = this.lower(operand, locals);
    if (isJson(field) || field.expression.kind === 'variable') {
      return { kind: 'present', operand: field.expression, range };
    }
    const [target, key] = operand.args;
    return {
      kind: 'has',
      operand: this.lower(target, locals).expression,
      key,
      range,
    };
  }

  private conditional(node: CelNode & { op: '?:' }, locals: Locals): Lowered {
    const [condition, then, otherwise] = node.args.map(part =>
      this.lower(part, locals),
    );
    return {
      expression: {
        kind: 'conditional',
        condition: condition.expression,
        then: then.expression,
        otherwise: otherwise.expression,
        range: rangeOf(node),
      },
      type: isJson(then) || isJson(otherwise) ? JSON_VALUE : knownType(node),
    };
  }

  /** A chain of one operator becomes one node, however long. */
  private junction(
    node: CelNode & { op: '&&' | '||' },
    op: '&&' | '||',
    locals: Locals,
  ): Expression {
    const operands: Expression[] = [];
    const pending: CelNode[] = [node];
    for (let next = pending.pop(); next; next = pending.pop()) {
      if (next.op === op) {
        pending.push(next.args[1], next.args[0]);
      } else {
        operands.push(this.lower(next, locals).expression);
      }
    }
    return {
      kind: op === '&&' ? 'and' : 'or',
      operands,
      range: rangeOf(node),
    };
  }

  private negate(node: CelNode, operand: CelNode, locals: Locals): Lowered {
    const range = rangeOf(node);
    if (operand.op === 'value' && isLowestInt(operand.args)) {
      return {
        expression: { kind: 'literal', value: -operand.args, range },
        type: { name: 'int' },
      };
    }
    const lowered = this.lower(operand, locals);
    const { expression } = lowered;
    if (
      expression.kind === 'literal' &&
      ((typeof expression.value === 'bigint' &&
        isLowestInt(-expression.value) === false) ||
        typeof expression.value === 'number')
    ) {
      return {
        expression: { ...expression, value: -expression.value, range },
        type: lowered.type,
      };
    }
    return {
      expression: {
        kind: 'call',
        name: 'negate',
        args: [expression],
        lenient: isJson(lowered),
        range,
      },
      type: lowered.type,
    };
  }

  private membership(
    node: CelNode,
    [element, container]: readonly [CelNode, CelNode],
    locals: Locals,
  ): Lowered {
    const range = rangeOf(node);
    const operand = this.lower(element, locals);
    const type: StaticType = { name: 'bool' };
    if (container.op === 'list') {
      const items = container.args.map(
        item => this.lower(item, locals).expression,
      );
      return {
        expression: nameIn({
          kind: 'oneOf',
          operand: operand.expression,
          items,
          json: isJson(operand),
          range,
        }),
        type,
      };
    }
    return {
      expression: {
        kind: 'call',
        name: 'in',
        args: [operand.expression, this.lower(container, locals).expression],
        lenient: false,
        range,
      },
      type,
    };
  }

  private binary(node: CelNode, locals: Locals): Lowered {
    const name = BINARY_OPERATORS[node.op as keyof typeof BINARY_OPERATORS];
    const [left, right] = (node.args as readonly [CelNode, CelNode]).map(side =>
      this.lower(side, locals),
    );
    const range = rangeOf(node);
    const isNull = (side: Lowered) =>
      side.expression.kind === 'literal' && side.expression.value === null;
    if (name === 'equals' || name === 'notEquals') {
      const other = [left, right].find(side => !isNull(side));
      const nothing = [left, right].find(isNull);
      if (other && nothing && canBeMissing(other)) {
        const present: Expression = {
          kind: 'present',
          operand: other.expression,
          range,
        };
        return {
          expression:
            name === 'notEquals'
              ? present
              : { kind: 'not', operand: present, range },
          type: { name: 'bool' },
        };
      }
    }
    const call = {
      kind: 'call',
      ...coerceOperands(name, left, right),
      range,
    } as const;
    return {
      expression: orLacking(call, this.environment) ?? withFullName(call),
      type: knownType(node),
    };
  }
}

/**
 * Turns a syntax tree into an expression in which every name is resolved and
 * every conversion that filters on stored objects imply is written out.
 *
 * @throws ExpressionError for what the check of types lets through, but is no
 *   part of the language
 */
export function lowerExpression(
  node: CelNode,
  subject: FilterSubject | undefined,
): Expression {
  const lowering = new Lowering(
    subject ? FILTER_ENVIRONMENTS[subject] : undefined,
  );
  return lowering.lower(node, new Map()).expression;
}

function canBeMissing(value: Lowered): boolean {
  return (
    isJson(value) ||
    (value.expression.kind === 'variable' &&
      value.type.name === 'google.protobuf.Timestamp')
  );
}

function selected(
  operand: Lowered,
  key: Expression,
  range: SourceRange,
  node: CelNode,
): Lowered {
  const json = isJson(operand);
  return {
    expression: {
      kind: 'select',
      operand: operand.expression,
      key,
      json,
      range,
    },
    type: json ? JSON_VALUE : operand.type.element ?? knownType(node),
  };
}

function macroType(
  macro: MacroName,
  list: StaticType,
  result: StaticType,
): StaticType {
  switch (macro) {
    case 'filter':
      return { name: 'list', element: elementType(list) };
    case 'map':
      return { name: 'list', element: result };
    default:
      return { name: 'bool' };
  }
}
