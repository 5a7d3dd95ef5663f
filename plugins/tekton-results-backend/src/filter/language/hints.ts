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

import { FILTER_ENVIRONMENTS, type FilterSubject } from './environments';
import type { ExpressionError } from './FilterError';
import { CelSyntaxError } from './parseCel';

const FUNCTIONS = [
  'all',
  'bool',
  'contains',
  'double',
  'duration',
  'endsWith',
  'exists',
  'exists_one',
  'filter',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
  'getFullYear',
  'getHours',
  'getMilliseconds',
  'getMinutes',
  'getMonth',
  'getSeconds',
  'has',
  'int',
  'map',
  'matches',
  'size',
  'startsWith',
  'string',
  'timestamp',
];

/** The top fields of the objects that Tekton stores. */
const OBJECT_FIELDS = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** What would mend a mistake; undefined if nothing is likely. */
export function hintFor(
  error: ExpressionError,
  text: string,
  subject: FilterSubject,
): string | undefined {
  if (error.hint) {
    return error.hint;
  }
  if (!(error instanceof CelSyntaxError)) {
    return undefined;
  }
  const word = text.slice(error.range.start, error.range.end);
  switch (error.code) {
    case 'unexpected_character':
      return operatorHint(word);
    case 'unexpected_token':
    case 'expected_token':
      return word === '' ? 'Something is missing at the end' : undefined;
    case 'invalid_macro_argument':
      return 'Name a field after a dot, as in has(data.status)';
    case 'unknown_variable':
      return nameHint(word, subject);
    case 'no_such_key':
      return nearest(word, fieldNames(subject));
    case 'no_such_overload':
      return overloadHint(error.message, text);
    case 'no_matching_overload':
      return functionHint(error.message);
    default:
      return /^unterminated/.test(error.code)
        ? 'A quote is missing at the end of the text'
        : undefined;
  }
}

function operatorHint(sign: string): string | undefined {
  switch (sign.toLowerCase()) {
    case '=':
      return 'Use == to compare';
    case '&':
    case 'and':
      return 'Use && for "and"';
    case '|':
    case 'or':
      return 'Use || for "or"';
    case '“':
    case '”':
    case '‘':
    case '’':
      return 'Use straight quotes, as in "x"';
    default:
      return undefined;
  }
}

function nameHint(word: string, subject: FilterSubject): string {
  if (subject === 'records' && OBJECT_FIELDS.includes(word)) {
    return `The fields of the object are below data: data.${word}`;
  }
  const other = subject === 'records' ? 'results' : 'records';
  if (topNames(other).includes(word)) {
    return `Only filters on ${
      other === 'records' ? 'Records' : 'Results'
    } know ${word}`;
  }
  return (
    nearest(word, topNames(subject)) ??
    (FUNCTIONS.includes(word) ? undefined : nearest(word, FUNCTIONS)) ??
    `Put a text in quotes: "${word}"`
  );
}

/** Names with which an expression can begin. */
function topNames(subject: FilterSubject): string[] {
  const { variables, constants } = FILTER_ENVIRONMENTS[subject];
  return [
    ...[...variables.keys()].map(name => name.split('.')[0]),
    ...[...constants.keys()].filter(name => !name.includes('.')),
  ];
}

function fieldNames(subject: FilterSubject): string[] {
  return [...FILTER_ENVIRONMENTS[subject].variables.keys()].flatMap(name =>
    name.includes('.') ? [name.slice(name.indexOf('.') + 1)] : [],
  );
}

function overloadHint(message: string, text: string): string | undefined {
  if (
    /Timestamp [^ ]+ string|string [^ ]+ google\.protobuf\.Timestamp/.test(
      message,
    )
  ) {
    return 'Write a time as timestamp("2026-01-31T00:00:00Z")';
  }
  if (
    /Duration [^ ]+ string|string [^ ]+ google\.protobuf\.Duration/.test(
      message,
    )
  ) {
    return 'Write a duration as duration("1h30m")';
  }
  if (/: int [^ ]+ string/.test(message) && text.includes('status')) {
    return 'States are written without quotes: SUCCESS, FAILURE, TIMEOUT, CANCELLED or UNKNOWN';
  }
  if (/: string [^ ]+ (int|double)/.test(message)) {
    return 'Put a text in quotes, also if it looks like a number or a date';
  }
  return undefined;
}

function functionHint(message: string): string | undefined {
  const name = /for '(?:[^'(]*[.>])?(\w+)\(/.exec(message)?.[1];
  if (!name || FUNCTIONS.includes(name)) {
    return undefined;
  }
  return nearest(name, FUNCTIONS);
}

function nearest(word: string, names: readonly string[]): string | undefined {
  const found = names
    .map(name => ({ name, distance: distance(plain(word), plain(name)) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return found && found.distance <= Math.max(1, Math.floor(word.length / 4))
    ? `Did you mean ${found.name}?`
    : undefined;
}

/** `startTime`, `START_TIME` and `start_time` are the same to those who guess. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(
        row[j] + 1,
        next[j - 1] + 1,
        row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length];
}
