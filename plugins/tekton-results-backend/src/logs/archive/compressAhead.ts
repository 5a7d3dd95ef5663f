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
import { gzip } from 'zlib';
import type { TakenMember } from './LogIntake';

const compress = promisify(gzip);

/** Most members fit into one piece when compressed; each takes a turn of a thread. */
const PIECE_BYTES = 128 * 1024;

/** So many are compressed at once, each on a thread of its own. */
const AHEAD = 2;

/** A member of a segment, compressed. */
export interface CompressedMember
  extends Omit<TakenMember, 'stored' | 'release'> {
  readonly stored: Buffer;
}

/**
 * Compresses members, some of them while those before are still being kept.
 *
 * @param next - gives the next one, or nothing at the end
 */
export async function* compressAhead(
  next: () => Promise<TakenMember | undefined>,
): AsyncGenerator<CompressedMember, void> {
  const pending: Array<Promise<CompressedMember>> = [];
  let ended = false;
  while (!ended || pending.length > 0) {
    while (!ended && pending.length < AHEAD) {
      const member = await next();
      if (member) {
        const compressed = compressMember(member);
        // Awaited later, unless whoever reads gives up before.
        compressed.catch(() => undefined);
        pending.push(compressed);
      } else {
        ended = true;
      }
    }
    const first = pending.shift();
    if (first) {
      yield await first;
    }
  }
}

async function compressMember(member: TakenMember): Promise<CompressedMember> {
  const { release, ...rest } = member;
  try {
    return {
      ...rest,
      stored: await compress(member.stored, { chunkSize: PIECE_BYTES }),
    };
  } finally {
    release();
  }
}
