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
import type { CapturedRun } from '../store';

/** Speed counts here: packing happens while a cluster is read. */
const LEVEL = constants.Z_BEST_SPEED;

/** What a packed run takes besides its bytes: the buffer, the entry, its uid. */
const OVERHEAD_BYTES = 400;

/** A run as few bytes, for waiting in memory. */
export interface PackedRun {
  readonly uid: string;
  readonly resourceVersion: number;
  readonly sighting: CapturedRun['sighting'];
  /** What it takes in memory. */
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** A parsed run takes ten times its text, a packed one about a third of it. */
export function packRun(run: CapturedRun): PackedRun {
  const packed = deflateRawSync(JSON.stringify(run), { level: LEVEL });
  // zlib hands out a part of a larger buffer, which would be kept as a whole.
  const bytes = new Uint8Array(packed);
  return {
    uid: run.facts.uid,
    resourceVersion: run.resourceVersion,
    sighting: run.sighting,
    size: bytes.byteLength + OVERHEAD_BYTES,
    bytes,
  };
}

export function unpackRun(packed: PackedRun): CapturedRun {
  const text = Buffer.from(inflateRawSync(packed.bytes)).toString('utf8');
  // Written by packRun alone, and plain data.
  const run: CapturedRun = JSON.parse(text);
  return { ...run, sighting: packed.sighting };
}
