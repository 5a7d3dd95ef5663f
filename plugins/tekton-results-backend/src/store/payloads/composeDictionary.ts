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
 * What runs of a template have in common, behind what all runs have in common.
 *
 * @returns in memory that threads share, so that it is never copied for them
 */
export function composeDictionary(
  base: Uint8Array,
  learned: Uint8Array,
): Uint8Array {
  const size = base.length + learned.length;
  const composed = new Uint8Array(new SharedArrayBuffer(size));
  composed.set(base);
  composed.set(learned, base.length);
  return composed;
}

/** The part of a dictionary that ends there, as long as deflate can use it. */
export function windowTo(dictionary: Uint8Array, end: number): Uint8Array {
  return dictionary.subarray(Math.max(0, end - WINDOW_BYTES), end);
}
