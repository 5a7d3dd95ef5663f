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

import type { Expression, ExpressionOf, SourceRange } from './Expression';
import { ExpressionError } from './FilterError';
import { withFullName } from './fullName';
import { compileRegex } from '../regex/compileRegex';
import { parseDuration } from '../values/CelDuration';
import { parseTimestamp } from '../values/CelTimestamp';
import { isValidZone } from '../values/timeZones';
import { unsignedValue } from './parseCel';

const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * A value that is written out.
 *
 * @throws ExpressionError if it is out of range; the CEL library takes any number
 */
export function literal(value: unknown, range: SourceRange): Expression {
  switch (typeof value) {
    case 'string':
      if (LONE_SURROGATE.test(value)) {
        throw new ExpressionError(
          'the text has half of a surrogate pair, which is no character',
          range,
        );
      }
      return { kind: 'literal', value, range };
    case 'bigint':
      if (value > MAX_INT || value < -MAX_INT - 1n) {
        throw tooLarge(range);
      }
      return { kind: 'literal', value, range };
    case 'boolean':
    case 'number':
      return { kind: 'literal', value, range };
    default:
      break;
  }
  if (value === null) {
    return { kind: 'literal', value, range };
  }
  if (value instanceof Uint8Array) {
    return { kind: 'bytes', value: new Uint8Array(value), range };
  }
  const number = unsignedValue(Object(value));
  if (number > MAX_UINT) {
    throw tooLarge(range);
  }
  return { kind: 'uint', value: number, range };
}

/** The lowest int, whose digits alone are no int. */
export function isLowestInt(digits: unknown): digits is bigint {
  return digits === MAX_INT + 1n;
}

/**
 * Works out what a call on constants comes to, so that a date or a pattern that
 * is none is told before anything is read.
 *
 * @throws ExpressionError
 */
export function checkedCall(call: ExpressionOf<'call'>): Expression {
  const [first, second] = call.args.map(literalText);
  if (call.name === 'timestamp' && first !== undefined) {
    const time = parseTimestamp(first);
    if (!time) {
      throw new ExpressionError(
        `"${first}" is no time`,
        call.args[0].range,
        'Write it as in timestamp("2026-01-31T23:59:59Z")',
      );
    }
    return { kind: 'timestamp', nanos: time.nanos, range: call.range };
  }
  if (call.name === 'duration' && first !== undefined) {
    const length = parseDuration(first);
    if (!length) {
      throw new ExpressionError(
        `"${first}" is no duration`,
        call.args[0].range,
        'Write it as in duration("1h30m") or duration("90s")',
      );
    }
    return { kind: 'duration', nanos: length.nanos, range: call.range };
  }
  if (call.name === 'matches' && second !== undefined) {
    const regex = compileRegex(second);
    if ('error' in regex) {
      throw new ExpressionError(
        `the pattern is no regular expression: ${regex.error}`,
        call.args[1].range,
      );
    }
  }
  if (
    call.name.startsWith('get') &&
    second !== undefined &&
    !isValidZone(second)
  ) {
    throw new ExpressionError(
      `"${second}" is no time zone`,
      call.args[1].range,
      'Write it as in "Europe/Paris" or "+02:00"',
    );
  }
  return withFullName(call);
}

function literalText(expression: Expression): string | undefined {
  return expression.kind === 'literal' && typeof expression.value === 'string'
    ? expression.value
    : undefined;
}

function tooLarge(range: SourceRange): ExpressionError {
  return new ExpressionError('the number does not fit into 64 bits', range);
}
