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

import type { RedactionRule } from '../../config';

/**
 * Of a line that comes in pieces, so much is held back, as something may begin
 * there that goes on in the next one.
 */
const HELD_BACK_CHARACTERS = 16 * 1024;

/** What is longer is replaced up to there. */
const MAX_MATCH_CHARACTERS = 1024 * 1024;

/** Replaces in lines what one rule finds. */
export class RuleRedactor {
  private held = '';

  constructor(private readonly rule: RedactionRule) {}

  redact(piece: string, isLast: boolean): string {
    const text = this.held + piece;
    this.held = '';
    if (isLast) {
      return this.replaced(text, text.length).text;
    }
    const safe = Math.max(0, text.length - HELD_BACK_CHARACTERS);
    const { text: redacted, end } = this.replaced(text, safe);
    if (text.length - end > MAX_MATCH_CHARACTERS) {
      return redacted + this.rule.replacement;
    }
    this.held = text.slice(end);
    return redacted;
  }

  /**
   * Replaces what ends before a place.
   *
   * @returns what is done, and where the rest begins: at the place, or where
   * something begins that goes beyond it
   */
  private replaced(text: string, safe: number): { text: string; end: number } {
    const matcher = this.rule.regex.matcher(text);
    let result = '';
    let end = 0;
    while (matcher.find()) {
      if (matcher.start() >= safe && safe < text.length) {
        break;
      }
      if (matcher.end() > safe) {
        return {
          text: result + text.slice(end, matcher.start()),
          end: matcher.start(),
        };
      }
      // Where nothing was found there is nothing to replace.
      if (matcher.end() > matcher.start()) {
        result +=
          text.slice(end, matcher.start()) +
          expanded(this.rule.replacement, group => matcher.group(group));
        end = matcher.end();
      }
    }
    const rest = Math.max(end, safe);
    return { text: result + text.slice(end, rest), end: rest };
  }
}

const GROUP = /\$(\$|\d)/g;

function expanded(
  replacement: string,
  group: (number: number) => string | null,
): string {
  return replacement.replace(GROUP, (_, reference: string) =>
    reference === '$' ? '$' : group(Number(reference)) ?? '',
  );
}
