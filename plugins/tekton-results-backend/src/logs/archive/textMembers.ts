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

import { LineSplitter, type LinePiece } from './LineSplitter';
import { MemberBuilder, type MemberText } from './MemberBuilder';
import type { ReadMember } from './readMembers';

const NO_TIME = Buffer.alloc(0);

/** Members as they would be if a text without timestamps were stored. */
export async function* textMembers(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<ReadMember, void> {
  const splitter = new LineSplitter();
  const builder = new MemberBuilder();
  let linesBefore = 0;
  let startsLine = true;
  let held: ReadMember | undefined;

  /** Only when there is another, it is known that the one before was not the last. */
  function* give(text: MemberText | undefined): Generator<ReadMember> {
    if (!text) {
      return;
    }
    if (held) {
      yield held;
    }
    const { stored, bytes, lines, endsLine } = text;
    held = { stored, bytes, linesBefore, startsLine, endsSegment: false };
    linesBefore += lines;
    startsLine = endsLine;
  }

  function* take(piece: LinePiece): Generator<ReadMember> {
    yield* give(builder.closeBefore(piece));
    const { bytes: text, starts, ends } = piece;
    builder.add({ time: NO_TIME, text, starts, ends });
  }

  for await (const chunk of source) {
    for (const piece of splitter.push(chunk)) {
      yield* take(piece);
    }
  }
  const rest = splitter.rest();
  if (rest) {
    yield* take(rest);
    builder.endLine();
  }
  yield* give(builder.finish());
  if (held) {
    yield { ...held, endsSegment: true };
  }
}
