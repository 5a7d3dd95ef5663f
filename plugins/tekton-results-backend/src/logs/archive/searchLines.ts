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
import { textStart, withoutTimes } from './storedText';

const NEWLINE = 0x0a;

/** Text is looked at in blocks of about this size. */
const BLOCK_BYTES = 32 * 1024;

/** A line in which something is found, by its place in the stored text. */
export interface FoundLine {
  /** How many lines of the text are before it. */
  readonly linesBefore: number;
  /** Where it begins, with its timestamp. */
  readonly start: number;
  readonly textAt: number;
  readonly end: number;
  readonly ranges: LogMatch['ranges'];
}

/** Whole lines of a text. */
interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * The lines in which something is found, in order, one block after another.
 *
 * @param stored - whole lines, as they are stored
 */
export function* searchLines(
  search: CompiledSearch,
  stored: Buffer,
): Generator<FoundLine[], void> {
  let lines = 0;
  let countedTo = 0;
  for (const block of blocksOf(stored)) {
    if (mayHold(search, stored, block)) {
      lines += countLines(stored, countedTo, block.start);
      countedTo = block.start;
      yield foundIn(search, stored, { block, linesBefore: lines });
    } else {
      yield [];
    }
  }
}

function* blocksOf(stored: Buffer): Generator<Block> {
  let start = 0;
  while (start < stored.length) {
    const newline = stored.indexOf(NEWLINE, start + BLOCK_BYTES);
    const end = newline < 0 ? stored.length : newline + 1;
    yield { start, end };
    start = end;
  }
}

function mayHold(
  search: CompiledSearch,
  stored: Buffer,
  { start, end }: Block,
): boolean {
  const lines = stored.subarray(start, end);
  return search.bytes
    ? lines.includes(search.bytes)
    : search.mayHold(withoutTimes(lines, true).toString('utf8'));
}

function countLines(stored: Buffer, from: number, to: number): number {
  let lines = 0;
  let newline = stored.indexOf(NEWLINE, from);
  while (newline >= 0 && newline < to) {
    lines += 1;
    newline = stored.indexOf(NEWLINE, newline + 1);
  }
  return lines;
}

function foundIn(
  search: CompiledSearch,
  stored: Buffer,
  options: { block: Block; linesBefore: number },
): FoundLine[] {
  const { block } = options;
  let { linesBefore } = options;
  const found: FoundLine[] = [];
  let start = block.start;
  while (start < block.end) {
    const newline = stored.indexOf(NEWLINE, start);
    const end = newline < 0 ? block.end : newline;
    const textAt = textStart(stored, start);
    const bytes = stored.subarray(textAt, end);
    const text = mayBeIn(search, bytes) ? bytes.toString('utf8') : undefined;
    if (text !== undefined && search.test(text)) {
      found.push({
        linesBefore,
        start,
        textAt,
        end,
        ranges: search.ranges(text),
      });
    }
    linesBefore += 1;
    start = end + 1;
  }
  return found;
}

function mayBeIn(search: CompiledSearch, line: Buffer): boolean {
  return !search.bytes || line.includes(search.bytes);
}
