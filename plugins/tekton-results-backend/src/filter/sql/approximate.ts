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
  type PathStep,
} from '../language/Expression';
import {
  ALWAYS,
  NEVER,
  UNKNOWN,
  combine,
  exactly,
  type Approximation,
  type AttributeName,
  type Condition,
  type Sql,
} from './Condition';
import { POSTGRES, SQLITE, commaList, sql, type Dialect } from './Dialect';
import type { ColumnIndex, FilterSchema } from './FilterSchema';
import { ScalarCompiler, attributeOf, type Scalar } from './scalars';
import { leafOf } from './leaves';

type Comparison =
  | 'equals'
  | 'notEquals'
  | 'less'
  | 'lessOrEquals'
  | 'greater'
  | 'greaterOrEquals';

const OPERATORS: Record<Comparison, string> = {
  equals: '=',
  notEquals: '<>',
  less: '<',
  lessOrEquals: '<=',
  greater: '>',
  greaterOrEquals: '>=',
};

const OPPOSITES: Record<Comparison, Comparison> = {
  equals: 'notEquals',
  notEquals: 'equals',
  less: 'greaterOrEquals',
  lessOrEquals: 'greater',
  greater: 'lessOrEquals',
  greaterOrEquals: 'less',
};

/** The same comparison with its sides swapped. */
const MIRRORED: Record<Comparison, Comparison> = {
  equals: 'equals',
  notEquals: 'notEquals',
  less: 'greater',
  lessOrEquals: 'greaterOrEquals',
  greater: 'less',
  greaterOrEquals: 'lessOrEquals',
};

type TextTest = 'contains' | 'startsWith' | 'endsWith' | 'matches';

/**
 * What SQL can say about when an expression is true. The condition never misses
 * a row; where it is not exact, the expression decides on what it finds.
 */
export function approximate(
  expression: Expression,
  schema: FilterSchema,
): Approximation {
  return new Approximator(schema).when(expression, true);
}

class Approximator {
  private readonly dialect: Dialect;
  private readonly scalars: ScalarCompiler;

  constructor(private readonly schema: FilterSchema) {
    this.dialect = schema.engine === 'postgres' ? POSTGRES : SQLITE;
    this.scalars = new ScalarCompiler(schema, this.dialect);
  }

  /** When an expression is true, or when it is false: not the same as not true. */
  when(expression: Expression, wanted: boolean): Approximation {
    switch (expression.kind) {
      case 'literal':
        return exactly(expression.value === wanted ? ALWAYS : NEVER);
      case 'and':
      case 'or':
        return combine(
          (expression.kind === 'and') === wanted ? 'all' : 'any',
          expression.operands.map(operand => this.when(operand, wanted)),
        );
      case 'not':
        return this.when(expression.operand, !wanted);
      case 'conditional':
        return combine('any', [
          combine('all', [
            this.when(expression.condition, true),
            this.when(expression.then, wanted),
          ]),
          combine('all', [
            this.when(expression.condition, false),
            this.when(expression.otherwise, wanted),
          ]),
        ]);
      case 'present':
        return this.present(expression.operand, wanted);
      case 'has':
        return this.hasKey(expression.operand, expression.key, wanted);
      case 'call':
        return this.call(expression, wanted);
      case 'oneOf':
        return this.oneOf(expression, wanted);
      case 'macro':
        return this.macro(expression, wanted);
      default:
        return UNKNOWN;
    }
  }

  private present(operand: Expression, wanted: boolean): Approximation {
    const attribute = attributeOf(operand);
    if (attribute && this.schema.attributes.kept(attribute) === 'all') {
      return exactly({
        kind: 'attributeWhere',
        attribute,
        ...(!wanted && { absent: true }),
      });
    }
    const column =
      this.scalars.pathColumn(operand) ??
      (operand.kind === 'variable'
        ? this.schema.variable(operand.name)
        : undefined);
    return column
      ? exactly({
          kind: 'sql',
          sql: {
            text: `${column.sql} is ${wanted ? 'not ' : ''}null`,
            bindings: [],
          },
          promoted: operand.kind !== 'variable',
        })
      : UNKNOWN;
  }

  /** Whether a map of a Result has a key. */
  private hasKey(map: Expression, key: string, wanted: boolean): Approximation {
    if (map.kind !== 'variable' || key.includes('\u0000')) {
      return UNKNOWN;
    }
    const column = this.schema.variable(map.name);
    if (column?.type !== 'json') {
      return UNKNOWN;
    }
    const value = this.dialect.jsonValue(
      { text: column.sql, bindings: [] },
      key,
    );
    return exactly(
      plainSql(wanted ? sql`${value} is not null` : sql`${value} is null`),
    );
  }

  private call(
    expression: ExpressionOf<'call'>,
    wanted: boolean,
  ): Approximation {
    const { name, args } = expression;
    switch (name) {
      case 'equals':
      case 'notEquals':
      case 'less':
      case 'lessOrEquals':
      case 'greater':
      case 'greaterOrEquals':
        return this.comparison(wanted ? name : OPPOSITES[name], args);
      case 'contains':
      case 'startsWith':
      case 'endsWith':
      case 'matches':
        return this.textTest(name, args, wanted);
      case 'in':
        return this.membership(args, wanted);
      default:
        return UNKNOWN;
    }
  }

  private comparison(
    name: Comparison,
    [left, right]: readonly Expression[],
  ): Approximation {
    const attribute = this.attributeComparison(name, left, right);
    if (attribute) {
      return attribute;
    }
    const a = this.side(left);
    const b = this.side(right);
    const condition = a && b && this.compareScalars(name, a, b);
    if (condition) {
      return exactly(condition);
    }
    return name === 'equals' ? this.leafEquals(left, right) : UNKNOWN;
  }

  /** One side of a comparison; times of two stored fields compare as texts. */
  private side(expression: Expression): Scalar | undefined {
    return dataPath(expression)
      ? this.scalars.compile({
          kind: 'call',
          name: 'asText',
          args: [expression],
          lenient: false,
          range: expression.range,
        })
      : this.scalars.compile(expression);
  }

  private compareScalars(
    name: Comparison,
    a: Scalar,
    b: Scalar,
  ): Condition | undefined {
    if (a.type !== b.type) {
      return undefined;
    }
    const operator = { text: OPERATORS[name], bindings: [] };
    const base = {
      kind: 'sql' as const,
      promoted: a.promoted || b.promoted,
      ...(name === 'equals' && { index: indexOf(a, b) ?? indexOf(b, a) }),
    };
    if (a.type === 'text' && name !== 'equals' && name !== 'notEquals') {
      return {
        ...base,
        sql: sql`${this.dialect.comparable(
          a.sql,
        )} ${operator} ${this.dialect.comparable(b.sql)}`,
      };
    }
    if (a.type === 'time' && b.type === 'time') {
      const plain =
        (a.column || a.constant !== undefined) &&
        (b.column || b.constant !== undefined);
      return plain
        ? { ...base, sql: sql`${a.sql} ${operator} ${b.sql}` }
        : {
            ...base,
            sql: sql`${this.scalars.ms(a)} ${operator} ${this.scalars.ms(b)}`,
          };
    }
    return {
      ...base,
      sql: sql`${a.sql} ${operator} ${b.sql}`,
    };
  }

  private attributeComparison(
    name: Comparison,
    left: Expression,
    right: Expression,
  ): Approximation | undefined {
    const attribute = attributeOf(textOperand(left));
    if (!attribute) {
      return attributeOf(textOperand(right))
        ? this.attributeComparison(MIRRORED[name], right, left)
        : undefined;
    }
    const value = right.kind === 'literal' ? right.value : undefined;
    if (typeof value !== 'string') {
      return undefined;
    }
    if (name === 'equals') {
      return this.attributeIn(attribute, [value]);
    }
    const operator = { text: OPERATORS[name], bindings: [] };
    return this.attributeWhere(attribute, text =>
      value.includes('\u0000')
        ? undefined
        : sql`${
            name === 'notEquals' ? text : this.dialect.comparable(text)
          } ${operator} ${this.dialect.text(value)}`,
    );
  }

  /** Undefined if the values of the attribute are not kept. */
  private attributeIn(
    attribute: AttributeName,
    values: readonly string[],
  ): Approximation | undefined {
    const { kept, maxValueLength } = this.schema.attributes;
    const findable =
      kept(attribute) !== undefined &&
      values.every(
        value => value.length <= maxValueLength && !value.includes('\u0000'),
      );
    return findable
      ? exactly({ kind: 'attributeIn', attribute, values })
      : undefined;
  }

  private attributeWhere(
    attribute: AttributeName,
    test: (text: Sql) => Sql | undefined,
  ): Approximation | undefined {
    if (this.schema.attributes.kept(attribute) !== 'all') {
      return undefined;
    }
    const where = test(ATTRIBUTE_VALUE);
    return where
      ? exactly({ kind: 'attributeWhere', attribute, where })
      : undefined;
  }

  private textTest(
    name: TextTest,
    [target, argument]: readonly Expression[],
    wanted: boolean,
  ): Approximation {
    const attribute = attributeOf(textOperand(target));
    const found =
      attribute &&
      this.attributeWhere(attribute, text =>
        this.textCondition(name, text, argument, wanted),
      );
    if (found) {
      return found;
    }
    const scalar = this.scalars.compile(target);
    const condition =
      scalar?.type === 'text'
        ? this.textCondition(name, scalar.sql, argument, wanted)
        : undefined;
    return scalar && condition
      ? exactly({
          kind: 'sql',
          sql: condition,
          promoted: scalar.promoted || this.isPromoted(argument),
        })
      : UNKNOWN;
  }

  private isPromoted(expression: Expression): boolean {
    return this.scalars.compile(expression)?.promoted === true;
  }

  private textCondition(
    name: TextTest,
    text: Sql,
    argument: Expression,
    wanted: boolean,
  ): Sql | undefined {
    const test = this.positiveTextCondition(name, text, argument);
    return test && !wanted ? sql`not ${test}` : test;
  }

  private positiveTextCondition(
    name: TextTest,
    text: Sql,
    argument: Expression,
  ): Sql | undefined {
    if (name === 'matches') {
      return argument.kind === 'literal' && typeof argument.value === 'string'
        ? this.dialect.matches(text, argument.value)
        : undefined;
    }
    const part = this.scalars.compile(argument);
    return part?.type === 'text'
      ? this.dialect[name](text, part.sql)
      : undefined;
  }

  /** `"key" in map` */
  private membership(
    [element, container]: readonly Expression[],
    wanted: boolean,
  ): Approximation {
    if (element.kind !== 'literal' || typeof element.value !== 'string') {
      return UNKNOWN;
    }
    if (container.kind === 'variable') {
      return this.hasKey(container, element.value, wanted);
    }
    const attribute = attributeOf({
      kind: 'select',
      operand: container,
      key: element,
      json: true,
      range: container.range,
    });
    // Without any labels it is neither in them nor not in them.
    return attribute &&
      wanted &&
      this.schema.attributes.kept(attribute) === 'all'
      ? exactly({ kind: 'attributeWhere', attribute })
      : UNKNOWN;
  }

  private oneOf(
    expression: ExpressionOf<'oneOf'>,
    wanted: boolean,
  ): Approximation {
    const { operand, items } = expression;
    const values = constants(items);
    if (!values) {
      return UNKNOWN;
    }
    const attribute = attributeOf(operand);
    if (attribute) {
      const found = this.attributeOneOf(attribute, values, wanted);
      if (found) {
        return found;
      }
    }
    const scalar = this.side(operand);
    const condition = scalar && this.scalarOneOf(scalar, values, wanted);
    if (condition) {
      return exactly(condition);
    }
    const leaf = wanted ? leafOf(operand) : undefined;
    return leaf ? this.leafIn(leaf, values) : UNKNOWN;
  }

  private attributeOneOf(
    attribute: AttributeName,
    values: readonly ConstantValue[],
    wanted: boolean,
  ): Approximation | undefined {
    const texts = values.filter(value => typeof value === 'string');
    if (wanted) {
      return texts.length === 0
        ? undefined
        : this.attributeIn(attribute, texts);
    }
    return this.attributeWhere(attribute, text =>
      texts.some(value => value.includes('\u0000'))
        ? undefined
        : notIn(
            text,
            texts.map(value => this.dialect.text(value)),
          ),
    );
  }

  private scalarOneOf(
    scalar: Scalar,
    values: readonly ConstantValue[],
    wanted: boolean,
  ): Condition | undefined {
    const list = this.constantsOf(scalar.type, values);
    if (!list) {
      return undefined;
    }
    const base = {
      kind: 'sql' as const,
      promoted: scalar.promoted,
      ...(wanted &&
        (scalar.index === 'rare' || values.length === 1) && {
          index: scalar.index,
        }),
    };
    if (!wanted) {
      return { ...base, sql: notIn(scalar.sql, list) };
    }
    return list.length === 0
      ? NEVER
      : { ...base, sql: sql`${scalar.sql} in (${commaList(list)})` };
  }

  /** What a value of a type can be equal to, of a list of constants. */
  private constantsOf(
    type: Scalar['type'],
    values: readonly ConstantValue[],
  ): Sql[] | undefined {
    if (type === 'text') {
      const texts = values.filter(value => typeof value === 'string');
      return texts.some(value => value.includes('\u0000'))
        ? undefined
        : texts.map(value => this.dialect.text(value));
    }
    if (type === 'int' && values.every(value => typeof value === 'bigint')) {
      return values
        .filter(value => Number.isSafeInteger(Number(value)))
        .map(value => this.dialect.integer(Number(value)));
    }
    return undefined;
  }

  private leafEquals(left: Expression, right: Expression): Approximation {
    const [operand, constant] =
      right.kind === 'literal' ? [left, right] : [right, left];
    const leaf = leafOf(textOperand(operand));
    const values = constants([constant]);
    return leaf && values ? this.leafIn(leaf, values) : UNKNOWN;
  }

  /** A filter of leaves passes on more than what matches. */
  private leafIn(
    path: readonly PathStep[],
    values: readonly ConstantValue[],
  ): Approximation {
    const texts = values.map(String);
    // A text that is the JSON of an object equals that object's text.
    return texts.some(text => /^[[{]/.test(text))
      ? UNKNOWN
      : {
          condition: { kind: 'leafIn', path, values: texts },
          exact: false,
        };
  }

  private macro(
    expression: ExpressionOf<'macro'>,
    wanted: boolean,
  ): Approximation {
    if (expression.macro !== 'exists' || !expression.condition || !wanted) {
      return UNKNOWN;
    }
    const equalities = elementEqualities(expression);
    const param = paramOf(expression, equalities);
    const found = param && this.attributeIn(param.attribute, [param.value]);
    if (found) {
      return found;
    }
    const list = leafOf(expression.list);
    return list
      ? {
          ...combine(
            'all',
            equalities.items.map(({ path, value }) =>
              this.leafIn([...list, 0, ...path], [value]),
            ),
          ),
          exact: false,
        }
      : UNKNOWN;
  }
}

/** As the value of an attribute stands in `attributeWhere`. */
export const ATTRIBUTE_VALUE: Sql = { text: 'pair.value', bindings: [] };

type ConstantValue = string | bigint | number | boolean;

function constants(
  items: readonly Expression[],
): readonly ConstantValue[] | undefined {
  const values: ConstantValue[] = [];
  for (const item of items) {
    if (item.kind !== 'literal' || item.value === null) {
      return undefined;
    }
    values.push(item.value);
  }
  return values;
}

function textOperand(expression: Expression): Expression {
  return expression.kind === 'call' && expression.name === 'asText'
    ? expression.args[0]
    : expression;
}

/** What finds a value that is equal to a constant. */
function indexOf(value: Scalar, constant: Scalar): ColumnIndex | undefined {
  return 'constant' in constant && constant.constant !== undefined
    ? value.index
    : undefined;
}

function notIn(text: Sql, list: readonly Sql[]): Sql {
  return list.length === 0
    ? sql`${text} is not null`
    : sql`${text} not in (${commaList(list)})`;
}

function plainSql(text: Sql): Condition {
  return { kind: 'sql', sql: text, promoted: false };
}

/** What `exists` asks of an element: equalities, and whether that is all. */
function elementEqualities(expression: ExpressionOf<'macro'>): {
  readonly items: ReadonlyArray<{
    readonly path: readonly string[];
    readonly value: ConstantValue;
  }>;
  readonly complete: boolean;
} {
  const { condition, variable } = expression;
  const parts = condition?.kind === 'and' ? condition.operands : [condition];
  const items = parts.flatMap(part => {
    if (part?.kind !== 'call' || part.name !== 'equals') {
      return [];
    }
    const [left, right] = part.args;
    const [operand, constant] =
      right.kind === 'literal' ? [left, right] : [right, left];
    const path = localPath(textOperand(operand), variable);
    const values = constants([constant]);
    return path && values ? [{ path, value: values[0] }] : [];
  });
  return { items, complete: items.length === parts.length };
}

/** The path below a macro's variable. */
function localPath(
  expression: Expression,
  variable: string,
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
  const parent = localPath(expression.operand, variable);
  return parent && [...parent, expression.key.value];
}

/** `data.spec.params.exists(p, p.name == "x" && p.value == "y")` */
function paramOf(
  expression: ExpressionOf<'macro'>,
  { items, complete }: ReturnType<typeof elementEqualities>,
): { attribute: AttributeName; value: string } | undefined {
  if (
    dataPath(expression.list)?.join('.') !== 'spec.params' ||
    !complete ||
    items.length !== 2
  ) {
    return undefined;
  }
  const find = (field: string) =>
    items.find(({ path }) => path.join('.') === field)?.value;
  const key = find('name');
  const value = find('value');
  return typeof key === 'string' && typeof value === 'string'
    ? { attribute: { type: 'param', key }, value }
    : undefined;
}
