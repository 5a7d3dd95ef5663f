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
import type { LogResumePoint, StepLog } from '../../store';
import { othersTurn } from '../../turnsOfOthers';
import { LineRedactor } from './LineRedactor';
import { LineSplitter, type LinePiece } from './LineSplitter';
import {
  MemberBuilder,
  type MemberText,
  type StoredPiece,
} from './MemberBuilder';
import { ResumePoint } from './ResumePoint';

/** What is kept of logs. */
export interface IntakeSettings {
  /** How long the text of a log may be. */
  readonly maxBytes: number;
  readonly redact: readonly RedactionRule[];
}

/** What is to be stored next, and how the log stands with it. */
export interface TakenMember extends MemberText {
  readonly resume: LogResumePoint;
  readonly firstLineAt?: number;
  readonly lastLineAt?: number;
}

const NONE = Buffer.alloc(0);
const NEWLINE_BYTES = 1;

/**
 * Takes in one reading of a log: leaves out what is stored, replaces what is
 * secret and puts the rest together to members.
 */
export class LogIntake {
  /** The log is as long as a log may be; the rest of it is left out. */
  full = false;

  private readonly resume: ResumePoint;
  private readonly splitter = new LineSplitter();
  private readonly redactor: LineRedactor | undefined;
  private readonly builder = new MemberBuilder();
  private readonly isLast: () => boolean;
  private room: number;

  constructor(
    log: StepLog,
    options: { settings: IntakeSettings; isLast: () => boolean },
  ) {
    const { maxBytes, redact } = options.settings;
    this.resume = new ResumePoint(log);
    this.redactor = redact.length > 0 ? new LineRedactor(redact) : undefined;
    this.isLast = options.isLast;
    this.room = maxBytes - log.bytes;
  }

  /** Something of the log is missing before what is new. */
  get gap(): boolean {
    return this.resume.gap;
  }

  /**
   * What is new. If the source fails, the lines that came first; then its failure
   * is thrown.
   */
  async *members(
    source: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<TakenMember, void> {
    try {
      for await (const chunk of source) {
        for (const piece of this.splitter.push(chunk)) {
          const member = this.closeBefore(piece);
          if (member) {
            yield member;
          }
          this.take(piece);
          if (this.redactor) {
            await othersTurn();
          }
          if (this.full) {
            yield* this.finish();
            return;
          }
        }
      }
    } catch (error) {
      yield* this.finish();
      throw error;
    }
    const rest = this.isLast() ? this.splitter.rest() : undefined;
    const member = rest && this.closeBefore(rest);
    if (member) {
      yield member;
    }
    if (rest) {
      this.take(rest, true);
    }
    this.resume.endSource();
    yield* this.finish();
  }

  /** Before the piece is taken, as the log then stands with it. */
  private closeBefore(piece: LinePiece): TakenMember | undefined {
    const member = this.builder.closeBefore(piece);
    return member && this.taken(member);
  }

  private *finish(): Generator<TakenMember> {
    const member = this.builder.finish();
    if (member) {
      yield this.taken(member);
    }
  }

  /** @param isLast - whether the line has no more pieces though it has no end */
  private take(piece: LinePiece, isLast = false): void {
    if (this.resume.take(piece)) {
      this.store(piece, isLast);
    }
    if (isLast) {
      this.resume.endLine();
    }
  }

  private store(piece: LinePiece, isLast: boolean): void {
    const stored = this.storedPiece(piece, isLast);
    const needed = stored.text.length + (stored.ends ? NEWLINE_BYTES : 0);
    this.full = needed > this.room;
    if (!this.full) {
      this.room -= needed;
      this.builder.add(stored);
    } else if (!stored.starts) {
      // A long line is kept as far as there is room.
      const text = stored.text.subarray(0, this.room);
      this.builder.add({ ...stored, text, ends: false });
    }
    if (isLast || (this.full && !stored.starts)) {
      this.builder.endLine();
    }
  }

  private storedPiece(piece: LinePiece, isLast: boolean): StoredPiece {
    const { starts, ends } = piece;
    const { timeLength } = this.resume;
    const time = starts ? piece.bytes.subarray(0, timeLength) : NONE;
    // The space after it belongs to it.
    const text = piece.bytes.subarray(
      starts && timeLength > 0 ? timeLength + 1 : 0,
    );
    return {
      time,
      text: this.redactor?.redact(text, ends || isLast) ?? text,
      starts,
      ends,
    };
  }

  private taken(member: MemberText): TakenMember {
    return {
      ...member,
      resume: this.resume.point(),
      firstLineAt: this.resume.firstNewLineAt,
      lastLineAt: this.resume.lastLineAt,
    };
  }
}
