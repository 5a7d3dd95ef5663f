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

import type { FilterSubject } from './language/environments';
import { childrenOf, dataPath, type Expression } from './language/Expression';
import { ExpressionError, FilterError } from './language/FilterError';
import { hintFor } from './language/hints';
import { lowerExpression } from './language/lowerExpression';
import { parseCel } from './language/parseCel';

/** Longer texts are refused before they are read. */
export const MAX_FILTER_BYTES = 8 * 1024;
/** Nested macros multiply the work on each object. */
const MAX_MACRO_DEPTH = 3;

/** A filter that was read and checked. */
export interface Filter {
  readonly text: string;
  readonly subject: FilterSubject;
  readonly expression: Expression;
}

/** Parts of the object that are never true or false. */
const NO_CONDITIONS = new Set([
  '',
  'apiVersion',
  'kind',
  'metadata',
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'spec',
  'status',
]);

/**
 * Reads a filter.
 *
 * @returns undefined for an empty text, which means no filter
 * @throws FilterError that says what is wrong and where
 */
export function parseFilter(
  text: string,
  subject: FilterSubject,
): Filter | undefined {
  if (text.trim() === '') {
    return undefined;
  }
  if (Buffer.byteLength(text) > MAX_FILTER_BYTES) {
    throw new FilterError('', {
      message: `the filter is longer than ${MAX_FILTER_BYTES} bytes`,
      range: { start: 0, end: 0 },
    });
  }
  try {
    const expression = lowerExpression(parseCel(text, subject), subject);
    refuseNoCondition(expression);
    refuseDeepMacros(expression, 0);
    return { text, subject, expression };
  } catch (error) {
    if (!(error instanceof ExpressionError)) {
      throw error;
    }
    throw new FilterError(text, {
      message: error.message,
      range: error.range,
      hint: hintFor(error, text, subject),
    });
  }
}

function refuseNoCondition(expression: Expression): void {
  const path = dataPath(expression)?.join('.');
  if (path !== undefined && NO_CONDITIONS.has(path)) {
    throw new ExpressionError(
      `${['data', path].filter(Boolean).join('.')} is not a condition`,
      expression.range,
      'Compare it, or one of its fields, with something',
    );
  }
}

function refuseDeepMacros(expression: Expression, depth: number): void {
  const inner = expression.kind === 'macro' ? depth + 1 : depth;
  if (inner > MAX_MACRO_DEPTH) {
    throw new ExpressionError(
      `macros are nested more than ${MAX_MACRO_DEPTH} deep`,
      expression.range,
    );
  }
  for (const child of childrenOf(expression)) {
    refuseDeepMacros(child, inner);
  }
}
