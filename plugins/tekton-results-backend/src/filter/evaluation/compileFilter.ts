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

import type { Expression } from '../language/Expression';
import type { CelValue } from './CelValue';
import { compileExpression } from './compileExpression';

/** Items that the macros of a filter may go through in one object. */
const MAX_MACRO_STEPS = 100_000;
const DEFAULT_MACRO_MS = 1_000;

/** The values of the variables of one object, by name. */
export type FilterDocument = (name: string) => CelValue | undefined;

/**
 * Makes a test of a checked filter: whether an object matches. What cannot be
 * evaluated, such as a missing field, does not match.
 *
 * @param maxMacroMs - what its macros may take on one object
 * @throws InputError from the test, if they take longer
 */
export function compileFilter(
  expression: Expression,
  maxMacroMs = DEFAULT_MACRO_MS,
): (document: FilterDocument) => boolean {
  const evaluate = compileExpression(expression);
  return document =>
    evaluate({
      variable: document,
      locals: [],
      work: {
        left: MAX_MACRO_STEPS,
        deadline: Date.now() + maxMacroMs,
      },
    }) === true;
}
