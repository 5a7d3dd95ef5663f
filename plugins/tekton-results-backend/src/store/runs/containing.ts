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

import type { Sql } from '../../filter';
import type { Engine } from '../filters/engine';
import { SQLITE_LOWER } from '../filters/registerSqliteFunctions';

/** What LOWER of SQLite knows. */
const ASCII = /^\p{ASCII}*$/u;
/** What a regular expression may take for something else. */
const PUNCTUATION = /^[!-/:-@[-`{-~]$/;

/** The condition that a column contains a text, whatever the case of letters. */
export function containing(column: string, text: string, engine: Engine): Sql {
  if (engine === 'postgres' && !ASCII.test(text)) {
    return { text: `${column} ~ ?`, bindings: [anyCase(text)] };
  }
  const lower =
    engine === 'sqlite' && !ASCII.test(text) ? SQLITE_LOWER : 'lower';
  return {
    text: `${lower}(${column}) like ? escape '!'`,
    bindings: [`%${likePattern(text.toLowerCase())}%`],
  };
}

/**
 * A regular expression of PostgreSQL that finds a text in any case. What LOWER knows
 * depends on the locale of the database: with `C`, which some operators of PostgreSQL
 * choose, nothing beyond ASCII.
 */
function anyCase(text: string): string {
  return [...text.toLowerCase()]
    .map(letter => {
      const upper = letter.toUpperCase();
      const isOne = upper !== letter && upper.toLowerCase() === letter;
      if (isOne && [...upper].length === 1) {
        return `[${letter}${upper}]`;
      }
      return PUNCTUATION.test(letter) ? `\\${letter}` : letter;
    })
    .join('');
}

/** A text as LIKE finds just it, with `!` as the escape character. */
export function likePattern(text: string): string {
  return text.replaceAll(/[!%_]/g, '!$&');
}
