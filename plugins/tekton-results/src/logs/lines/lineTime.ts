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

/** How times are shown beside lines; the first is the default. */
export const TIME_MODES = [
  'off',
  'local',
  'utc',
  'sinceStart',
  'sincePrevious',
] as const;

/** One of {@link TIME_MODES}. */
export type TimeMode = (typeof TIME_MODES)[number];

const STAMP =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)) ?/;

/** When a line was written, and how much of its text only says that. */
export function lineTime(line: {
  readonly time?: string;
  readonly text: string;
}): { time?: string; skip: number } {
  if (line.time !== undefined) {
    return { time: line.time, skip: 0 };
  }
  const [stamp = '', time] = STAMP.exec(line.text) ?? [];
  return time === undefined ? { skip: 0 } : { time, skip: stamp.length };
}

/** What is written beside a line; empty if its time is not known. */
export function timeText(
  mode: TimeMode,
  times: {
    readonly time?: string;
    readonly startedAt?: string;
    readonly previous?: string;
  },
): string {
  const at = Date.parse(times.time ?? '');
  if (mode === 'off' || Number.isNaN(at)) {
    return '';
  }
  if (mode === 'utc') {
    return new Date(at).toISOString().slice(11, 23);
  }
  if (mode === 'local') {
    return localClock(new Date(at));
  }
  const since = Date.parse(
    (mode === 'sinceStart' ? times.startedAt : times.previous) ?? '',
  );
  return Number.isNaN(since) ? '' : `+${elapsed(Math.max(0, at - since))}`;
}

function localClock(at: Date): string {
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(pad2);
  return `${clock.join(':')}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const rest = String(Math.floor(ms) % 1_000).padStart(3, '0');
  const minutes = Math.floor(seconds / 60);
  const clock =
    minutes >= 60
      ? [Math.floor(minutes / 60), pad2(minutes % 60), pad2(seconds % 60)]
      : [minutes, pad2(seconds % 60)];
  return `${clock.join(':')}.${rest}`;
}

function pad2(value: number): string {
  return String(value).padStart(2, '0');
}
