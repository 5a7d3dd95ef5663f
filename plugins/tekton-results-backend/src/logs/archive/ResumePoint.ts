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

import type { LogResumePoint } from '../../store';
import { LineHash, LinesHash } from './LinesHash';
import type { LinePiece } from './LineSplitter';
import { LogTimeReader } from './LogTimeReader';

/** Stands for the start of a log: no line is older. */
const START_TIME = '1970-01-01T00:00:00Z';

/** By so much the clock of a node may be set back, and no line is overlooked. */
const READ_AGAIN_SECONDS = 30;

/** Of so many seconds it is known how many lines they have. */
const MAX_SECONDS = 4_096;

const MS_PER_SECOND = 1_000;
const NANOS_PER_MS = 1_000_000;

/** Lines of one second. */
interface Second {
  lines: number;
  readonly hash: LinesHash;
}

/**
 * The moment from which a log is to be read on, in a whole second, as clusters cut
 * what they are asked for; undefined: from its start. It is before that of the
 * resume point, as clusters leave out each line that is older than what they are
 * asked for, also one that was written later by a clock that was set back.
 */
export function readOnFrom({ time }: LogResumePoint): string | undefined {
  const second = firstSecondOf(time);
  return second > 0
    ? `${new Date(second * MS_PER_SECOND).toISOString().slice(0, 19)}Z`
    : undefined;
}

/**
 * Follows a log through one reading of it, tells lines that are stored already
 * from new ones, and where to go on another time.
 *
 * A cluster gives the lines from {@link readOnFrom} on, so those of the last second
 * again, and later ones where its clock has gone back. Lines in front of those are
 * stored, too, if they come. So all is stored up to the line that makes the count full;
 * all is new after it, and its hash tells whether these were the same lines. A
 * line that is later than any stored one is new in any case: if it comes before
 * the count is full, the cluster has thrown away lines in between.
 */
export class ResumePoint {
  /** Length of the timestamp of the current line, without the space; 0: none. */
  timeLength = 0;
  /** Whether some part of the log cannot be read any more. */
  gap = false;
  /** When the first new line was written (ms since 1970, UTC). */
  firstNewLineAt?: number;
  /** When the last line was written (ms since 1970, UTC). */
  lastLineAt?: number;

  private readonly clock = new LogTimeReader();
  private readonly lineHash = new LineHash();
  private readonly seconds = new Map<number, Second>();
  /** What was in {@link seconds} before it, is not there any more. */
  private knownFrom: number;
  /** Of the second of the resume point and of later ones lines are expected. */
  private readonly expectedFrom: number;
  /** Of the last line that has ended. */
  private lastTime: Buffer | undefined;
  private lastSecond = 0;
  private lineTime: Buffer | undefined;
  private isLineNew = true;
  private isLineCounted = true;
  private latestSecond = 0;
  private latestNanos = 0;
  /** Of the whole log, as stored. */
  private allLines: number;
  private readonly allHash: LinesHash;
  /** Lines to come that are stored. */
  private toSkip: number;
  private readonly skippedHash = new LinesHash();
  private readonly expectedHash: string | undefined;

  /** @param log - what is stored of it */
  constructor(log: {
    readonly lines: number;
    readonly resume?: LogResumePoint;
  }) {
    const { lines, resume } = log;
    this.allLines = lines;
    this.toSkip = resume?.lines ?? lines;
    const known = resume && parseHash(resume.hash);
    this.expectedHash = known?.window;
    this.allHash = known?.all ?? new LinesHash();
    this.latestSecond = known?.latestSecond ?? Infinity;
    this.latestNanos = known?.latestNanos ?? 0;
    if (this.toSkip === 0) {
      this.latestSecond = 0;
    }
    this.expectedFrom = resume ? secondOf(resume.time) : 0;
    this.knownFrom = resume ? firstSecondOf(resume.time) : 0;
  }

  /** Takes the next piece. @returns whether it is of a line that is not stored */
  take(piece: LinePiece): boolean {
    if (piece.starts) {
      this.startLine(piece.bytes);
    }
    this.lineHash.add(piece.bytes);
    const isNew = this.isLineNew;
    if (piece.ends) {
      this.endLine();
    }
    return isNew;
  }

  /** The current line is whole, though its end did not come. */
  endLine(): void {
    this.lastTime = this.lineTime;
    this.lastSecond = this.clock.second;
    if (this.isLineCounted) {
      this.countLine();
    }
    if (this.isLineNew) {
      this.allLines += 1;
      this.allHash.addLine(this.lineHash);
    } else if (this.lastSecond >= this.expectedFrom) {
      this.skippedHash.addLine(this.lineHash);
      this.toSkip -= 1;
      this.gap ||=
        this.toSkip === 0 &&
        this.expectedHash !== undefined &&
        this.skippedHash.toString() !== this.expectedHash;
    }
    if (this.timeLength > 0) {
      const at = this.milliseconds();
      this.lastLineAt = at;
      if (this.isLineNew) {
        this.firstNewLineAt ??= at;
      }
    }
    if (this.isLineNew) {
      this.noteLatest();
    }
  }

  /** The source came to its end: what is stored should have come by then. */
  endSource(): void {
    this.gap ||= this.toSkip > 0;
  }

  /** Where to go on after the lines that have ended. */
  point(): LogResumePoint {
    const { lastSecond: second } = this;
    const all = this.allHash.toString();
    const latest = `${this.latestSecond}.${this.latestNanos}`;
    if (!this.lastTime || second < this.knownFrom) {
      return {
        time: START_TIME,
        lines: this.allLines,
        hash: `${all}.${all}.${latest}`,
      };
    }
    const window = new LinesHash();
    let lines = 0;
    for (const [known, { lines: count, hash }] of this.seconds) {
      if (known >= second) {
        lines += count;
        window.add(hash);
      }
    }
    return {
      time: this.lastTime.toString('latin1'),
      lines,
      hash: `${window}.${all}.${latest}`,
    };
  }

  private startLine(line: Buffer): void {
    this.lineHash.restart();
    // A line without a timestamp is of the second of the one before it.
    this.timeLength = this.clock.read(line);
    if (this.timeLength > 0) {
      this.lineTime = line.subarray(0, this.timeLength);
    }
    if (this.toSkip > 0 && this.isLater()) {
      this.gap = true;
      this.toSkip = 0;
    }
    this.isLineNew = this.toSkip === 0;
    this.isLineCounted = this.isLineNew || this.clock.second >= this.knownFrom;
  }

  private isLater(): boolean {
    const { second, nanos } = this.clock;
    return (
      second > this.latestSecond ||
      (second === this.latestSecond && nanos > this.latestNanos)
    );
  }

  private noteLatest(): void {
    if (this.isLater()) {
      this.latestSecond = this.clock.second;
      this.latestNanos = this.clock.nanos;
    }
  }

  private countLine(): void {
    const { second } = this.clock;
    let entry = this.seconds.get(second);
    if (!entry) {
      entry = { lines: 0, hash: new LinesHash() };
      this.seconds.set(second, entry);
      if (this.seconds.size > MAX_SECONDS) {
        this.forgetEarliest();
      }
    }
    entry.lines += 1;
    entry.hash.addLine(this.lineHash);
  }

  private forgetEarliest(): void {
    const inOrder = [...this.seconds.keys()].sort((a, b) => a - b);
    const kept = inOrder[MAX_SECONDS / 2];
    this.knownFrom = Math.max(this.knownFrom, kept);
    for (const second of inOrder.slice(0, MAX_SECONDS / 2)) {
      this.seconds.delete(second);
    }
  }

  private milliseconds(): number {
    const { second, nanos } = this.clock;
    return second * MS_PER_SECOND + Math.floor(nanos / NANOS_PER_MS);
  }
}

function secondOf(time: string): number {
  const reader = new LogTimeReader();
  reader.read(Buffer.from(`${time} `));
  return reader.second;
}

function firstSecondOf(time: string): number {
  return Math.max(secondOf(time) - READ_AGAIN_SECONDS, 0);
}

/** @returns undefined if the lines are known by nothing that this version writes */
function parseHash(hash: string) {
  const [window, allText = '', second, nanos] = hash.split('.');
  const all = LinesHash.parse(allText);
  const latestSecond = Number(second);
  const latestNanos = Number(nanos);
  return all &&
    Number.isSafeInteger(latestSecond) &&
    Number.isSafeInteger(latestNanos)
    ? { window, all, latestSecond, latestNanos }
    : undefined;
}
