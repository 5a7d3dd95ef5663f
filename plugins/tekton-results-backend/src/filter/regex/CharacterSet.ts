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

const DIGITS_AND_LETTERS = /[0-9A-Za-z]/;
const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/;

/** U+017F and U+212A, which RE2 takes for other cases of `s` and `k`. */
const THIRD_CASES: Record<string, string> = { s: '\u017f', k: '\u212a' };

/**
 * The characters that an atom of a regular expression stands for: some, or all
 * but some.
 */
export class CharacterSet {
  static of(characters: Iterable<string>): CharacterSet {
    return new CharacterSet([...new Set(characters)], false);
  }

  /** The characters from one code point to another, both included. */
  static range(first: string, last: string): CharacterSet {
    const start = first.codePointAt(0)!;
    return CharacterSet.of(
      Array.from({ length: last.codePointAt(0)! - start + 1 }, (_, index) =>
        String.fromCodePoint(start + index),
      ),
    );
  }

  private constructor(
    private readonly listed: readonly string[],
    private readonly negated: boolean,
  ) {}

  negate(): CharacterSet {
    return new CharacterSet(this.listed, !this.negated);
  }

  union(other: CharacterSet): CharacterSet {
    if (!this.negated && !other.negated) {
      return CharacterSet.of([...this.listed, ...other.listed]);
    }
    if (!this.negated) return other.union(this);
    // What is left out still, among the characters that this one leaves out.
    const left = this.listed.filter(
      character => other.listed.includes(character) === other.negated,
    );
    return new CharacterSet(left, true);
  }

  /**
   * With the other cases of the listed letters.
   *
   * @returns undefined when not all of them are ASCII
   */
  withCases(): CharacterSet | undefined {
    if (this.listed.some(character => character > '\x7f')) return undefined;
    const cases = this.listed.flatMap(character => {
      const lower = character.toLowerCase();
      return [lower, lower.toUpperCase(), THIRD_CASES[lower] ?? lower];
    });
    return new CharacterSet([...new Set(cases)], this.negated);
  }

  /**
   * The atom for PostgreSQL.
   *
   * @returns undefined when there are no characters in the set
   */
  toPostgres(): string | undefined {
    if (this.listed.length === 0) return this.negated ? '.' : undefined;
    if (this.listed.length === 1 && !this.negated) {
      return escaped(this.listed[0]);
    }
    return `[${this.negated ? '^' : ''}${withRanges(this.listed)}]`;
  }
}

/** Writes `abcd` as `a-d`, of digits and ASCII letters only. */
function withRanges(characters: readonly string[]): string {
  const codes = characters
    .map(character => character.codePointAt(0)!)
    .sort((left, right) => left - right);
  let text = '';
  for (let start = 0, next = 0; start < codes.length; start = next) {
    next = endOfRun(codes, start);
    const run = codes
      .slice(start, next)
      .map(code => String.fromCodePoint(code));
    text +=
      run.length > 2
        ? `${run[0]}-${run[run.length - 1]}`
        : run.map(escaped).join('');
  }
  return text;
}

function endOfRun(codes: readonly number[], start: number): number {
  let next = start + 1;
  while (
    codes[next] === codes[next - 1] + 1 &&
    isDigitOrLetter(codes[next]) &&
    isDigitOrLetter(codes[start])
  ) {
    next++;
  }
  return next;
}

function isDigitOrLetter(code: number): boolean {
  return DIGITS_AND_LETTERS.test(String.fromCodePoint(code));
}

/** Inside and outside of brackets, what is neither letter nor digit can be. */
function escaped(character: string): string {
  return ASCII_PUNCTUATION.test(character) ? `\\${character}` : character;
}
