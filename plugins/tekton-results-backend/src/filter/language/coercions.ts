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

import type { Expression, FunctionName } from './Expression';
import { isJson, type Lowered } from './StaticType';

/** An operator with its operands converted. */
export interface CoercedCall {
  readonly name: FunctionName;
  readonly args: readonly Expression[];
  readonly lenient: boolean;
}

const TEXT_FUNCTIONS = new Set<FunctionName>([
  'contains',
  'startsWith',
  'endsWith',
  'matches',
]);

/**
 * What is compared with a value of a stored object decides what that value is
 * read as: next to a text it is its text, next to a time it is a time. Upstream
 * does so for times, and knows no value but texts otherwise.
 */
export function coerceOperands(
  name: FunctionName,
  left: Lowered,
  right: Lowered,
): CoercedCall {
  const bothJson = isJson(left) && isJson(right);
  if (bothJson && name === 'subtract') {
    return {
      name: 'jsonSubtract',
      args: [left.expression, right.expression],
      lenient: true,
    };
  }
  return {
    name,
    args: [
      coerced(name, left, right, 'left'),
      coerced(name, right, left, 'right'),
    ],
    lenient: isJson(left) || isJson(right),
  };
}

/** The same for the arguments of a function. */
export function coerceArguments(
  name: FunctionName,
  args: readonly Lowered[],
): { expressions: readonly Expression[]; lenient: boolean } {
  const convert = (arg: Lowered, index: number): Expression => {
    if (TEXT_FUNCTIONS.has(name)) {
      return isJson(arg) || arg.type.name.startsWith('map<')
        ? converted('asText', arg)
        : arg.expression;
    }
    return name.startsWith('get') && index === 0 && isJson(arg)
      ? converted('asTemporal', arg)
      : arg.expression;
  };
  return { expressions: args.map(convert), lenient: args.some(isJson) };
}

function coerced(
  name: FunctionName,
  side: Lowered,
  other: Lowered,
  position: 'left' | 'right',
): Expression {
  if (!isJson(side)) {
    return side.expression;
  }
  switch (other.type.name) {
    case 'string':
      return converted('asText', side);
    case 'google.protobuf.Timestamp':
      return converted(besideTime(name, position), side);
    case 'google.protobuf.Duration':
      return converted(besideDuration(name, position), side);
    default:
      return side.expression;
  }
}

/** What a value is, next to a time. */
function besideTime(
  name: FunctionName,
  position: 'left' | 'right',
): FunctionName {
  if (name === 'add') {
    return 'asDuration';
  }
  // From a time either a time or a duration can be taken.
  return name === 'subtract' && position === 'right'
    ? 'asTemporal'
    : 'asTimestamp';
}

/** What a value is, next to a duration. */
function besideDuration(
  name: FunctionName,
  position: 'left' | 'right',
): FunctionName {
  return name === 'add' || (name === 'subtract' && position === 'left')
    ? 'asTemporal'
    : 'asDuration';
}

function converted(name: FunctionName, { expression }: Lowered): Expression {
  return {
    kind: 'call',
    name,
    args: [expression],
    lenient: false,
    range: expression.range,
  };
}
