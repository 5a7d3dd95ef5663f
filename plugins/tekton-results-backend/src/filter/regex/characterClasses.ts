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

import { CharacterSet } from './CharacterSet';
import { type PatternReader, Untranslatable } from './PatternReader';

/** Longer ranges than this are not written out. */
const MAX_RANGE = 256;

const SHORTHANDS: Record<string, CharacterSet> = {
  d: CharacterSet.range('0', '9'),
  s: CharacterSet.of('\t\n\f\r '),
  w: CharacterSet.range('0', '9')
    .union(CharacterSet.range('A', 'Z'))
    .union(CharacterSet.range('a', 'z'))
    .union(CharacterSet.of('_')),
};

const ESCAPED_CONTROLS: Record<string, string> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** `\d`, `\W` and the like, if that is what comes next. */
export function takeShorthand(
  reader: PatternReader,
  ignoreCase: boolean,
): CharacterSet | undefined {
  const letter = reader.take(/\\([dswDSW])/y)?.[1];
  if (!letter) return undefined;
  const set = anyCase(SHORTHANDS[letter.toLowerCase()], ignoreCase);
  return letter === letter.toLowerCase() ? set : set.negate();
}

/**
 * The next character, of which each may stand for itself: an operator is for
 * the caller to take before.
 */
export function readCharacter(reader: PatternReader): string {
  const control = reader.take(/\\([afnrtv])/y)?.[1];
  if (control) return ESCAPED_CONTROLS[control];
  const escaped = reader.take(/\\([!-/:-@[-`{-~])/y)?.[1];
  return escaped ?? reader.expect(/[^\\]/uy)[0];
}

/** A class in brackets, from behind the opening one. */
export function readClass(
  reader: PatternReader,
  ignoreCase: boolean,
): CharacterSet {
  const negated = Boolean(reader.take(/\^/y));
  // A closing bracket in the first place stands for itself.
  let set = readMember(reader, ignoreCase);
  while (!reader.take(/\]/y)) set = set.union(readMember(reader, ignoreCase));
  return negated ? set.negate() : set;
}

/** With all cases, if those are the same. */
export function anyCase(set: CharacterSet, ignoreCase: boolean): CharacterSet {
  const result = ignoreCase ? set.withCases() : set;
  if (!result) throw new Untranslatable();
  return result;
}

function readMember(reader: PatternReader, ignoreCase: boolean): CharacterSet {
  // `[[:alpha:]]` and its like.
  if (reader.take(/\[:/y)) throw new Untranslatable();
  const shorthand = takeShorthand(reader, ignoreCase);
  if (shorthand) return shorthand;
  const first = readCharacter(reader);
  const last = reader.take(/-(?!\])/y) ? readCharacter(reader) : first;
  const length = last.codePointAt(0)! - first.codePointAt(0)! + 1;
  if (length > MAX_RANGE) throw new Untranslatable();
  return anyCase(CharacterSet.range(first, last), ignoreCase);
}
