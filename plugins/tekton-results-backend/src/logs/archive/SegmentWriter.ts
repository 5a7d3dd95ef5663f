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

import { randomBytes } from 'crypto';
import type { LogMember, LogSegment, StepLog } from '../../store';
import { compressAhead, type CompressedMember } from './compressAhead';
import { logKeyPrefix } from './logKeys';
import type { TakenMember } from './LogIntake';

const RANDOM_KEY_BYTES = 4;
const NUMBER_DIGITS = 6;

/** The bytes of a segment while they are kept, and its index afterwards. */
export class SegmentWriter {
  /** Different each time, so that nobody else's bytes are ever replaced. */
  readonly key: string;
  /** How many bytes were handed out. */
  storedBytes = 0;
  /** Why the source ended early. */
  failure: { readonly error: unknown } | undefined;

  private readonly members: LogMember[] = [];
  /** Members up to, and with, the last that ends a line. */
  private wholeMembers = 0;
  private lastWhole: CompressedMember | undefined;

  private readonly log: StepLog;
  private readonly first: TakenMember;
  private readonly more: AsyncIterator<TakenMember, void>;
  private readonly maxBytes: number;

  /**
   * @param options - `first`: the first member; `more`: those after it, which may
   * be more than this segment takes; `maxBytes`: of text, after which the segment
   * is closed at the next end of a line
   */
  constructor(options: {
    log: StepLog;
    first: TakenMember;
    more: AsyncIterator<TakenMember, void>;
    maxBytes: number;
  }) {
    const { log } = options;
    this.log = log;
    this.first = options.first;
    this.more = options.more;
    this.maxBytes = options.maxBytes;
    const random = randomBytes(RANDOM_KEY_BYTES).toString('hex');
    const number = String(log.segments).padStart(NUMBER_DIGITS, '0');
    this.key = `${logKeyPrefix(log)}/${number}-${random}.gz`;
  }

  /** Never fails: what came before the source fails is a segment, too. */
  async *body(): AsyncGenerator<Buffer, void> {
    for await (const member of compressAhead(this.memberSource())) {
      const { lines, bytes, stored, endsLine } = member;
      this.members.push({ lines, bytes, storedBytes: stored.length });
      this.storedBytes += stored.length;
      if (endsLine) {
        this.wholeMembers = this.members.length;
        this.lastWhole = member;
      }
      yield stored;
    }
  }

  /** What is kept now; nothing if no line has become whole. */
  result(driver: string):
    | {
        segment: LogSegment;
        resume: TakenMember['resume'];
        firstLineAt?: number;
        lastLineAt?: number;
      }
    | undefined {
    if (!this.lastWhole) {
      return undefined;
    }
    // A line that did not become whole may have members; nobody reads them.
    const members = this.members.slice(0, this.wholeMembers);
    const sum = (size: (member: LogMember) => number) =>
      members.reduce((total, member) => total + size(member), 0);
    const { resume, firstLineAt, lastLineAt } = this.lastWhole;
    return {
      segment: {
        number: this.log.segments,
        driver,
        key: this.key,
        firstLine: this.log.lines,
        firstByte: this.log.bytes,
        lines: sum(({ lines }) => lines),
        bytes: sum(({ bytes }) => bytes),
        storedBytes: sum(({ storedBytes }) => storedBytes),
        members,
      },
      resume,
      firstLineAt,
      lastLineAt,
    };
  }

  private memberSource(): () => Promise<TakenMember | undefined> {
    let taken = 0;
    let last: TakenMember | undefined;
    return async () => {
      if (last?.endsLine && taken >= this.maxBytes) {
        return undefined;
      }
      last = last ? await this.nextMember() : this.first;
      taken += last?.bytes ?? 0;
      return last;
    };
  }

  private async nextMember(): Promise<TakenMember | undefined> {
    try {
      const { value } = await this.more.next();
      return value ?? undefined;
    } catch (error) {
      this.failure = { error };
      return undefined;
    }
  }
}
