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
/** Where a process stands, so many seconds after its start. */
export interface Sample {
  readonly second: number;
  readonly value: number;
}

/**
 * How much a value grows in an hour, by the line that fits its samples best (least
 * squares).
 *
 * @returns 0 for fewer than two samples
 */
export function growthPerHour(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const second = mean(sample => sample.second);
  const value = mean(sample => sample.value);
  const spread = mean(sample => (sample.second - second) ** 2);
  return samples.length < 2 || spread === 0
    ? 0
    : (mean(sample => (sample.second - second) * (sample.value - value)) /
        spread) *
        3_600;
}
