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

import type { LogMatch } from '../LogArchive';
import { LineAssembler } from './LineAssembler';
import type { LineSearch } from './LineSearch';
import type { FoundLine } from './searchLines';

/** So much of a line is put together; what follows is looked at in pieces. */
const MAX_LINE_BYTES = 1024 * 1024;

/** So much of a piece is looked at again with the next one. */
const OVERLAP_BYTES = 4 * 1024;

/** What stands for the timestamp of a line that has none. */
const NO_TIME = Buffer.from(' ');

/** Searches a line that goes over several members. */
export class LongLineSearch {
  private readonly line = new LineAssembler(MAX_LINE_BYTES);
  private bytes = 0;
  private overlap = Buffer.alloc(0);
  private found = false;

  constructor(private readonly search: LineSearch) {}

  start(time: string | undefined): void {
    this.line.start(time);
    this.bytes = 0;
    this.overlap = Buffer.alloc(0);
    this.found = false;
  }

  async add(piece: Buffer): Promise<void> {
    this.line.add(piece);
    this.bytes += piece.length;
    const text = Buffer.concat([this.overlap, piece]);
    if (this.bytes > MAX_LINE_BYTES) {
      this.found ||= (await this.find(text)) !== undefined;
    }
    this.overlap = Buffer.from(text.subarray(-OVERLAP_BYTES));
  }

  /** Undefined if nothing is found in it. */
  async finish(number: number): Promise<LogMatch | undefined> {
    const line = this.line.finish(number);
    const found = await this.find(line.text);
    return found || this.found
      ? { line, ranges: found?.ranges ?? [], count: found?.count ?? 0 }
      : undefined;
  }

  private async find(text: Buffer): Promise<FoundLine | undefined> {
    for await (const found of this.search(Buffer.concat([NO_TIME, text]))) {
      return found;
    }
    return undefined;
  }
}
