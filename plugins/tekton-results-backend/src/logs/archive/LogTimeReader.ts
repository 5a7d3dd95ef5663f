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

const ZERO = 0x30;
const NINE = 0x39;
const SPACE = 0x20;
const DOT = 0x2e;
const PLUS = 0x2b;
const MINUS = 0x2d;
const COLON = 0x3a;
const UPPER_T = 0x54;
const UPPER_Z = 0x5a;

const SECONDS_OF_MINUTE = 60;
const MAX_FRACTION_DIGITS = 9;
const MS_PER_SECOND = 1000;

/**
 * Reads the timestamps in front of lines, as Kubernetes writes them: RFC 3339 with
 * up to nine digits of a second, then a space. One for each log, as it remembers
 * the day.
 */
export class LogTimeReader {
  /** Of the last timestamp: seconds since 1970 (UTC). */
  second = 0;
  /** Of the last timestamp: nanoseconds after that. */
  nanos = 0;
  private date = -1;
  private secondOfDate = 0;

  /** @returns how long the timestamp is, without the space; 0 if there is none */
  read(line: Buffer): number {
    if (
      line[4] !== MINUS ||
      line[7] !== MINUS ||
      line[10] !== UPPER_T ||
      line[13] !== COLON ||
      line[16] !== COLON
    ) {
      return 0;
    }
    const year = twoDigits(line, 0) * 100 + twoDigits(line, 2);
    const month = twoDigits(line, 5);
    const day = twoDigits(line, 8);
    const time =
      (twoDigits(line, 11) * SECONDS_OF_MINUTE + twoDigits(line, 14)) *
        SECONDS_OF_MINUTE +
      twoDigits(line, 17);
    let at = 19;
    let nanos = 0;
    if (line[at] === DOT) {
      at += 1;
      let digits = 0;
      while (isDigit(line[at]) && digits < MAX_FRACTION_DIGITS) {
        nanos = nanos * 10 + line[at] - ZERO;
        digits += 1;
        at += 1;
      }
      nanos *= 10 ** (MAX_FRACTION_DIGITS - digits);
    }
    let offset = 0;
    if (line[at] === UPPER_Z) {
      at += 1;
    } else if (line[at] === PLUS || line[at] === MINUS) {
      const minutes =
        twoDigits(line, at + 1) * SECONDS_OF_MINUTE + twoDigits(line, at + 4);
      offset = (line[at] === PLUS ? minutes : -minutes) * SECONDS_OF_MINUTE;
      at += 6;
    } else {
      return 0;
    }
    const second = this.startOfDate(year, month, day) + time - offset;
    if (line[at] !== SPACE || Number.isNaN(second)) {
      return 0;
    }
    this.second = second;
    this.nanos = nanos;
    return at;
  }

  private startOfDate(year: number, month: number, day: number): number {
    const date = (year * 100 + month) * 100 + day;
    if (date !== this.date) {
      this.date = date;
      this.secondOfDate = Date.UTC(year, month - 1, day) / MS_PER_SECOND;
    }
    return this.secondOfDate;
  }
}

/** NaN if they are none. */
function twoDigits(line: Buffer, at: number): number {
  return isDigit(line[at]) && isDigit(line[at + 1])
    ? (line[at] - ZERO) * 10 + line[at + 1] - ZERO
    : NaN;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
