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

import type { LogLine } from '../LogArchive';

/** Puts a line together from pieces, as far as it is wanted. */
export class LineAssembler {
  private parts: Buffer[] = [];
  private kept = 0;
  private bytes = 0;
  private time: string | undefined;

  /** @param maxBytes - how much of the line is kept */
  constructor(private readonly maxBytes: number) {}

  start(time: string | undefined): void {
    this.time = time;
  }

  add(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.kept < this.maxBytes && piece.length > 0) {
      const part = piece.subarray(0, this.maxBytes - this.kept);
      this.parts.push(part);
      this.kept += part.length;
    }
  }

  /** The line, which has ended. */
  finish(number: number): LogLine {
    const text =
      this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts);
    const line = { number, time: this.time, text, bytes: this.bytes };
    this.parts = [];
    this.kept = 0;
    this.bytes = 0;
    this.time = undefined;
    return line;
  }
}
