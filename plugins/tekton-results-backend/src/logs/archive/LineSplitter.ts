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

/** A line, or a part of one that is long. */
export interface LinePiece {
  /** Without the end of the line. */
  readonly bytes: Buffer;
  /** Whether it is the first of its line. */
  readonly starts: boolean;
  /** Whether it is the last of its line, whose end was there. */
  readonly ends: boolean;
}

const NEWLINE = 0x0a;

/** Longer lines come in pieces. */
export const MAX_PIECE_BYTES = 64 * 1024;

/**
 * Cuts bytes into lines, wherever they were cut before. Holds less than
 * {@link MAX_PIECE_BYTES}, so no timestamp is ever cut.
 */
export class LineSplitter {
  private readonly held: Buffer[] = [];
  private heldBytes = 0;
  private inLine = false;

  /** The lines that end here, and pieces of long ones. */
  *push(chunk: Uint8Array): Generator<LinePiece> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    while (start < bytes.length) {
      const newline = bytes.indexOf(NEWLINE, start);
      const lineEnd = newline < 0 ? bytes.length : newline;
      while (lineEnd - start + this.heldBytes > MAX_PIECE_BYTES) {
        const end = start + MAX_PIECE_BYTES - this.heldBytes;
        yield this.piece(bytes.subarray(start, end), false);
        start = end;
      }
      if (newline < 0) {
        this.hold(bytes.subarray(start));
        return;
      }
      yield this.piece(bytes.subarray(start, newline), true);
      start = newline + 1;
    }
  }

  /**
   * What there is of a line that does not end, if there is such a line: all of it,
   * or what follows the pieces before; that may be nothing.
   */
  rest(): LinePiece | undefined {
    return this.heldBytes > 0 || this.inLine
      ? this.piece(Buffer.alloc(0), false)
      : undefined;
  }

  private piece(last: Buffer, ends: boolean): LinePiece {
    const starts = !this.inLine;
    this.inLine = !ends;
    if (this.heldBytes === 0) {
      return { bytes: last, starts, ends };
    }
    const bytes = Buffer.concat([...this.held.splice(0), last]);
    this.heldBytes = 0;
    return { bytes, starts, ends };
  }

  private hold(bytes: Buffer): void {
    if (bytes.length > 0) {
      this.held.push(bytes);
      this.heldBytes += bytes.length;
    }
  }
}
