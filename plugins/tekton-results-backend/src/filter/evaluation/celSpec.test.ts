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

import { celSpecCases, type CelSpecCase } from '../__testUtils__/celSpec';
import { ExpressionError } from '../language/FilterError';
import { lowerExpression } from '../language/lowerExpression';
import { parseUnchecked } from '../language/parseCel';
import { CelError, type CelValue } from './CelValue';
import { equals } from './comparison';
import { compileExpression } from './compileExpression';

/** What is no part of the language of filters, and why. */
const NOT_APPLICABLE: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /^(string|math|encoders|bindings|block|proto2|lists)_ext\//,
    'an extension of CEL that upstream does not load',
  ],
  [/^(optionals|macros2)\//, 'an extension of CEL that upstream does not load'],
  [
    /^(proto2|proto3|enums|dynamic|wrappers)\//,
    'about protobuf messages; filters know JSON',
  ],
  [
    /^fields\/qualified_identifier_resolution\//,
    'about names with dots that callers bind',
  ],
  [/^namespace\//, 'about containers; filters have none'],
  [
    /^parse\/receiver_function_names\/|unbound_is_runtime_error$/,
    'calls functions that do not exist, which the check of types refuses',
  ],
  [/^type_deductions\//, 'about types that the check finds'],
];

/** Messages cannot be written in filters, as their types are not declared. */
const MESSAGE =
  /\b(TestAllTypes|NestedTestAllTypes|GlobalEnum|google\s*\.\s*protobuf\s*\.\s*\w+)\s*\{|proto[23]\s*\.\s*TestAllTypes|(TestAllTypes|\bproto3\b)[\s\S]*\{/;

/** Gaps of the CEL library, none of which upstream's documentation uses. */
const NOT_SUPPORTED: ReadonlyArray<readonly [RegExp, string]> = [
  [/^fields\/quoted_map_fields\//, 'names between back quotes'],
  [/^parse\/bytes_literals\/(upper_)?raw_/, 'raw bytes such as br""'],
  [
    /(self_eval_bytes_escape|\/eq_bytes|not_ne_bytes)$/,
    'characters in bytes are taken as Latin-1, not UTF-8',
  ],
  [
    /timestamp_range\/sub_time_duration_(over|under)$/,
    'differences may be as long as durations may, not just 292 years',
  ],
  [/gt_literal\/not_gt_double$/, 'numbers that begin with a point, such as .5'],
];

const { cases } = celSpecCases();

function isApplicable({ name, text }: CelSpecCase): boolean {
  return (
    !NOT_APPLICABLE.some(([pattern]) => pattern.test(name)) &&
    !MESSAGE.test(text)
  );
}

function evaluate({ text, bindings }: CelSpecCase): CelValue | CelError {
  try {
    const expression = lowerExpression(parseUnchecked(text), undefined);
    return compileExpression(expression)({
      variable: name => bindings[name],
      locals: [],
      work: { left: 1_000_000, deadline: Infinity },
    });
  } catch (error) {
    if (error instanceof ExpressionError) {
      return new CelError(error.message);
    }
    throw error;
  }
}

function passes(test: CelSpecCase): boolean {
  const value = evaluate(test);
  if (value instanceof CelError || test.expected === 'error') {
    return value instanceof CelError && test.expected === 'error';
  }
  return (
    equals(value, test.expected) ||
    (Number.isNaN(value) && Number.isNaN(test.expected))
  );
}

describe('the conformance tests of the CEL project', () => {
  const applicable = cases.filter(isApplicable);
  const isKnownGap = ({ name }: CelSpecCase) =>
    NOT_SUPPORTED.some(([pattern]) => pattern.test(name));

  it('are there', () => {
    expect(applicable.length).toBeGreaterThan(1_000);
  });

  it.each(
    applicable
      .filter(test => !isKnownGap(test))
      .map(test => [test.name, test] as const),
  )('%s', (_, test) => {
    expect({ text: test.text, passes: passes(test) }).toEqual({
      text: test.text,
      passes: true,
    });
  });

  it('have few known gaps, and each is one still', () => {
    const gaps = applicable.filter(isKnownGap);
    expect(gaps.filter(passes).map(({ name }) => name)).toEqual([]);
    expect(gaps.length / applicable.length).toBeLessThan(0.05);
  });
});
