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

import type { LogSearchEvent } from 'backstage-plugin-tekton-results-common';

type Match = Extract<LogSearchEvent, { type: 'match' }>;

/** Holds the last lines that a search found, as many as may be listed. */
export class LastFound {
  private readonly held: Match[] = [];
  private characters = 0;

  constructor(private readonly most: { lines: number; characters: number }) {}

  get matches(): readonly Match[] {
    return this.held;
  }

  add(match: Match): void {
    this.held.push(match);
    this.characters += match.line.text.length;
    while (
      this.held.length > this.most.lines ||
      (this.characters > this.most.characters && this.held.length > 1)
    ) {
      this.characters -= this.held.shift()?.line.text.length ?? 0;
    }
  }
}
