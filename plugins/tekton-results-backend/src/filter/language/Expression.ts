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

/** Where in the text of the filter something stands: UTF-16 offsets. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** The functions that an expression can call; operators are functions too. */
export type FunctionName =
  | 'equals'
  | 'notEquals'
  | 'less'
  | 'lessOrEquals'
  | 'greater'
  | 'greaterOrEquals'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'modulo'
  | 'negate'
  | 'in'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'matches'
  | 'size'
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'dyn'
  | 'int'
  | 'string'
  | 'timestamp'
  | 'type'
  | 'uint'
  | 'getFullYear'
  | 'getMonth'
  | 'getDate'
  | 'getDayOfMonth'
  | 'getDayOfWeek'
  | 'getDayOfYear'
  | 'getHours'
  | 'getMinutes'
  | 'getSeconds'
  | 'getMilliseconds'
  /** What a value of the stored object is when compared with a text. */
  | 'asText'
  /** A text of the stored object as a time, where a time is needed. */
  | 'asTimestamp'
  | 'asDuration'
  /** A time or a duration, whichever the text is. */
  | 'asTemporal'
  /** Difference of two values of the stored object: numbers or times. */
  | 'jsonSubtract';

export type MacroName = 'all' | 'exists' | 'exists_one' | 'filter' | 'map';

/**
 * A checked filter: what the CEL text means, with every implied conversion
 * written out. Plain data, so that it can be sent to a worker thread.
 */
export type Expression = { readonly range: SourceRange } & (
  | {
      readonly kind: 'literal';
      /** `bigint` is a CEL int, `number` a double. */
      readonly value: null | boolean | bigint | number | string;
    }
  | { readonly kind: 'uint'; readonly value: bigint }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | {
      readonly kind: 'timestamp' | 'duration';
      /** Since 1970 (UTC), or in length. */
      readonly nanos: bigint;
    }
  | { readonly kind: 'type'; readonly name: string }
  | {
      readonly kind: 'variable';
      /** With its dots: `summary.start_time` is one variable. */
      readonly name: string;
      /** The stored object, where null counts as missing. */
      readonly json: boolean;
    }
  | {
      /** What a macro is at. */
      readonly kind: 'local';
      readonly name: string;
      /** Of the stored object, where null counts as missing. */
      readonly json: boolean;
    }
  | {
      readonly kind: 'select';
      readonly operand: Expression;
      readonly key: Expression;
      /** In the stored object, where null counts as missing. */
      readonly json: boolean;
    }
  | {
      readonly kind: 'has';
      readonly operand: Expression;
      readonly key: string;
    }
  | {
      /** Whether there is a value: never an error, null counts as missing. */
      readonly kind: 'present';
      readonly operand: Expression;
    }
  | {
      readonly kind: 'and' | 'or';
      readonly operands: readonly Expression[];
    }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      /** Whether something is true; false also where that cannot be worked out. */
      readonly kind: 'holds';
      readonly operand: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | {
      readonly kind: 'call';
      readonly name: FunctionName;
      readonly args: readonly Expression[];
      /** Numbers of the stored object calculate with ints, too. */
      readonly lenient: boolean;
    }
  | {
      /** Membership in a list that is written out. */
      readonly kind: 'oneOf';
      readonly operand: Expression;
      readonly items: readonly Expression[];
      /** The operand is of the stored object: texts are compared as by `asText`. */
      readonly json: boolean;
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | {
      readonly kind: 'map';
      readonly entries: ReadonlyArray<readonly [Expression, Expression]>;
    }
  | {
      readonly kind: 'macro';
      readonly macro: MacroName;
      readonly list: Expression;
      readonly variable: string;
      /** What is asked of each element; absent for a `map` of all. */
      readonly condition?: Expression;
      /** What `map` makes of each element. */
      readonly result?: Expression;
    }
);

export type ExpressionOf<Kind extends Expression['kind']> = Extract<
  Expression,
  { kind: Kind }
>;

/** One step into a stored object. */
export type PathStep = string | number;

/**
 * The path into `data` that an expression is; undefined if it is none, or one
 * with a key that is worked out.
 */
export function dataPath(
  expression: Expression,
): readonly PathStep[] | undefined {
  if (expression.kind === 'variable') {
    return expression.name === 'data' ? [] : undefined;
  }
  if (expression.kind !== 'select' || expression.key.kind !== 'literal') {
    return undefined;
  }
  const parent = dataPath(expression.operand);
  const { value } = expression.key;
  if (!parent || (typeof value !== 'string' && typeof value !== 'bigint')) {
    return undefined;
  }
  return [...parent, typeof value === 'string' ? value : Number(value)];
}

/** The expressions that an expression directly consists of. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'select':
      return [expression.operand, expression.key];
    case 'has':
    case 'present':
    case 'not':
    case 'holds':
      return [expression.operand];
    case 'and':
    case 'or':
      return expression.operands;
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise];
    case 'call':
      return expression.args;
    case 'oneOf':
      return [expression.operand, ...expression.items];
    case 'list':
      return expression.items;
    case 'map':
      return expression.entries.flat();
    case 'macro':
      return [expression.list, expression.condition, expression.result].filter(
        part => part !== undefined,
      );
    default:
      return [];
  }
}
