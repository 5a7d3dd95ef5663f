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
import { LongLineSearch } from './LongLineSearch';
import type { ReadMember } from './readMembers';
import { textStart, timeOf, withoutTimes } from './storedText';
import { turnsOfOthers } from './turnsOfOthers';

const NEWLINE = 0x0a;

/** Text is looked at in blocks of this size, between which others have their turn. */
const BLOCK_BYTES = 32 * 1024;

/** Whole lines in the text of a member. */
interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * Lines of a range (from 1, both included) in which something is found, in order.
 *
 * @param members - those that hold the range
 */
export async function* searchMembers(
  members: AsyncIterable<ReadMember>,
  options: { search: CompiledSearch; from: number; to: number },
): AsyncGenerator<LogMatch, void> {
  const { search, from, to } = options;
  const longLine = new LongLineSearch(search);
  const giveTurn = turnsOfOthers();
  const isInRange = (match: LogMatch | undefined): match is LogMatch =>
    match !== undefined && match.line.number >= from && match.line.number <= to;

  for await (const member of members) {
    const { stored, linesBefore } = member;
    let number = linesBefore + 1;
    const { end: start, isEnd } = longPart(member);
    if (start > 0) {
      addPart(longLine, member, start);
      const match = isEnd ? longLine.finish(number) : undefined;
      if (isInRange(match)) {
        yield match;
      }
      number += 1;
    }
    let countedTo = start;
    for (const block of blocksOf(stored, start)) {
      await giveTurn();
      if (mayHold(search, stored, block)) {
        number += countLines(stored, countedTo, block.start);
        countedTo = block.start;
        for (const match of matchesIn(search, stored, { block, number })) {
          if (isInRange(match)) {
            yield match;
          }
        }
      }
    }
  }
}

/**
 * The part of a line at the start of a member that begins or ends in another one.
 *
 * @returns where it ends, 0 if there is none, and whether the line ends there
 */
function longPart(member: ReadMember): { end: number; isEnd: boolean } {
  const { stored, startsLine, endsSegment } = member;
  const newline = stored.indexOf(NEWLINE);
  if (startsLine && (newline >= 0 || endsSegment)) {
    return { end: 0, isEnd: false };
  }
  return newline < 0
    ? { end: stored.length, isEnd: endsSegment }
    : { end: newline + 1, isEnd: true };
}

function addPart(
  longLine: LongLineSearch,
  { stored, startsLine }: ReadMember,
  end: number,
): void {
  const textAt = startsLine ? textStart(stored, 0) : 0;
  if (startsLine) {
    longLine.start(timeOf(stored, 0, textAt));
  }
  const textEnd = stored[end - 1] === NEWLINE ? end - 1 : end;
  longLine.add(stored.subarray(textAt, textEnd));
}

function* blocksOf(stored: Buffer, from: number): Generator<Block> {
  let start = from;
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

/** @param options - `number`: of the first line of the block */
function* matchesIn(
  search: CompiledSearch,
  stored: Buffer,
  options: { block: Block; number: number },
): Generator<LogMatch> {
  const { block } = options;
  let { number } = options;
  let start = block.start;
  while (start < block.end) {
    const newline = stored.indexOf(NEWLINE, start);
    const end = newline < 0 ? block.end : newline;
    const textAt = textStart(stored, start);
    const bytes = stored.subarray(textAt, end);
    const text = mayBeIn(search, bytes) ? bytes.toString('utf8') : undefined;
    if (text !== undefined && search.test(text)) {
      yield {
        line: {
          number,
          time: timeOf(stored, start, textAt),
          text: bytes,
          bytes: bytes.length,
        },
        ranges: search.ranges(text),
      };
    }
    number += 1;
    start = end + 1;
  }
}

function mayBeIn(search: CompiledSearch, line: Buffer): boolean {
  return !search.bytes || line.includes(search.bytes);
}
