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

import type { RE2JS } from 're2js';
import { GROUP_REFERENCE, type RedactionRule } from '../../config';
import { splitsCharacter } from './ByteText';

type Matcher = ReturnType<RE2JS['matcher']>;

/**
 * Of a line that comes in pieces, so much is held back, as something may begin
 * there that goes on in the next one.
 */
const HELD_BACK_CHARACTERS = 128 * 1024;

/** Replaces in lines what one rule finds. */
export class RuleRedactor {
  /** What comes before the rest: it tells whether a line or a word begins there. */
  private before = '';
  /** Of the line, what is not done. */
  private rest = '';
  /** How long the rest becomes before it is looked at. */
  private enough: number;
  private dropsRest = false;

  /**
   * @param heldBack - how long a match may be, in characters, that is found in
   * any line. Of a match that is not complete after twice as many, it is not known
   * how long it is: with it the rest of the line is replaced.
   */
  constructor(
    private readonly rule: RedactionRule,
    private readonly heldBack = HELD_BACK_CHARACTERS,
  ) {
    this.enough = 2 * heldBack;
  }

  /** @returns what is done; the rest of it comes with the next pieces */
  redact(piece: string, isLast: boolean): string {
    const redacted = this.dropsRest ? '' : this.taken(piece, isLast);
    if (isLast) {
      this.before = '';
      this.rest = '';
      this.enough = 2 * this.heldBack;
      this.dropsRest = false;
    }
    return redacted;
  }

  private taken(piece: string, isLast: boolean): string {
    this.rest += piece;
    if (!isLast && this.rest.length < this.enough) {
      return '';
    }
    const text = this.before + this.rest;
    const result = this.replaced(
      text,
      isLast ? text.length : cutAt(text, text.length - this.heldBack),
    );
    this.before = text.slice(Math.max(0, result.end - 1), result.end);
    this.rest = text.slice(result.end);
    // Not with each piece, or a long match is looked at again and again.
    this.enough = this.rest.length + this.heldBack;
    return result.text;
  }

  /**
   * Replaces what ends before a place.
   *
   * @returns what is done, and where the rest begins: at the place, or where
   * something begins that goes beyond it
   */
  private replaced(text: string, safe: number): { text: string; end: number } {
    const start = this.before.length;
    const { regex, replacement } = this.rule;
    // The usual case, which is far faster to find out.
    if (!regex.test(text)) {
      return { text: text.slice(start, safe), end: safe };
    }
    const matcher = regex.matcher(text);
    let result = '';
    let end = start;
    for (
      let found = matcher.find(start);
      found && matcher.start() < safe;
      found = matcher.find()
    ) {
      if (matcher.end() > safe) {
        return this.beyond(matcher, result + text.slice(end, matcher.start()));
      }
      // Where nothing was found there is nothing to replace.
      if (matcher.end() > matcher.start()) {
        result +=
          text.slice(end, matcher.start()) + expanded(replacement, matcher);
        end = matcher.end();
      }
    }
    const rest = Math.max(end, safe);
    return { text: result + text.slice(end, rest), end: rest };
  }

  /** Something was found that may go on. */
  private beyond(
    matcher: Matcher,
    done: string,
  ): { text: string; end: number } {
    const isTooLong = matcher.end() - matcher.start() > 2 * this.heldBack;
    this.dropsRest = isTooLong;
    return {
      text: isTooLong ? done + expanded(this.rule.replacement, matcher) : done,
      end: matcher.start(),
    };
  }
}

function cutAt(text: string, place: number): number {
  return splitsCharacter(text, place) ? place - 1 : place;
}

function expanded(replacement: string, matcher: Matcher): string {
  return replacement.replace(GROUP_REFERENCE, (_, reference: string) =>
    reference === '$' ? '$' : matcher.group(Number(reference)) ?? '',
  );
}
