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
import type { CompiledSearch } from './compileSearch';
import { LineAssembler } from './LineAssembler';

/** So much of a line is put together; what follows is looked at in pieces. */
const MAX_LINE_BYTES = 1024 * 1024;

/** So much of a piece is looked at again with the next one. */
const OVERLAP_BYTES = 4 * 1024;

/** Searches a line that goes over several members. */
export class LongLineSearch {
  private readonly line = new LineAssembler(MAX_LINE_BYTES);
  private overlap = Buffer.alloc(0);
  private found = false;

  constructor(private readonly search: CompiledSearch) {}

  start(time: string | undefined): void {
    this.line.start(time);
    this.overlap = Buffer.alloc(0);
    this.found = false;
  }

  add(piece: Buffer): void {
    this.line.add(piece);
    const text = Buffer.concat([this.overlap, piece]);
    this.found ||= this.search.test(text.toString('utf8'));
    this.overlap = Buffer.from(text.subarray(-OVERLAP_BYTES));
  }

  /** Undefined if nothing is found in it. */
  finish(number: number): LogMatch | undefined {
    const line = this.line.finish(number);
    const ranges = this.search.ranges(line.text.toString('utf8'));
    return this.found || ranges.length > 0 ? { line, ranges } : undefined;
  }
}
