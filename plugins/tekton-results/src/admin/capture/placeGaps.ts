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
/** A time in which a cluster was not captured, on a scale from 0 to 1. */
export interface PlacedGap {
  /** RFC 3339, UTC; `until` is absent where it is still so. */
  readonly from: string;
  readonly until?: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where gaps are in a time, oldest first; those outside of it are left out, and what
 * is outside of the others is cut off. What overlaps is one gap: a cluster may fail
 * still for one resource when it answers again for another.
 *
 * @param window - ms since 1970
 */
export function placeGaps(
  gaps: ReadonlyArray<{ readonly from: string; readonly until?: string }>,
  window: { readonly from: number; readonly until: number },
): PlacedGap[] {
  const length = window.until - window.from;
  const place = (time: number) =>
    Math.min(Math.max((time - window.from) / length, 0), 1);
  return gaps
    .map(({ from, until }) => ({
      from,
      ...(until !== undefined && { until }),
      start: place(Date.parse(from)),
      end: until === undefined ? 1 : place(Date.parse(until)),
    }))
    .filter(({ start, end }) => start < 1 && end > 0)
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
    .reduce<PlacedGap[]>((placed, gap) => {
      const before = placed.at(-1);
      return before && gap.start <= before.end
        ? [...placed.slice(0, -1), together(before, gap)]
        : [...placed, gap];
    }, []);
}

/** Two that overlap, of which the second began later. */
function together(first: PlacedGap, second: PlacedGap): PlacedGap {
  const { until, end } =
    first.until === undefined ||
    (second.until !== undefined &&
      Date.parse(second.until) <= Date.parse(first.until))
      ? first
      : second;
  const { from, start } = first;
  return { from, start, end, ...(until !== undefined && { until }) };
}
