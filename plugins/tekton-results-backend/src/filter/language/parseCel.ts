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
  Environment,
  ParseError,
  TypeError as CelTypeError,
  type ASTNode,
} from '@marcbachmann/cel-js';
import { isError } from '@backstage/errors';
import {
  FILTER_ENVIRONMENTS,
  type FilterSubject,
  type VariableType,
} from './environments';
import { ExpressionError } from './FilterError';
import type { SourceRange } from './Expression';

/** A node of the syntax tree, after the check of types. */
export type CelNode = ASTNode;

/** Far more than people write, and little enough to be quick in any case. */
const LIMITS = {
  maxAstNodes: 2_000,
  maxDepth: 60,
  maxListElements: 500,
  maxMapEntries: 500,
  maxCallArguments: 8,
};

/** Standard functions of CEL that the library does not declare. */
const MISSING_FUNCTIONS = [
  'matches(string, string): bool',
  'int(uint): int',
  'int(google.protobuf.Timestamp): int',
  'string(google.protobuf.Timestamp): string',
  'string(google.protobuf.Duration): string',
  'timestamp(google.protobuf.Timestamp): google.protobuf.Timestamp',
  'duration(google.protobuf.Duration): google.protobuf.Duration',
];

const NOWHERE: SourceRange = { start: 0, end: 0 };

/** What the library refused, with its code, from which hints are made. */
export class CelSyntaxError extends ExpressionError {
  readonly code: string;

  constructor(code: string, message: string, range: SourceRange | undefined) {
    super(message, range ?? NOWHERE);
    this.code = code;
  }
}

const environments = {
  records: checkerFor('records'),
  results: checkerFor('results'),
};

/**
 * Reads CEL and checks its types. All that depends on the CEL library stands in
 * this file.
 *
 * @throws ExpressionError with the library's message and place
 */
export function parseCel(text: string, subject: FilterSubject): CelNode {
  return guarded(() => {
    const parsed = environments[subject].parse(text);
    allowHasOfItems(parsed.ast);
    const { valid, type, error } = parsed.check();
    if (!valid) {
      throw error ?? new Error('the filter does not pass the check of types');
    }
    if (type !== 'bool' && type !== 'dyn') {
      throw new ExpressionError(
        `the filter is of type ${typeName(type)}, not a condition`,
        parsed.ast.range,
        'Compare it with something, as in name == "x"',
      );
    }
    return parsed.ast;
  });
}

/** Reads CEL without any declared names, for values of no declared type. */
export function parseUnchecked(text: string): CelNode {
  return guarded(
    () =>
      new Environment({
        unlistedVariablesAreDyn: true,
        homogeneousAggregateLiterals: false,
        limits: LIMITS,
      }).parse(text).ast,
  );
}

/** The type that the check found, such as `string` or `map<string, string>`. */
export function typeOf(node: CelNode): string {
  // Not declared by the library; tests of the contract pin it.
  const { checkedType } = node as { checkedType?: unknown };
  return String(checkedType ?? 'dyn');
}

/** The 64-bit value of an unsigned literal. */
export function unsignedValue(value: object): bigint {
  return 'value' in value ? BigInt(String(value.value)) : BigInt(String(value));
}

/** Of a call of `has`; not declared by the library, tests of the contract pin it. */
interface HasMacro {
  readonly args: readonly [CelNode];
  typeCheck: (
    checker: {
      check(node: CelNode, context: unknown): unknown;
      getType(name: string): unknown;
    },
    macro: HasMacro,
    context: unknown,
  ) => unknown;
}

/**
 * The library takes nothing but names before the last dot: `has(a.b.c)`, not
 * `has(a[0].c)`. CEL takes anything there, so it is checked as anywhere else.
 */
function allowHasOfItems(part: unknown): void {
  if (Array.isArray(part)) {
    part.forEach(allowHasOfItems);
    return;
  }
  if (typeof part !== 'object' || part === null || !('op' in part)) {
    return;
  }
  const node = part as CelNode & { meta?: { macro?: HasMacro } };
  const macro = node.op === 'call' ? node.meta?.macro : undefined;
  if (macro && node.op === 'call' && node.args[0] === 'has') {
    const refuse = macro.typeCheck;
    macro.typeCheck = (checker, call, context) => {
      const [field] = call.args;
      if (field.op !== '.') {
        return refuse(checker, call, context);
      }
      checker.check(field, context);
      return checker.getType('bool');
    };
  }
  allowHasOfItems(node.args);
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExpressionError) {
      throw error;
    }
    if (error instanceof ParseError || error instanceof CelTypeError) {
      throw new CelSyntaxError(error.code, error.summary, error.range);
    }
    // Chains of thousands of signs exhaust the stack of the library.
    throw new ExpressionError(
      isError(error) && error.name === 'RangeError'
        ? 'the filter is nested too deeply'
        : 'the filter cannot be read',
      NOWHERE,
    );
  }
}

function typeName(type: string | undefined): string {
  return String(type).replace(/^\$/, '');
}

function checkerFor(subject: FilterSubject): Environment {
  const { variables, constants } = FILTER_ENVIRONMENTS[subject];
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    limits: LIMITS,
  });
  const schemas: Schema = {};
  for (const [name, type] of [
    ...variables,
    ...[...constants].map(
      ([constant, value]) => [constant, constantType(value)] as const,
    ),
  ]) {
    if (name.includes('.')) {
      addToSchema(schemas, name.split('.'), type);
    } else {
      environment.registerVariable(name, type);
    }
  }
  for (const [name, schema] of Object.entries(schemas)) {
    if (typeof schema === 'object') {
      environment.registerVariable(name, { schema });
    }
  }
  const never = () => {
    throw new Error('expressions are not evaluated by the CEL library');
  };
  for (const signature of MISSING_FUNCTIONS) {
    environment.registerFunction(signature, never);
  }
  environment.registerFunction({
    name: 'contains',
    receiverType: 'map<string, string>',
    returnType: 'bool',
    params: [{ name: 'text', type: 'string' }],
    handler: never,
  });
  // The library derives `!=` from it.
  environment.registerOperator('google.protobuf.Timestamp == null', never);
  return environment;
}

interface Schema {
  [field: string]: string | Schema;
}

function addToSchema(schema: Schema, path: string[], type: string): void {
  const [first, ...rest] = path;
  if (rest.length === 0) {
    schema[first] = type;
    return;
  }
  const inner = (schema[first] ??= {});
  if (typeof inner === 'object') {
    addToSchema(inner, rest, type);
  }
}

function constantType(value: string | bigint): VariableType {
  return typeof value === 'string' ? 'string' : 'int';
}
