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

import { deflateRawSync, inflateRawSync, constants } from 'zlib';
import { isFinished } from 'backstage-plugin-tekton-results-common';
import type { CapturedRun } from '../store';

/** Speed counts here: packing happens while a cluster is read. */
const LEVEL = constants.Z_BEST_SPEED;

/** What a packed run takes besides its bytes: the buffer, the entry, its uid. */
const OVERHEAD_BYTES = 400;
/** A parsed run takes about so many times its text. */
const HEAP_BYTES_PER_CHARACTER = 10;

/** A run as it waits in memory. */
export interface HeldRun {
  readonly resourceVersion: number;
  readonly sighting: CapturedRun['sighting'];
  readonly finished: boolean;
  /** Of its JSON text, in characters. */
  readonly length: number;
  /** About what it takes in memory, in bytes. */
  readonly size: number;
  /** As it is, or packed. */
  readonly content: CapturedRun | Uint8Array;
}

/**
 * Holds a run as it is if its text is no longer than a limit; else packed, which
 * takes about a third of the text instead of ten times as much.
 */
export function holdRun(run: CapturedRun, maxLength: number): HeldRun {
  const text = JSON.stringify(run);
  const { resourceVersion, sighting } = run;
  const finished = isFinished(run.facts.status);
  const { length } = text;
  if (length <= maxLength) {
    const size = length * HEAP_BYTES_PER_CHARACTER;
    return {
      resourceVersion,
      sighting,
      finished,
      length,
      size,
      content: run,
    };
  }
  // zlib hands out a part of a larger buffer, which would be kept as a whole.
  const content = new Uint8Array(deflateRawSync(text, { level: LEVEL }));
  const size = content.byteLength + OVERHEAD_BYTES;
  return { resourceVersion, sighting, finished, length, size, content };
}

export function isPacked({ content }: HeldRun): boolean {
  return content instanceof Uint8Array;
}

/** The run that is held, in its last sighting. */
export function heldRun({ content, sighting }: HeldRun): CapturedRun {
  return { ...unpacked(content), sighting };
}

function unpacked(content: HeldRun['content']): CapturedRun {
  if (content instanceof Uint8Array) {
    const text = Buffer.from(inflateRawSync(content)).toString('utf8');
    // Written by holdRun alone, and plain data.
    return JSON.parse(text);
  }
  return content;
}
