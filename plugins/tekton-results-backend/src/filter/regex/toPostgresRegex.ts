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

import { compileRegex } from './compileRegex';
import { Untranslatable } from './PatternReader';
import { PostgresTranslator } from './PostgresTranslator';

/**
 * Translates a pattern of RE2 for `text COLLATE "C" ~ pattern`, where both give
 * the same answer for every text. They differ in much: a dot matches newlines
 * for PostgreSQL, `\d` digits of all scripts, `\s` more blanks, `\b` is a
 * backspace, groups have no names, flags cannot be in the middle.
 *
 * Nothing is left of the pattern's own syntax: characters of meaning are
 * escaped, classes are listed, groups do not capture, and quantifiers are
 * greedy, which for a yes or no makes no difference.
 *
 * @returns undefined when the pattern, valid or not, has no such translation
 */
export function toPostgresRegex(pattern: string): string | undefined {
  // Neither can be in a text of PostgreSQL.
  if (/[\0\p{Surrogate}]/u.test(pattern)) return undefined;
  // The translator relies on a valid pattern of bounded size.
  if ('error' in compileRegex(pattern)) return undefined;
  try {
    return new PostgresTranslator(pattern).translate();
  } catch (error) {
    if (error instanceof Untranslatable) return undefined;
    throw error;
  }
}
