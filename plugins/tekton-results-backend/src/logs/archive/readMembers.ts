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

import { promisify } from 'util';
import { gunzip } from 'zlib';
import { toError } from '@backstage/errors';
import type { LogMember, LogSegment } from '../../store';
import type { LogDrivers } from '../drivers';
import { LogBytesMissingError } from '../LogBytesMissingError';
import { LogUnavailableError } from '../LogUnavailableError';

const decompress = promisify(gunzip);

/** So many are decompressed at once, each on a thread of its own. */
const AHEAD = 3;

/**
 * Most members fit into one piece: each takes a turn of a thread, which would be
 * most of the time with the default of 16 kB.
 */
const PIECE_BYTES = 320 * 1024;

/** Larger than any; what is larger is damaged. */
const MAX_MEMBER_BYTES = 64 * 1024 * 1024;

/** A member of a log, as it was before it was compressed. */
export interface ReadMember {
  readonly stored: Buffer;
  /** Of the log, so without timestamps. */
  readonly bytes: number;
  /** Lines of the log that end before it. */
  readonly linesBefore: number;
  /** Whether a line begins where it does. */
  readonly startsLine: boolean;
  /** Whether it is the last of its segment, and so ends its last line. */
  readonly endsSegment: boolean;
}

/** One that is kept with a driver. */
export interface StoredMember extends ReadMember {
  /** Lines that end in it. */
  readonly lines: number;
}

interface PlacedMember extends Omit<StoredMember, 'stored'> {
  readonly storedBytes: number;
}

/**
 * Reads the members of segments that hold lines of a range (from 1, both
 * included).
 *
 * @throws LogUnavailableError if the driver does not answer
 * @throws LogBytesMissingError if it does not have them
 */
export async function* readMembers(
  segments: readonly LogSegment[],
  options: {
    drivers: LogDrivers;
    from: number;
    to: number;
    signal: AbortSignal;
  },
): AsyncGenerator<StoredMember, void> {
  for (const segment of segments) {
    const { start, members } = membersOf(segment, options);
    const pending: Array<Promise<StoredMember>> = [];
    for await (const [member, bytes] of storedMembers(segment, {
      ...options,
      start,
      members,
    })) {
      const read = decompressMember(segment, member, bytes);
      // Awaited later, unless whoever reads gives up before.
      read.catch(() => undefined);
      pending.push(read);
      if (pending.length === AHEAD) {
        yield await pending.shift()!;
      }
    }
    for (const read of pending) {
      yield await read;
    }
  }
}

/** The members of a segment to be read, and where the first begins. */
function membersOf(
  segment: LogSegment,
  range: { from: number; to: number },
): { start: number; members: readonly PlacedMember[] } {
  const placed: PlacedMember[] = [];
  let linesBefore = segment.firstLine;
  let startsLine = true;
  let offset = 0;
  let start = 0;
  segment.members.forEach((member, index) => {
    if (linesBefore < range.to) {
      placed.push({
        bytes: member.bytes,
        storedBytes: member.storedBytes,
        linesBefore,
        lines: member.lines,
        startsLine,
        endsSegment: index === segment.members.length - 1,
      });
    }
    linesBefore += member.lines;
    offset += member.storedBytes;
    startsLine = endsLine(segment.members, index);
    if (linesBefore < range.from && startsLine) {
      placed.length = 0;
      start = offset;
    }
  });
  return { start, members: placed };
}

/** Only members in which no line ends, end within a line. */
function endsLine(members: readonly LogMember[], index: number): boolean {
  return members[index].lines > 0;
}

async function* storedMembers(
  segment: LogSegment,
  options: {
    drivers: LogDrivers;
    start: number;
    members: readonly PlacedMember[];
    signal: AbortSignal;
  },
): AsyncGenerator<[PlacedMember, Buffer], void> {
  const { drivers, start, members, signal } = options;
  const size = members.reduce((sum, member) => sum + member.storedBytes, 0);
  if (size === 0) {
    return;
  }
  let held: Buffer[] = [];
  let heldBytes = 0;
  let next = 0;
  try {
    const chunks = drivers
      .get(segment.driver)
      .get(segment.key, { start, end: start + size, signal });
    for await (const chunk of chunks) {
      held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      heldBytes += chunk.byteLength;
      while (next < members.length && heldBytes >= members[next].storedBytes) {
        const all = held.length === 1 ? held[0] : Buffer.concat(held);
        const { storedBytes } = members[next];
        yield [members[next], all.subarray(0, storedBytes)];
        held = [all.subarray(storedBytes)];
        heldBytes -= storedBytes;
        next += 1;
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw readFailure(segment, error);
  }
  if (next < members.length) {
    throw new LogBytesMissingError(
      `The log is cut: ${segment.key} is shorter with the driver ${segment.driver} than it was`,
    );
  }
}

function readFailure(segment: LogSegment, cause: unknown): Error {
  const error = toError(cause);
  if (error.name === 'NotFoundError') {
    return new LogBytesMissingError(
      `The bytes of the log are gone: the driver ${segment.driver} has no ${segment.key}`,
      error,
    );
  }
  return error instanceof LogUnavailableError
    ? error
    : new LogUnavailableError(
        `The driver ${segment.driver} cannot be read now`,
        error,
      );
}

async function decompressMember(
  segment: LogSegment,
  member: PlacedMember,
  bytes: Buffer,
): Promise<StoredMember> {
  try {
    const stored = await decompress(bytes, {
      chunkSize: PIECE_BYTES,
      maxOutputLength: MAX_MEMBER_BYTES,
    });
    return { ...member, stored };
  } catch (error) {
    throw new LogBytesMissingError(
      `The bytes of the log are damaged: ${segment.key} of the driver ${segment.driver}`,
      toError(error),
    );
  }
}
