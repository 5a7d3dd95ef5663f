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

/**
 * The tokens that make the size. In front come those in which brackets and
 * braces mean nothing: quoted text, escapes and classes.
 */
const TOKENS = [
  '(?<quoted>\\\\Q.*?(?:\\\\E|$))',
  '\\\\.',
  '\\[\\^?\\]?(?:\\\\.|\\[:\\^?\\w+:\\]|[^\\]\\\\])*\\]',
  '(?<open>\\((?:\\?(?:P?<\\w+>|\\w*:))?)',
  '(?<close>\\))',
  '\\{(?<min>\\d+)(?:,(?<max>\\d*))?\\}',
  '.',
];
const TOKEN = new RegExp(TOKENS.join('|'), 'gsu');

/**
 * About how many characters a pattern has when its counted repetitions are
 * written out, found without doing so: `(ab){3}` has six.
 */
export function expandedSize(pattern: string): number {
  const outer: number[] = [];
  let size = 0;
  let last = 0;
  for (const { groups = {}, 0: token } of pattern.matchAll(TOKEN)) {
    if (groups.open) {
      outer.push(size);
      size = 0;
    } else if (groups.close) {
      last = size;
      size += outer.pop() ?? 0;
    } else if (groups.min) {
      const times = Math.max(1, Number(groups.min), Number(groups.max ?? 0));
      size += last * (times - 1);
      last *= times;
    } else {
      last = groups.quoted ? token.length : 1;
      size += last;
    }
  }
  return outer.reduce((sum, part) => sum + part, size);
}
