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

import type { FunctionName } from '../language/Expression';
import { compileRegex } from '../regex/compileRegex';
import {
  CelDuration,
  durationPart,
  type DurationPart,
} from '../values/CelDuration';
import { CelTimestamp } from '../values/CelTimestamp';
import { textSize } from '../values/compareText';
import { datePart, type DatePart } from '../values/datePart';
import {
  calculate,
  jsonDifference,
  negative,
  type ArithmeticName,
} from './arithmetic';
import { compare, equals, isMapLike, mapGet, mapKeys } from './comparison';
import { CelError, isList, NO_OVERLOAD, type CelValue } from './CelValue';
import { CONVERSIONS } from './conversions';

/** A function of the language on values that are there. */
export type CelFunction = (...args: CelValue[]) => CelValue | CelError;

const DURATION_PARTS: ReadonlySet<string> = new Set([
  'Hours',
  'Minutes',
  'Seconds',
  'Milliseconds',
]);

/** The function of a name. */
export function functionOf(name: FunctionName, lenient: boolean): CelFunction {
  switch (name) {
    case 'equals':
      return (a, b) => equals(a, b);
    case 'notEquals':
      return (a, b) => !equals(a, b);
    case 'less':
      return ordered(order => order < 0);
    case 'lessOrEquals':
      return ordered(order => order <= 0);
    case 'greater':
      return ordered(order => order > 0);
    case 'greaterOrEquals':
      return ordered(order => order >= 0);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'modulo':
      return arithmetic(name, lenient);
    case 'jsonSubtract':
      return jsonDifference;
    case 'negate':
      return negative;
    case 'in':
      return isIn;
    case 'size':
      return size;
    case 'contains':
      return onTexts((text, part) => text.includes(part));
    case 'startsWith':
      return onTexts((text, part) => text.startsWith(part));
    case 'endsWith':
      return onTexts((text, part) => text.endsWith(part));
    case 'matches':
      return matches;
    case 'getFullYear':
    case 'getMonth':
    case 'getDate':
    case 'getDayOfMonth':
    case 'getDayOfWeek':
    case 'getDayOfYear':
    case 'getHours':
    case 'getMinutes':
    case 'getSeconds':
    case 'getMilliseconds':
      return partGetter(name.slice('get'.length) as DatePart);
    default:
      return CONVERSIONS[name];
  }
}

function ordered(accepts: (order: number) => boolean): CelFunction {
  return (a, b) => {
    const order = compare(a, b);
    return order instanceof CelError ? order : accepts(order);
  };
}

function arithmetic(name: ArithmeticName, lenient: boolean): CelFunction {
  return (a, b) => calculate(name, a, b, lenient);
}

function isIn(element: CelValue, container: CelValue): CelValue | CelError {
  if (isList(container)) {
    return container.some(item => equals(element, item));
  }
  if (!isMapLike(container)) {
    return NO_OVERLOAD;
  }
  return mapGet(container, element) !== undefined;
}

function size(value: CelValue): CelValue | CelError {
  if (typeof value === 'string') {
    return BigInt(textSize(value));
  }
  if (isList(value) || value instanceof Uint8Array) {
    return BigInt(value.length);
  }
  return isMapLike(value) ? BigInt(mapKeys(value).length) : NO_OVERLOAD;
}

function onTexts(test: (text: string, part: string) => boolean): CelFunction {
  return (text, part) =>
    typeof text === 'string' && typeof part === 'string'
      ? test(text, part)
      : NO_OVERLOAD;
}

function matches(text: CelValue, pattern: CelValue): CelValue | CelError {
  if (typeof text !== 'string' || typeof pattern !== 'string') {
    return NO_OVERLOAD;
  }
  const regex = compileRegex(pattern);
  return 'error' in regex ? new CelError(regex.error) : regex.test(text);
}

function partGetter(part: DatePart): CelFunction {
  return (value, zone) => {
    if (value instanceof CelTimestamp) {
      if (zone !== undefined && typeof zone !== 'string') {
        return NO_OVERLOAD;
      }
      return datePart(value, part, zone) ?? new CelError('unknown time zone');
    }
    return value instanceof CelDuration &&
      zone === undefined &&
      isDurationPart(part)
      ? durationPart(value, part)
      : NO_OVERLOAD;
  };
}

function isDurationPart(part: DatePart): part is DatePart & DurationPart {
  return DURATION_PARTS.has(part);
}
