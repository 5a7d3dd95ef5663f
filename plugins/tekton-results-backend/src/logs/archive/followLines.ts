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

import type { RedactionRule } from '../../config';
import type { StepLog } from '../../store';
import { othersTurn } from '../../turnsOfOthers';
import type { FollowedLine, LogLine } from '../LogArchive';
import { LineAssembler } from './LineAssembler';
import { LineRedactor } from './LineRedactor';
import { LineSplitter, type LinePiece } from './LineSplitter';
import { ResumePoint } from './ResumePoint';

/** The lines of a reading that are not stored, as they will be stored. */
export async function* followLines(
  log: StepLog,
  source: AsyncIterable<Uint8Array>,
  options: { redact: readonly RedactionRule[]; maxLineBytes: number },
): AsyncGenerator<FollowedLine, void> {
  const { redact, maxLineBytes } = options;
  const resume = new ResumePoint(log);
  const splitter = new LineSplitter();
  const redactor = redact.length > 0 ? new LineRedactor(redact) : undefined;
  const line = new LineAssembler(maxLineBytes);
  let number = log.lines;

  function* take(piece: LinePiece, isLast: boolean): Generator<LogLine> {
    if (!resume.take(piece)) {
      return;
    }
    const { bytes, starts } = piece;
    const { timeLength } = resume;
    const hasTime = starts && timeLength > 0;
    if (hasTime) {
      line.start(bytes.toString('latin1', 0, timeLength));
    }
    const text = bytes.subarray(hasTime ? timeLength + 1 : 0);
    line.add(redactor?.redact(text, isLast) ?? text);
    if (isLast) {
      number += 1;
      yield line.finish(number);
    }
  }

  for await (const chunk of source) {
    for (const piece of splitter.push(chunk)) {
      for (const ended of take(piece, piece.ends)) {
        yield ended;
      }
      if (redactor) {
        await othersTurn();
      }
    }
  }
  const rest = splitter.rest();
  for (const unfinished of rest ? take(rest, true) : []) {
    yield { ...unfinished, isUnfinished: true };
  }
}
