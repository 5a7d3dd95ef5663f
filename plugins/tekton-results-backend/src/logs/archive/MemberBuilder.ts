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

import { MAX_PIECE_BYTES } from './LineSplitter';

/** Text of a member of a segment, as it is stored, before it is compressed. */
export interface MemberText {
  readonly stored: Buffer;
  /** Lines that end in it. */
  readonly lines: number;
  /** Of the log, so without timestamps. */
  readonly bytes: number;
  /** Whether its last line is whole. */
  readonly endsLine: boolean;
  /** To be called when nobody reads `stored` any more: its memory is used again. */
  release(): void;
}

/** A piece of a line that is to be stored. */
export interface StoredPiece {
  /** Without the space after it; empty if the line has none. */
  readonly time: Buffer;
  readonly text: Buffer;
  readonly starts: boolean;
  readonly ends: boolean;
}

const NEWLINE = 0x0a;
const SPACE = 0x20;

/** As stored: small enough to be read for one line, large enough to compress well. */
const MEMBER_BYTES = 256 * 1024;
/** What is added last, may go beyond that. */
const ROOM_BYTES = MEMBER_BYTES + MAX_PIECE_BYTES + 64;
/** As many as are compressed at once, and one that is filled. */
const MAX_RELEASED = 3;

/**
 * Puts lines together to members. Long lines go over several members of their
 * own; the one in which such a line ends may have others after it. So a line never
 * begins in a member that has lines before it, and ends in another.
 */
export class MemberBuilder {
  private buffer = Buffer.alloc(0);
  private readonly released: Buffer[] = [];
  private size = 0;
  private bytes = 0;
  private lines = 0;
  private wholeSize = 0;
  private wholeBytes = 0;
  private inLine = false;

  /** The member that is to be closed before a piece is added, if there is one. */
  closeBefore(
    piece: Pick<StoredPiece, 'starts' | 'ends'>,
  ): MemberText | undefined {
    const isFull = this.size >= MEMBER_BYTES;
    const startsLongLine = piece.starts && !piece.ends;
    return this.size > 0 && (isFull || startsLongLine)
      ? this.flush()
      : undefined;
  }

  add(piece: StoredPiece): void {
    if (piece.starts) {
      this.write(piece.time);
      this.writeByte(SPACE);
    }
    this.write(piece.text);
    this.bytes += piece.text.length;
    this.inLine = true;
    if (piece.ends) {
      this.writeByte(NEWLINE);
      this.bytes += 1;
      this.endLine();
    }
  }

  /** The line that was added last is whole, though it has no end. */
  endLine(): void {
    this.inLine = false;
    this.lines += 1;
    this.wholeSize = this.size;
    this.wholeBytes = this.bytes;
  }

  /** What there is, if anything, without a line that is not whole. */
  finish(): MemberText | undefined {
    this.size = this.wholeSize;
    this.bytes = this.wholeBytes;
    this.inLine = false;
    return this.size > 0 ? this.flush() : undefined;
  }

  private flush(): MemberText {
    const { buffer } = this;
    const member = {
      stored: buffer.subarray(0, this.size),
      lines: this.lines,
      bytes: this.bytes,
      endsLine: !this.inLine,
      release: () => {
        if (this.released.length < MAX_RELEASED) {
          this.released.push(buffer);
        }
      },
    };
    this.buffer = this.released.pop() ?? Buffer.alloc(0);
    this.size = 0;
    this.bytes = 0;
    this.lines = 0;
    this.wholeSize = 0;
    this.wholeBytes = 0;
    return member;
  }

  private write(bytes: Buffer): void {
    this.reserve(bytes.length);
    bytes.copy(this.buffer, this.size);
    this.size += bytes.length;
  }

  private writeByte(byte: number): void {
    this.reserve(1);
    this.buffer[this.size] = byte;
    this.size += 1;
  }

  private reserve(bytes: number): void {
    const needed = this.size + bytes;
    if (needed > this.buffer.length) {
      const larger = Buffer.allocUnsafe(
        Math.max(needed, ROOM_BYTES, this.buffer.length * 2),
      );
      this.buffer.copy(larger, 0, 0, this.size);
      this.buffer = larger;
    }
  }
}
