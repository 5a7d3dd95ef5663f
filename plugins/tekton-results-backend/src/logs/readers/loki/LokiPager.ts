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

import type { LokiLine } from './lokiAnswers';

/**
 * Reads beyond the limit of a query. A page begins at the time of the last line
 * of the page before, as there may be more lines of that time; those that were
 * read already are left out.
 */
export class LokiPager {
  /** Where the next page begins (ns since 1970, UTC). */
  start: bigint;
  /** How many lines to ask for. */
  limit: number;
  /** How often each text was read at the time at which the next page begins. */
  private read = new Map<string, number>();

  constructor(options: { start: bigint; limit: number }) {
    this.start = options.start;
    this.limit = options.limit;
  }

  /**
   * Takes a page.
   *
   * @param lines - by time
   * @returns what is new of it; `stuck`: the page has lines of one time only, and
   * none is new, so that more are to be asked for
   */
  take(lines: readonly LokiLine[]): {
    texts: string[];
    isLast: boolean;
    stuck: boolean;
  } {
    const known = new Map(this.read);
    const fresh = lines.filter(({ time, text }) => {
      const times = known.get(text) ?? 0;
      if (time !== this.start || times === 0) {
        return true;
      }
      known.set(text, times - 1);
      return false;
    });
    const end = lines.at(-1)?.time ?? this.start;
    const isLast = lines.length < this.limit;
    if (end > this.start) {
      this.read = new Map();
    }
    for (const { time, text } of fresh) {
      if (time === end) {
        this.read.set(text, (this.read.get(text) ?? 0) + 1);
      }
    }
    this.start = end;
    return {
      texts: fresh.map(({ text }) => text),
      isLast,
      stuck: !isLast && fresh.length === 0,
    };
  }
}
