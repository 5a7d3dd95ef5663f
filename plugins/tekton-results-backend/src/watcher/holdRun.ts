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
import type { JsonObject } from '@backstage/types';
import type { SeenRun } from './seeRun';

/** Speed counts here: packing happens while a cluster is read. */
const LEVEL = constants.Z_BEST_SPEED;

/** What a run takes besides its bytes: the buffer, the entry, its uid. */
const OVERHEAD_BYTES = 400;
/** A parsed run takes about so many times its text. */
const HEAP_BYTES_PER_CHARACTER = 10;

/** A state of a run as it waits in memory. */
export interface HeldRun extends Omit<SeenRun, 'payload'> {
  /** Of its JSON text, in characters. */
  readonly length: number;
  /** About what it takes in memory, in bytes. */
  readonly size: number;
  readonly content: HeldContent;
}

type HeldContent =
  | { readonly form: 'parsed'; readonly payload: JsonObject }
  /** Its JSON text (UTF-8); packed: compressed. */
  | { readonly form: 'text' | 'packed'; readonly bytes: Uint8Array };

/**
 * Holds a run as it is if its text is no longer than a limit; else as its text, which
 * takes a tenth of that. To be {@link packRun packed} if it waits for long.
 */
export function holdRun(seen: SeenRun, maxLength: number): HeldRun {
  const { payload, ...waiting } = seen;
  const text = JSON.stringify(payload);
  const { length } = text;
  if (length <= maxLength) {
    const size = length * HEAP_BYTES_PER_CHARACTER;
    return { ...waiting, length, size, content: { form: 'parsed', payload } };
  }
  // No part of a larger buffer, which would be kept as a whole.
  const bytes = new TextEncoder().encode(text);
  const size = bytes.byteLength + OVERHEAD_BYTES;
  return { ...waiting, length, size, content: { form: 'text', bytes } };
}

/** The same run in about a third of the bytes of its text. */
export function packRun(held: HeldRun): HeldRun {
  const { content } = held;
  if (content.form !== 'text') {
    return held;
  }
  // zlib hands out a part of a larger buffer, which would be kept as a whole.
  const bytes = new Uint8Array(deflateRawSync(content.bytes, { level: LEVEL }));
  const size = bytes.byteLength + OVERHEAD_BYTES;
  return { ...held, size, content: { form: 'packed', bytes } };
}

/** The state that is held, in its last sighting. */
export function heldRun({
  content,
  length,
  size,
  ...waiting
}: HeldRun): SeenRun {
  return { ...waiting, payload: payloadOf(content) };
}

function payloadOf(content: HeldContent): JsonObject {
  if (content.form === 'parsed') {
    return content.payload;
  }
  const { form, bytes } = content;
  const text = Buffer.from(form === 'packed' ? inflateRawSync(bytes) : bytes);
  // Written by holdRun alone.
  return JSON.parse(text.toString('utf8'));
}
