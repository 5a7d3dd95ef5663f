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
import {
  anyCase,
  readCharacter,
  readClass,
  takeShorthand,
} from './characterClasses';
import { PatternReader, Untranslatable } from './PatternReader';

/** PostgreSQL does not count further. */
const MAX_COUNT = 255;

/*
 * PostgreSQL takes the longer to compile a pattern the more it weighs, here
 * a fraction of a second. Where much is optional in a row the time grows with
 * the third power, and word boundaries among it end in the error "regular
 * expression is too complex". A character weighs 1.
 */
const MAX_WEIGHT = 500;
const OPTIONAL_WEIGHT = 20;
const WORD_BOUNDARY_WEIGHT = 50;

/** The beginning and end of the text, and of words. */
const ASSERTIONS: Record<string, string> = {
  '^': '^',
  $: '$',
  '\\A': '^',
  '\\z': '$',
  '\\b': '\\y',
  '\\B': '\\Y',
};

interface Translation {
  text: string;
  weight: number;
  /** Whether there is an assertion in it. */
  asserts: boolean;
}

/** Reads a pattern that RE2 takes and writes it for PostgreSQL. */
export class PostgresTranslator {
  private readonly reader: PatternReader;
  private ignoreCase = false;
  private dotMatchesAll = false;

  constructor(pattern: string) {
    this.reader = new PatternReader(pattern);
  }

  /** @throws Untranslatable */
  translate(): string {
    for (;;) {
      const flags = this.reader.take(/\(\?([is]+)\)/y)?.[1];
      if (!flags) break;
      this.ignoreCase ||= flags.includes('i');
      this.dotMatchesAll ||= flags.includes('s');
    }
    const { text, weight } = this.alternatives();
    if (weight > MAX_WEIGHT) throw new Untranslatable();
    return text;
  }

  private alternatives(): Translation {
    const branches = [this.branch()];
    while (this.reader.take(/\|/y)) branches.push(this.branch());
    return join(branches, '|');
  }

  private branch(): Translation {
    const atoms: Translation[] = [];
    while (!this.reader.atEnd && !this.reader.take(/(?=[|)])/y)) {
      atoms.push(this.quantified());
    }
    if (atoms.length === 0) throw new Untranslatable();
    return join(atoms, '');
  }

  private quantified(): Translation {
    const atom = this.atom();
    const [, quantifier, from, to] =
      this.reader.take(/([*+?]|\{(0|[1-9]\d*)(?:,(0|[1-9]\d*)?)?\})\??/y) ?? [];
    if (!quantifier) return atom;
    const times = Math.max(1, Number(from ?? 1), Number(to ?? 1));
    // To PostgreSQL repeated assertions are an error, unless in groups.
    if (atom.asserts || times > MAX_COUNT) throw new Untranslatable();
    const optional = from === '0' || quantifier === '*' || quantifier === '?';
    return {
      text: atom.text + quantifier,
      weight: atom.weight * times + (optional ? OPTIONAL_WEIGHT : 0),
      asserts: false,
    };
  }

  private atom(): Translation {
    const { reader } = this;
    const assertion = reader.take(/[$^]|\\[AzbB]/y)?.[0];
    if (assertion) return translateAssertion(assertion);
    if (reader.take(/\(/y)) {
      // Other than these, what follows is a change of flags.
      reader.expect(/\?:|\?P?<\w+>|(?!\?)/y);
      const { text, ...rest } = this.alternatives();
      reader.expect(/\)/y);
      return { text: `(?:${text})`, ...rest };
    }
    const text = this.characters().toPostgres();
    if (!text) throw new Untranslatable();
    return { text, weight: 1, asserts: false };
  }

  private characters(): CharacterSet {
    const { reader, ignoreCase } = this;
    if (reader.take(/\./y)) {
      return CharacterSet.of(this.dotMatchesAll ? '' : '\n').negate();
    }
    if (reader.take(/\[/y)) return readClass(reader, ignoreCase);
    return (
      takeShorthand(reader, ignoreCase) ??
      anyCase(CharacterSet.of(readCharacter(reader)), ignoreCase)
    );
  }
}

function translateAssertion(assertion: string): Translation {
  const text = ASSERTIONS[assertion];
  const ofWord = text === '\\y' || text === '\\Y';
  return { text, weight: ofWord ? WORD_BOUNDARY_WEIGHT : 1, asserts: true };
}

function join(parts: Translation[], separator: string): Translation {
  return {
    text: parts.map(part => part.text).join(separator),
    weight: parts.reduce((sum, part) => sum + part.weight, 0),
    asserts: parts.some(part => part.asserts),
  };
}
