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
import { LineAssembler } from './LineAssembler';
import type { ReadMember } from './readMembers';
import { textStart, timeOf } from './storedText';

const NEWLINE = 0x0a;

/**
 * Takes the lines of a range (from 1, both included) out of members.
 *
 * @param members - those that hold the range
 */
export async function* readLines(
  members: AsyncIterable<ReadMember>,
  options: { from: number; to: number; maxLineBytes: number },
): AsyncGenerator<LogLine, void> {
  const { from, to, maxLineBytes } = options;
  const line = new LineAssembler(maxLineBytes);
  for await (const {
    stored,
    linesBefore,
    startsLine,
    endsSegment,
  } of members) {
    let number = linesBefore + 1;
    let at = 0;
    let isStart = startsLine;
    while (at < stored.length && number <= to) {
      const newline = stored.indexOf(NEWLINE, at);
      const end = newline < 0 ? stored.length : newline;
      if (number >= from) {
        const textAt = isStart ? textStart(stored, at) : at;
        if (isStart) {
          line.start(timeOf(stored, at, textAt));
        }
        line.add(stored.subarray(textAt, end));
        if (newline >= 0 || endsSegment) {
          yield line.finish(number);
        }
      }
      at = end + 1;
      number += 1;
      isStart = true;
    }
  }
}
