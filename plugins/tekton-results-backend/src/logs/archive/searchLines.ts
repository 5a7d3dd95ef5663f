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

import { hasControls } from 'backstage-plugin-tekton-results-common';
import type { LogMatch } from '../LogArchive';
import type { CompiledSearch } from './compileSearch';
import { shownLine } from './shownLine';
import { textStart, withoutTimes } from './storedText';

const NEWLINE = 0x0a;

/** In each line, so many places are told. */
const MAX_RANGES = 100;

/** Control characters of UTF-8 besides tabs and ends of lines, byte for byte. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL_BYTES = /[\0-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]/;

/** What no screen shows and nothing else depends on: looks, and ends of lines. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const LOOKS = /\x1b\[[\d;:]*m|\r(?=\n|$)/g;

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
  /** In the text as it is stored. */
  readonly ranges: LogMatch['ranges'];
  readonly count: number;
}

/** Whole lines of a text. */
interface Block {
  readonly start: number;
  readonly end: number;
  /** Whether some of it is not shown as it is written. */
  readonly controlled: boolean;
}

/**
 * The lines in which something is found, in order, one block after another: in
 * what a screen shows of them, without control sequences.
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
    const bytes = stored.subarray(start, end);
    const controlled = CONTROL_BYTES.test(bytes.toString('latin1'));
    yield { start, end, controlled };
    start = end;
  }
}

function mayHold(
  search: CompiledSearch,
  stored: Buffer,
  { start, end, controlled }: Block,
): boolean {
  const lines = stored.subarray(start, end);
  if (!controlled && search.bytes) {
    return lines.includes(search.bytes);
  }
  const text = withoutTimes(lines, true).toString('utf8');
  if (!controlled) {
    return search.mayHold(text);
  }
  const shown = text.replace(LOOKS, '');
  return hasControls(shown.replaceAll('\n', '')) || search.mayHold(shown);
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
    const line = stored.subarray(textAt, end);
    const matches = matchesIn(search, line, block.controlled);
    if (matches) {
      found.push({ linesBefore, start, textAt, end, ...matches });
    }
    linesBefore += 1;
    start = end + 1;
  }
  return found;
}

function matchesIn(
  search: CompiledSearch,
  line: Buffer,
  mayBeControlled: boolean,
): Pick<FoundLine, 'ranges' | 'count'> | undefined {
  if (!mayBeControlled && search.bytes && !line.includes(search.bytes)) {
    return undefined;
  }
  const written = line.toString('utf8');
  const shown =
    mayBeControlled && hasControls(written) ? shownLine(written) : undefined;
  const text = shown?.text ?? written;
  if (!search.test(text)) {
    return undefined;
  }
  const ranges: Array<LogMatch['ranges'][number]> = [];
  let count = 0;
  for (const place of search.places(text)) {
    count += 1;
    if (ranges.length < MAX_RANGES) {
      ranges.push(place);
    }
  }
  return { ranges: shown?.written(ranges, MAX_RANGES) ?? ranges, count };
}
