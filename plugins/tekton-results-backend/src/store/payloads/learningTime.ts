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

/** Of which something is learned. */
export const SAMPLES = 4;

/** The oldest of them, which are compressed with what was learned to see if it helps. */
export const TRIED_SAMPLES = 2;

const FIRST_CHECK_RUNS = SAMPLES;
const CHECK_RUNS = 64;
/** A row of its own, with its index. */
const ROW_BYTES = 200;

/** Whether to look if runs of a template can be made smaller: seldom, as it takes ms. */
export function isTimeToLearn(runsSinceLearned: number): boolean {
  return (
    runsSinceLearned % CHECK_RUNS === 0 ||
    (runsSinceLearned >= FIRST_CHECK_RUNS &&
      runsSinceLearned < CHECK_RUNS &&
      Number.isInteger(Math.log2(runsSinceLearned)))
  );
}

/** How many more runs it takes until it is time; 0: now. */
export function runsUntilLearned(runsSinceLearned: number): number {
  let next = Math.max(runsSinceLearned, 1);
  while (!isTimeToLearn(next)) {
    next += 1;
  }
  return next - runsSinceLearned;
}

/**
 * Whether a dictionary saves more than it takes, if as many runs come as have come
 * since the last one.
 *
 * @param options - bytes that the tried samples take without and with it, and that it takes
 */
export function isWorthKeeping(options: {
  runsSinceLearned: number;
  bytesWithout: number;
  bytesWith: number;
  dictionaryBytes: number;
}): boolean {
  const { runsSinceLearned, bytesWithout, bytesWith, dictionaryBytes } =
    options;
  const saved = (bytesWithout - bytesWith) / TRIED_SAMPLES;
  return saved * runsSinceLearned > dictionaryBytes + ROW_BYTES;
}
