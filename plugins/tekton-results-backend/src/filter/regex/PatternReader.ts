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

/** Thrown where a pattern uses what has no translation. */
export class Untranslatable extends Error {}

/** Reads a pattern from left to right. */
export class PatternReader {
  private position = 0;

  constructor(private readonly pattern: string) {}

  get atEnd(): boolean {
    return this.position === this.pattern.length;
  }

  /**
   * Moves behind what the expression matches here, if it does.
   *
   * @param expected - sticky, since it shall not match further on
   */
  take(expected: RegExp): RegExpExecArray | undefined {
    expected.lastIndex = this.position;
    const match = expected.exec(this.pattern);
    if (!match) return undefined;
    this.position += match[0].length;
    return match;
  }

  /** As {@link PatternReader.take}, where nothing else is translated. */
  expect(expected: RegExp): RegExpExecArray {
    const match = this.take(expected);
    if (!match) throw new Untranslatable();
    return match;
  }
}
