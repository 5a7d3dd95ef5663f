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
/** As far back as deflate can refer. */
export const WINDOW_BYTES = 32 * 1024;

/**
 * What runs of a template have in common, behind what all runs have in common. In two
 * parts, as the first one is the same for hundreds of them, and longer than most.
 */
export interface DictionaryBytes {
  readonly base: Uint8Array;
  readonly learned: Uint8Array;
}

const NOTHING = new Uint8Array();
/** Of the part that was asked for last. */
const joined = new Uint8Array(WINDOW_BYTES);

/** A dictionary in memory that threads share, so that it is never copied for them. */
export function composeDictionary(
  base: Uint8Array,
  learned: Uint8Array = NOTHING,
): DictionaryBytes {
  return { base: shared(base), learned: shared(learned) };
}

export function lengthOf({ base, learned }: DictionaryBytes): number {
  return base.length + learned.length;
}

/**
 * The part of a dictionary that ends there, as long as deflate can use it.
 *
 * @returns to be used before the next part is asked for
 */
export function windowTo(
  { base, learned }: DictionaryBytes,
  end: number,
): Uint8Array {
  const start = Math.max(0, end - WINDOW_BYTES);
  const ofBase = base.subarray(start, end);
  const ofLearned = learned.subarray(
    Math.max(0, start - base.length),
    Math.max(0, end - base.length),
  );
  if (ofLearned.length === 0) {
    return ofBase;
  }
  if (ofBase.length === 0) {
    return ofLearned;
  }
  joined.set(ofBase);
  joined.set(ofLearned, ofBase.length);
  return joined.subarray(0, ofBase.length + ofLearned.length);
}

function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) {
    return bytes;
  }
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
