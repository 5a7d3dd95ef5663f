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

/** What others may wait for a statement: with what is done around it, well below 50 ms. */
const TARGET_MS = 20;

/** Rows of a piece of work, at least and at most. */
export interface PieceLimits {
  readonly minRows: number;
  readonly maxRows: number;
}

/**
 * How many rows the next piece should have, by how long (ms) the last one took: as many as
 * fit into 20 ms, but at most twice as many, and at most half as many if it took too long.
 */
export function nextRows(
  last: { readonly rows: number; readonly ms: number },
  { minRows, maxRows }: PieceLimits,
): number {
  const { rows, ms } = last;
  const fitting = ms > 0 ? (rows * TARGET_MS) / ms : Infinity;
  // What was too long once is likely to be so again: rows differ in what they take.
  const bound = ms > TARGET_MS ? rows / 2 : rows * 2;
  const wanted = Math.floor(Math.min(fitting, bound));
  return Math.max(Math.min(wanted, maxRows), minRows);
}
