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
import type { LineSearch } from './LineSearch';
import { LongLineSearch } from './LongLineSearch';
import type { ReadMember } from './readMembers';
import { textStart, timeOf } from './storedText';

const NEWLINE = 0x0a;

/**
 * Lines of a range (from 1, both included) in which something is found, in order.
 *
 * @param members - those that hold the range
 */
export async function* searchMembers(
  members: AsyncIterable<ReadMember>,
  options: { search: LineSearch; from: number; to: number },
): AsyncGenerator<LogMatch, void> {
  const { search, from, to } = options;
  const longLine = new LongLineSearch(search);
  const isInRange = (match: LogMatch | undefined): match is LogMatch =>
    match !== undefined && match.line.number >= from && match.line.number <= to;

  for await (const member of members) {
    let number = member.linesBefore + 1;
    const { end: start, isEnd } = longPart(member);
    if (start > 0) {
      await addPart(longLine, member, start);
      const match = isEnd ? await longLine.finish(number) : undefined;
      if (isInRange(match)) {
        yield match;
      }
      number += 1;
    }
    const lines = member.stored.subarray(start);
    for await (const match of matchesIn(lines, { search, number })) {
      if (isInRange(match)) {
        yield match;
      }
    }
  }
}

/** @param options - `number`: of the first line */
async function* matchesIn(
  stored: Buffer,
  { search, number }: { search: LineSearch; number: number },
): AsyncGenerator<LogMatch, void> {
  if (stored.length === 0) {
    return;
  }
  for await (const found of search(stored)) {
    const { linesBefore, start, textAt, end, ranges, count } = found;
    const text = stored.subarray(textAt, end);
    yield {
      line: {
        number: number + linesBefore,
        time: timeOf(stored, start, textAt),
        text,
        bytes: text.length,
      },
      ranges,
      count,
    };
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

async function addPart(
  longLine: LongLineSearch,
  { stored, startsLine }: ReadMember,
  end: number,
): Promise<void> {
  const textAt = startsLine ? textStart(stored, 0) : 0;
  if (startsLine) {
    longLine.start(timeOf(stored, 0, textAt));
  }
  const textEnd = stored[end - 1] === NEWLINE ? end - 1 : end;
  await longLine.add(stored.subarray(textAt, textEnd));
}
